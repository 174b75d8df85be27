// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/app.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/timezone.hpp"
#include "commands/list.hpp"
#include "config/config_file.hpp"
#include "config/settings.hpp"
#include "output/ask.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

struct ConfigureArguments {
  std::vector<std::string> set;
  bool show = false;
  bool non_interactive = false;
};

/// The settings file that is being written, with everything that checks what goes into it.
class Editor {
public:
  Editor(Session& session, const app::Overrides& overrides)
      : session_(session), schema_(app::settings_schema()),
        layers_(app::settings_layers(overrides, app::NamedFile::may_be_new)) {
    if (layers_.file) {
      file_ = *layers_.file;
    } else {
      const auto named = config::locate_config(overrides.config, layers_.environment, layers_.working_dir);
      file_.path = named ? *named : config::user_config_path(layers_.environment);
    }
  }

  void set(const std::string& key, const std::string& value) {
    config::set_value(file_, schema_, key, value, layers_.working_dir);
  }

  void set_assignment(const std::string& assignment) {
    const auto cut = assignment.find('=');
    if (cut == std::string::npos) {
      throw Error(ErrorKind::usage, fmt::format("--set {}: expected key=value", assignment),
                  "for example --set units=imperial");
    }
    set(std::string(trim(assignment.substr(0, cut))), assignment.substr(cut + 1));
  }

  /// Asks for everything that the common settings and the providers offer.
  void interview() {
    layers_.file = file_;
    current_ = config::resolve(schema_, layers_);
    session_.say("Enter keeps what stands in brackets. Nothing is written before the last answer.");
    for (Option option : schema_.top) {
      if (option.key == "home_timezone") {
        option.default_value = TimeZone::name_on_this_machine();
        ask(option.key, option, Unanswered::take_default);
      } else if (option.key == "units") {
        ask(option.key, option);
      }
    }
    for (const config::ProviderSchema& provider : schema_.providers) {
      interview_provider(provider);
    }
  }

  /// Checks the whole of it as every command will, before anything is written.
  void save() {
    layers_.file = file_;
    config::resolve(schema_, layers_);
    std::error_code ignored; // writing says what is wrong
    std::filesystem::create_directories(file_.path.parent_path(), ignored);
    config::write_config(file_, schema_);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return file_.path; }

private:
  void interview_provider(const config::ProviderSchema& provider) {
    const std::string prefix = "providers." + provider.id + ".";
    const auto& known = registered_provider(provider.id);
    const bool suggested = current_.providers.at(provider.id).enabled || (is_first_time() && works_at_once(provider));
    const std::string note = known.make == nullptr ? " (this version knows only loaded records of it)" : "";
    const bool use = ask_whether(fmt::format("Use {}{}?", provider.title, note), suggested);
    set(prefix + "enabled", use ? "true" : "false");
    if (!use) {
      return;
    }
    for (const Option& option : provider.options) {
      if (!option.secret) {
        ask(prefix + option.key, option);
      }
    }
  }

  [[nodiscard]] bool is_first_time() const {
    return std::none_of(current_.providers.begin(), current_.providers.end(),
                        [](const auto& provider) { return provider.second.enabled; });
  }

  /// Without an account, and without anything that only the person knows.
  static bool works_at_once(const config::ProviderSchema& provider) {
    const RegisteredProvider& registered = registered_provider(provider.id);
    return registered.make != nullptr && registered.info.sign_in == SignIn::none &&
           std::none_of(provider.options.begin(), provider.options.end(), [](const Option& o) { return o.required; });
  }

  static std::string answer_to(const std::string& question) {
    std::string answer;
    if (!ask_line(question, answer)) {
      throw Error(ErrorKind::interrupted, "nothing was written");
    }
    return std::string(trim(answer));
  }

  bool ask_whether(const std::string& question, bool suggested) {
    while (true) {
      const std::string word = to_lower(answer_to(fmt::format("{} [{}]", question, suggested ? "Y/n" : "y/N")));
      if (word.empty() || word.front() == 'y' || word.front() == 'n') {
        return word.empty() ? suggested : word.front() == 'y';
      }
      session_.say("  y or n");
    }
  }

  enum class Unanswered { leave, take_default };

  void ask(const std::string& key, const Option& option, Unanswered unanswered = Unanswered::leave) {
    const auto present = current_.values.find(key);
    const bool is_set = present != current_.values.end() && present->second.source.layer != config::Layer::standard;
    const std::string standard = is_set ? present->second.text : option.default_value;
    if (option.choices.empty() && !option.help.empty()) {
      session_.say("  " + option.help);
    }
    const std::string question =
        option.label + (option.choices.empty() ? "" : fmt::format(" ({})", fmt::join(option.choices, " or "))) +
        (standard.empty() ? ":" : " [" + standard + "]");
    while (true) {
      const std::string answer = answer_to(question);
      if (answer.empty() && option.required && standard.empty()) {
        session_.say("  this cannot be left empty");
        continue;
      }
      try {
        if (!answer.empty() || (unanswered == Unanswered::take_default && !is_set)) {
          set(key, answer.empty() ? standard : answer);
        }
        return;
      } catch (const Error& error) {
        session_.say(fmt::format("  {}", error.what()));
        session_.say(fmt::format("  {}", error.hint()));
      }
    }
  }

  Session& session_;
  config::Schema schema_;
  config::Layers layers_;
  config::ConfigFile file_;
  config::Settings current_;
};

int show(Session& session) {
  const app::App& app = session.app();
  if (session.options().json) {
    session.print(config::to_json(app.schema(), app.settings()).dump(2) + "\n");
    return 0;
  }
  Table table({{"Setting", Align::left, 12, true}, {"Value", Align::left, 12, true}, {"From", Align::left, 8, true}});
  for (const config::ShownSetting& setting : config::shown_settings(app.schema(), app.settings())) {
    table.add({{setting.key}, {setting.value}, {setting.source.text(), Style::dim}});
  }
  session.print(table.render(session.terminal()));
  return 0;
}

int run_configure(Session& session, const ConfigureArguments& arguments) {
  if (arguments.show) {
    return show(session);
  }
  Editor editor(session, {session.options().config, session.options().database, session.options().user});
  for (const std::string& assignment : arguments.set) {
    editor.set_assignment(assignment);
  }
  if (arguments.set.empty()) {
    if (arguments.non_interactive || !session.terminal().interactive) {
      throw Error(ErrorKind::usage, "there is no terminal to ask on and nothing to set",
                  "use --set key=value, for example --set home_timezone=Europe/Berlin");
    }
    editor.interview();
  }
  editor.save();
  if (!session.options().quiet) {
    session.say(fmt::format("Wrote {}. `tracekit pull` fetches your activities.", editor.path().string()));
  }
  return 0;
}

} // namespace

void add_configure(CommandLine& command_line) {
  auto arguments = std::make_shared<ConfigureArguments>();
  Command& command = command_line.command("configure", "Set time zone, units and providers");
  command.option("--set", arguments->set,
                 "key=value without asking, such as providers.spreadsheet.path=log.xlsx (may be repeated)");
  command.flag("--show", arguments->show, "print the settings in force and where each comes from, secrets masked");
  command.flag("--non-interactive", arguments->non_interactive, "never ask");
  command.runs([arguments](Session& session) { return run_configure(session, *arguments); });
}

} // namespace tracekit::cli
