// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/error.hpp"
#include "commands/list.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

namespace fs = std::filesystem;

/// The folder that this program was started from; the sandbox stands beside it.
fs::path own_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

/// A folder that goes with its object, unless it is to be kept.
class DemoFolder {
public:
  explicit DemoFolder(const std::string& wanted) : keep_(!wanted.empty()) {
    if (keep_) {
      fs::create_directories(wanted);
      path_ = fs::absolute(wanted);
      return;
    }
    std::string pattern = (fs::temp_directory_path() / "tracekit-demo-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw Error(ErrorKind::input, "cannot make a temporary folder for the demo");
    }
    path_ = pattern;
  }
  ~DemoFolder() {
    if (!keep_) {
      std::error_code ignored;
      fs::remove_all(path_, ignored);
    }
  }
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

private:
  bool keep_;
  fs::path path_;
};

int run_program(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str())); // execv takes it so and does not write
  }
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(argv[0], argv.data());
    std::_Exit(127);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) < 0) {
    throw Error(ErrorKind::input, fmt::format("cannot start {}", arguments.front()));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Takes every variable that a setting may come from out of this process's environment.
void forget_own_settings() {
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string name = std::string(*variable).substr(0, std::string(*variable).find('='));
    const bool ours = name.starts_with("TRACEKIT_") && name != "TRACEKIT_LIBRARY_DIR";
    if (ours || name.starts_with("DATABASE_URL") || name.starts_with("METADATA_DB")) {
      names.push_back(name);
    }
  }
  for (const RegisteredProvider& provider : provider_registry()) {
    for (const Option& option : provider.info.options) {
      names.insert(names.end(), option.environment.begin(), option.environment.end());
    }
  }
  for (const std::string& name : names) {
    ::unsetenv(name.c_str());
    ::unsetenv((name + "_FILE").c_str());
  }
}

/// Shows commands as a person would type them and runs them on the made-up athlete.
class Tour {
public:
  Tour(Session& session, fs::path folder) : session_(session), folder_(std::move(folder)) {}

  void tell(std::string_view line) { session_.print(fmt::format("\n{}\n", line)); }

  void run(const std::vector<std::string>& command) {
    std::string typed = "$ tracekit";
    std::vector<std::string> arguments{fs::read_symlink("/proc/self/exe").string(), "--config",
                                       (folder_ / "tracekit_config.json").string()};
    if (session_.terminal().colour) {
      arguments.insert(arguments.end(), {"--color", "always"});
    }
    for (const std::string& word : command) {
      typed += " " + (word.starts_with(folder_.string()) ? fs::path(word).filename().string() : word);
      arguments.push_back(word);
    }
    session_.print("\n" + styled(typed, Style::bold, session_.terminal().colour) + "\n");
    session_.flush();
    const int code = run_program(arguments);
    if (code != 0) {
      throw Error(ErrorKind::input, fmt::format("`{}` ended with {}", typed.substr(2), code));
    }
  }

private:
  Session& session_;
  fs::path folder_;
};

int run_demo(Session& session, const std::string& keep) {
  const fs::path sandbox = own_folder() / "tracekit-sandbox";
  if (!fs::exists(sandbox)) {
    throw Error(ErrorKind::not_found, fmt::format("the demo needs {}, which is not there", sandbox.string()),
                "build it with `make demo`");
  }
  const DemoFolder folder(keep);
  // The person's own database, keys and settings must not reach the made-up athlete.
  forget_own_settings();
  fs::current_path(folder.path());
  if (const int code = run_program({sandbox.string(), "make-athlete", folder.path().string()}); code != 0) {
    throw Error(ErrorKind::input, fmt::format("the made-up athlete could not be made (exit {})", code));
  }
  Tour tour(session, folder.path());
  tour.tell("A made-up athlete: a folder of FIT, GPX and TCX files, an exercise log in Excel, and the records of two "
            "services.");
  tour.run({"pull"});
  tour.run({"load", (folder.path() / "garmin.jsonl").string(), (folder.path() / "strava.jsonl").string()});
  tour.tell("What is where, month by month:");
  tour.run({"calendar", "--from", "2025-06", "--to", "2025-08"});
  tour.tell("August, side by side, and the plan that would bring everybody into agreement:");
  tour.run({"sync-month", "2025-08", "--dry-run"});
  tour.tell("Approved for the spreadsheet and the files (the services themselves are not connected here):");
  tour.run({"sync-month", "2025-08", "--yes", "--really-all", "--provider", "spreadsheet", "--provider", "file",
            "--only", "name,equipment,metadata,add,download"});
  tour.tell("And again: nothing is left to do there.");
  tour.run({"sync-month", "2025-08", "--dry-run", "--provider", "spreadsheet", "--provider", "file", "--only",
            "name,equipment,metadata,add,download"});
  tour.tell("Everything that was written can be seen, and single values taken back:");
  tour.run({"history", "--limit", "8"});
  tour.tell(
      keep.empty()
          ? "That was it; the made-up data is gone again (`tracekit demo --keep DIR` leaves it for you to play with).\n"
            "With your own data: `tracekit configure`, then `tracekit pull`, `tracekit calendar --months 6`, `tracekit "
            "sync-month YYYY-MM`."
          : fmt::format("The made-up data is in {0}: try `tracekit --config {0}/tracekit_config.json show 2025-08-02`.",
                        folder.path().string()));
  return 0;
}

} // namespace

void add_demo(CommandLine& command_line) {
  auto keep = std::make_shared<std::string>();
  Command& command =
      command_line.command("demo", "Show a reconciled month of a made-up athlete; touches nothing of yours");
  command.option("--keep", *keep, "make it in this folder and leave it there");
  command.runs([keep](Session& session) { return run_demo(session, *keep); });
}

} // namespace tracekit::cli
