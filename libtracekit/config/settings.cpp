// SPDX-License-Identifier: MIT
#include "config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ranges>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/foreign_owner.hpp"
#include "config/locations.hpp"
#include "config/option_value.hpp"

namespace tracekit::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view base_urls_part = ".base_urls.";
constexpr std::string_view sqlite_file_scheme = "sqlite:///";

/// One setting's value before it is known to be secret or not.
struct Candidate {
  std::string text;
  Source source;
  fs::path base; ///< where a relative path in it starts
};

DocumentValues read_stored(const Schema& schema, const std::string& stored) {
  if (trim(stored).empty()) {
    return {};
  }
  const std::string name = "the settings in the database";
  try {
    return read_document(schema, name, parse_document(stored, name));
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.what(), "correct it with tracekit configure --set KEY=VALUE");
  }
}

class Resolver {
public:
  Resolver(const Schema& schema, const Layers& layers)
      : schema_(schema), layers_(layers), stored_(read_stored(schema, layers.stored)) {}

  Settings resolve() {
    check_flags();
    const std::vector<KnownSetting> settings = known_settings(schema_, address_keys());
    // The folder first: the default of the database is in it.
    for (const bool is_folder_wanted : {true, false}) {
      for (const KnownSetting& setting : settings) {
        if ((setting.key == "data_dir") == is_folder_wanted) {
          take(setting);
        }
      }
    }
    refuse_foreign_owners();
    warn_of_stored();
    warn_of_mistyped_variables(settings);
    if (layers_.file) {
      out_.config_path = layers_.file->path;
      out_.config_sha256 = layers_.file->sha256;
    }
    return std::move(out_);
  }

private:
  void check_flags() const {
    for (const Flag& flag : layers_.flags) {
      if (!find_setting(schema_, flag.key)) {
        const Problem problem = unknown_setting(schema_, flag.key);
        throw Error(ErrorKind::config, problem.sentence, problem.hint);
      }
    }
  }

  /// The dotted keys in any layer that name an address of a provider.
  [[nodiscard]] std::set<std::string> address_keys() const {
    std::set<std::string> keys;
    const auto add = [&](const std::string& key) {
      if (key.find(base_urls_part) != std::string::npos) {
        keys.insert(key);
      }
    };
    for (const Flag& flag : layers_.flags) {
      add(flag.key);
    }
    for (const auto& [key, value] : stored_.values) {
      add(key);
    }
    if (layers_.file) {
      for (const auto& [key, value] : layers_.file->content.values) {
        add(key);
      }
    }
    for (const ProviderSchema& provider : schema_.providers) {
      KnownSetting any;
      any.provider = provider.id;
      any.option.key = "base_urls.";
      const std::string prefix = environment_names(any).front();
      for (const std::string& name : layers_.environment.names()) {
        if (name.starts_with(prefix)) {
          std::string role = to_lower(name.substr(prefix.size()));
          role.resize(role.ends_with("_file") ? role.size() - 5 : role.size());
          add(fmt::format("providers.{}.base_urls.{}", provider.id, role));
        }
      }
    }
    return keys;
  }

  [[nodiscard]] std::optional<Candidate> from_flag(const KnownSetting& setting) const {
    for (const Flag& flag : layers_.flags | std::views::reverse) {
      if (flag.key == setting.key) {
        return Candidate{
            value_from_text(setting.option, flag.name, flag.value), {Layer::flag, flag.name}, layers_.working_dir};
      }
    }
    return std::nullopt;
  }

