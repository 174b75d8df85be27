// SPDX-License-Identifier: MIT
#include "app/backup/backup.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/backup/restore.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/ask.hpp"

namespace tracekit::cli {
namespace {

struct BackupArguments {
  std::string target;
  bool encrypt = false;
  bool with_key = false;
  bool verify = false;
  std::optional<int> keep;
};

/// What the environment says, else what is typed, when a backup is made twice.
enum class Typing { once, twice };
Secret passphrase(Typing typing) {
  if (auto known = app::passphrase_of_environment()) {
    return *known;
  }
  std::string words;
  std::string again;
  if (!ask_secret("Passphrase of the backup:", words) || words.empty()) {
    throw Error(ErrorKind::usage, "a passphrase is needed",
                "type it, or set TRACEKIT_BACKUP_PASSPHRASE_FILE to a file that holds it");
  }
  Secret typed(std::move(words));
  if (typing == Typing::twice) {
    ask_secret("Once more:", again);
    const Secret repeated(std::move(again));
    if (repeated.reveal() != typed.reveal()) {
      throw Error(ErrorKind::usage, "the two passphrases differ", "try again");
    }
  }
  return typed;
}

std::string size_words(std::uint64_t bytes) {
  constexpr double mib = 1 << 20U;
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / mib);
}

std::string text_of(const app::BackupReport& report) {
  std::string out =
      fmt::format("{}: {} rows and {} files, {}{}; read again and found whole.\n", printable(report.file.string()),
                  report.manifest.rows(), report.manifest.activity_files(), size_words(report.bytes),
                  report.is_encrypted ? ", encrypted" : "");
  out += report.manifest.has_key()
             ? "The key that opens the sign-ins is in it.\n"
             : "The key that opens the sign-ins is not in it: keep secret.key (or TRACEKIT_SECRET_KEY) apart.\n";
  for (const std::string& sentence : report.left_out) {
    out += fmt::format("Not in it: {}.\n", printable(sentence));
  }
  for (const std::filesystem::path& file : report.removed) {
    out += fmt::format("Removed {}.\n", printable(file.string()));
  }
  return out;
}

std::string contents_of(const app::RestoreReport& report) {
  return fmt::format("{} rows and {} files of {}", report.manifest.rows(), report.manifest.activity_files(),
                     format_utc(report.manifest.made_at));
}

std::string key_words(const app::RestoreReport& report) {
  switch (report.key) {
  case app::RestoredKey::missing:
    return "The key that opens the sign-ins was not in it: put secret.key back, or sign in again.\n";
  case app::RestoredKey::restored:
    return "The key that opens the sign-ins is back, too.\n";
  case app::RestoredKey::here:
    return "";
  case app::RestoredKey::other_here:
    return "Another key is in place and stays: the sign-ins of the backup do not open with it; sign in again.\n";
  }
  return "";
}

std::string text_of(const app::RestoreReport& report) {
  std::string out = fmt::format("{} now holds {}.\n", printable(report.database), contents_of(report));
  if (!report.aside.empty()) {
    out += fmt::format("What was there before is kept as {}.\n", printable(report.aside.string()));
  }
  for (const std::string& file : report.files_that_differ) {
    out += fmt::format("{} is not the one of the backup and was left as it is.\n", printable(file));
  }
  return out + key_words(report) + "Ask `tracekit doctor` whether all is well.\n";
}

/// Rehearsed or for good.
using Restore = app::RestoreReport (*)(const app::Overrides&, const app::RestoreOptions&, ProgressSink&,
                                       const Cancellation&);

app::RestoreReport run_restore(Session& session, Restore restore, const std::string& file, bool replace) {
  const GlobalOptions& global = session.options();
  const app::RestoreOptions options{file, [] { return passphrase(Typing::once); }, replace};
  return restore({global.config, global.database, global.user}, options, session.progress(), session.cancellation());
}

int run_verify(Session& session, const std::string& file) {
  const app::RestoreReport report = run_restore(session, app::rehearse_restore, file, false);
  if (session.options().json) {
    session.print_json(app::to_json(report));
  } else if (!session.options().quiet) {
    session.print(fmt::format("{} is whole: {} came back in a rehearsal.\n", printable(file), contents_of(report)));
  }
  return 0;
}

int run_backup(Session& session, const BackupArguments& arguments) {
  if (arguments.verify && (arguments.encrypt || arguments.with_key || arguments.keep)) {
    throw Error(ErrorKind::usage, "--verify is for a backup that is there already", "give it alone");
  }
  if (arguments.verify) {
    return run_verify(session, arguments.target);
  }
  app::BackupOptions options;
  options.target = arguments.target;
  options.with_key = arguments.with_key;
  options.keep = arguments.keep;
  if (arguments.encrypt) {
    options.passphrase = passphrase(Typing::twice);
  } else if (app::passphrase_of_environment()) {
    throw Error(ErrorKind::usage, "TRACEKIT_BACKUP_PASSPHRASE is set, but without --encrypt the backup would be plain",
                "add --encrypt, or take the variable away for a backup that opens without it");
  }
  const app::BackupReport report = app::back_up(session.app(), options);
  if (session.options().json) {
    session.print_json(app::to_json(report));
  } else if (!session.options().quiet) {
    session.print(text_of(report));
  }
  return 0;
}

} // namespace

void add_backup(CommandLine& command_line) {
  auto arguments = std::make_shared<BackupArguments>();
  Command& command = command_line.command("backup", "Copy everything into one file while everything runs; verify one");
  command.option("FILE", arguments->target, "the file to write, or a folder, in which it is named by the time")
      .required();
  command.flag("--encrypt", arguments->encrypt,
               "with a passphrase, which is asked for or stands in TRACEKIT_BACKUP_PASSPHRASE or in the file that "
               "TRACEKIT_BACKUP_PASSPHRASE_FILE names");
  command.flag("--with-key", arguments->with_key, "with the key that opens the sign-ins; encrypted backups only");
  command.option("--keep", arguments->keep, "keep as many of a folder's backups, the newest, and remove the others")
      .within(1, 100'000);
  command.flag("--verify", arguments->verify,
               "write nothing: restore FILE into a scratch database, and tell whether all is there");
  command.runs([arguments](Session& session) { return run_backup(session, *arguments); });
}

void add_restore(CommandLine& command_line) {
  struct RestoreArguments {
    std::string file;
    bool force = false;
  };
  auto arguments = std::make_shared<RestoreArguments>();
  Command& command = command_line.command("restore", "Bring back everything that a backup holds");
  command.option("FILE", arguments->file, "what `tracekit backup` wrote, on either kind of database").required();
  command.flag("--force", arguments->force,
               "also where there is a database: an SQLite file is kept beside, what is in PostgreSQL is replaced");
  command.runs([arguments](Session& session) {
    const app::RestoreReport report = run_restore(session, app::restore, arguments->file, arguments->force);
    if (session.options().json) {
      session.print_json(app::to_json(report));
    } else if (!session.options().quiet) {
      session.print(text_of(report));
    }
    return 0;
  });
}

} // namespace tracekit::cli
