// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
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
    for (const Option& option : schema_.top) {
      if (option.key == "home_timezone" || option.key == "units") {
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
    const bool enabled = current_.providers.at(provider.id).enabled;
    std::string answer;
    const std::string note = known.make == nullptr ? " (this version knows only loaded records of it)" : "";
    if (!ask_line(fmt::format("Use {}{}? [{}]", provider.title, note, enabled ? "Y/n" : "y/N"), answer)) {
      throw Error(ErrorKind::interrupted, "nothing was written");
    }
    const std::string word = to_lower(trim(answer));
    const bool use = word.empty() ? enabled : word.front() == 'y';
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

  void ask(const std::string& key, const Option& option) {
    const auto present = current_.values.find(key);
    const std::string standard = present == current_.values.end() ? option.default_value : present->second.text;
    while (true) {
      std::string answer;
      if (!ask_line(fmt::format("{} [{}]", option.label, standard), answer)) {
        throw Error(ErrorKind::interrupted, "nothing was written");
      }
      if (trim(answer).empty()) {
        return; // what holds now goes on to hold
      }
      try {
        set(key, std::string(trim(answer)));
        return;
      } catch (const Error& error) {
        session_.say(fmt::format("  {} {}", error.what(), error.hint()));
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
  app::App& app = session.app();
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