  std::optional<Candidate> from_environment(const KnownSetting& setting) {
    for (const std::string& name : environment_names(setting)) {
      if (const auto variable = layers_.environment.find(name)) {
        if (setting.option.secret && variable->others_can_read) {
          out_.warnings.push_back(fmt::format("{}: everybody on this machine can read that file", variable->origin));
        }
        return Candidate{value_from_text(setting.option, variable->origin, variable->value),
                         {Layer::environment, variable->origin},
                         layers_.working_dir / variable->base};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Candidate> from_stored(const KnownSetting& setting) const {
    if (is_needed_before_database(setting.key)) {
      return std::nullopt;
    }
    const SecretValues& secrets = layers_.stored_secrets;
    if (const auto secret = secrets.find(setting.key); setting.option.secret && secret != secrets.end()) {
      return Candidate{secret->second.reveal(), {Layer::database, {}}, {}};
    }
    if (const auto value = stored_.values.find(setting.key); value != stored_.values.end()) {
      return Candidate{value->second, {Layer::database, {}}, {}};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Candidate> from_file(const KnownSetting& setting) const {
    if (!layers_.file) {
      return std::nullopt;
    }
    const ConfigFile& file = *layers_.file;
    const Source source{Layer::file, file.path.string()};
    const fs::path base = layers_.working_dir / file.path.parent_path();
    if (const auto value = file.content.values.find(setting.key); value != file.content.values.end()) {
      return Candidate{value->second, source, base};
    }
    if (const auto secret = file.content.secrets.find(setting.key); secret != file.content.secrets.end()) {
      return Candidate{secret->second.reveal(), source, base};
    }
    return std::nullopt;
  }

  Candidate strongest(const KnownSetting& setting) {
    auto found = from_flag(setting);
    if (!found) {
      found = from_environment(setting);
    }
    if (!found) {
      found = from_stored(setting);
    }
    if (!found) {
      found = from_file(setting);
    }
    return found ? *found : Candidate{setting.option.default_value, {}, {}};
  }

  /// Paths become absolute where it is known from where they count.
  [[nodiscard]] std::string placed(const KnownSetting& setting, const Candidate& value) const {
    if (setting.key == "metadata_db") {
      return value.text.empty() ? sqlite_address(out_.data_dir / "tracekit.sqlite3")
                                : database_address(value.text, value.base, layers_.environment);
    }
    if (setting.key == "data_dir" && value.text.empty()) {
      return default_data_dir(layers_.environment).lexically_normal().string();
    }
    if (setting.option.kind == OptionKind::path && value.source.layer != Layer::standard) {
      return absolute_path(value.text, value.base, layers_.environment).string();
    }
    return value.text;
  }

  void take(const KnownSetting& setting) {
    Candidate value = strongest(setting);
    if (setting.option.secret) {
      if (!value.text.empty()) {
        out_.secrets.insert_or_assign(setting.key, SecretValue{Secret(std::move(value.text)), value.source});
      }
      return;
    }
    value.text = placed(setting, value);
    if (setting.provider.empty()) {
      take_top(setting.key, value.text);
    } else {
      take_of_provider(out_.providers[setting.provider], setting.option.key, value.text);
    }
    out_.values.insert_or_assign(setting.key, Value{std::move(value.text), std::move(value.source)});
  }

  void take_top(const std::string& key, const std::string& text) {
    if (key == "home_timezone") {
      out_.home_timezone = text;
    } else if (key == "units") {
      out_.units = text == "imperial" ? Units::imperial : Units::metric;
    } else if (key == "debug") {
      out_.debug = text == "true";
    } else if (key == "data_dir") {
      out_.data_dir = text;
    } else if (key == "metadata_db") {
      out_.database_url = text;
    }
  }

  static void take_of_provider(ProviderSettings& provider, const std::string& key, const std::string& text) {
    struct Flagged {
      std::string_view key;
      bool ProviderSettings::* field;
    };
    static constexpr std::array flags{
        Flagged{"enabled", &ProviderSettings::enabled}, Flagged{"sync_name", &ProviderSettings::sync_name},
        Flagged{"sync_equipment", &ProviderSettings::sync_equipment},
        Flagged{"write_only", &ProviderSettings::write_only}, Flagged{"upload", &ProviderSettings::upload}};
    constexpr std::string_view base_urls = "base_urls.";
    for (const Flagged& flag : flags) {
      if (flag.key == key) {
        provider.*flag.field = text == "true";
        return;
      }
    }
    if (key == "priority") {
      provider.priority = static_cast<int>(parse_integer(text).value_or(9));
    } else if (!key.starts_with(base_urls)) {
      provider.values.insert_or_assign(key, text);
    } else if (!text.empty()) {
      provider.base_urls.insert_or_assign(key.substr(base_urls.size()), text);
    }
  }

  void refuse_foreign_owners() const {
    refuse_foreign_owner(out_.data_dir);
    if (const std::string_view url = out_.database_url; url.starts_with(sqlite_file_scheme)) {
      refuse_foreign_owner(url.substr(sqlite_file_scheme.size()));
    }
  }

  void warn_of_stored() {
    for (const Problem& problem : stored_.unknown) {
      out_.warnings.push_back(fmt::format("in the database: {}", problem.sentence));
    }
    for (const auto& [key, secret] : stored_.secrets) {
      out_.warnings.push_back(fmt::format("in the database: {} is ignored, secrets are only taken sealed", key));
    }
  }

  /// Variables are shared with other programs, so only a near miss is worth a word.
  void warn_of_mistyped_variables(const std::vector<KnownSetting>& settings) {
    constexpr std::string_view prefix = "TRACEKIT_";
    constexpr std::size_t near = 2;
    std::vector<std::string> known;
    known.reserve(settings.size());
    for (const KnownSetting& setting : settings) {
      known.push_back(environment_names(setting).front().substr(prefix.size()));
    }
    for (const std::string& name : layers_.environment.names()) {
      std::string_view word = name;
      if (!word.starts_with(prefix)) {
        continue;
      }
      word.remove_prefix(prefix.size());
      word.remove_suffix(word.ends_with("_FILE") ? 5 : 0);
      const std::string meant = nearest(word, known, near);
      if (!meant.empty() && meant != word) {
        out_.warnings.push_back(fmt::format("{} is no setting, did you mean {}{}?", name, prefix, meant));
      }
    }
  }

  const Schema& schema_;
  const Layers& layers_;
  DocumentValues stored_;
  Settings out_;
};

} // namespace

const Secret* Settings::secret(std::string_view provider, std::string_view key) const {
  const auto found = secrets.find(fmt::format("providers.{}.{}", provider, key));
  return found == secrets.end() ? nullptr : &found->second.secret;
}

Settings resolve(const Schema& schema, const Layers& layers) { return Resolver(schema, layers).resolve(); }

std::vector<std::string> missing_values(const Schema& schema, const Settings& settings) {
  std::vector<std::string> missing;
  for (const KnownSetting& setting : known_settings(schema)) {
    const auto provider = settings.providers.find(setting.provider);
    const bool is_used = setting.provider.empty() || (provider != settings.providers.end() && provider->second.enabled);
    const auto value = settings.values.find(setting.key);
    const bool is_set = setting.option.secret ? settings.secrets.contains(setting.key)
                                              : value != settings.values.end() && !value->second.text.empty();
    if (setting.option.required && is_used && !is_set) {
      missing.push_back(setting.key);
    }
  }
  return missing;
}

} // namespace tracekit::config
