// SPDX-License-Identifier: MIT
#include "config/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::config {
namespace {

constexpr std::string_view providers_prefix = "providers.";
constexpr std::string_view base_urls_prefix = "base_urls.";

Option described(std::string key, std::string label, std::string help, OptionKind kind, std::string value = {}) {
  Option option;
  option.key = std::move(key);
  option.label = std::move(label);
  option.help = std::move(help);
  option.kind = kind;
  option.default_value = std::move(value);
  return option;
}

Option yes_or_no(std::string key, std::string label, std::string help, bool value) {
  return described(std::move(key), std::move(label), std::move(help), OptionKind::boolean, value ? "true" : "false");
}

Option base_url_option(std::string_view role) {
  return described(fmt::format("{}{}", base_urls_prefix, role), fmt::format("Address ({})", role),
                   "Where this provider is reached instead of its usual address.", OptionKind::text);
}

/// `base_urls.<role>`, the role being lower-case letters, digits and `_`.
bool is_address(std::string_view own_key) {
  if (!own_key.starts_with(base_urls_prefix)) {
    return false;
  }
  const std::string_view role = own_key.substr(base_urls_prefix.size());
  return !role.empty() && role.size() <= 40 && std::all_of(role.begin(), role.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

const ProviderSchema* find_provider(const Schema& schema, std::string_view id) {
  const auto found = std::find_if(schema.providers.begin(), schema.providers.end(),
                                  [&](const ProviderSchema& provider) { return provider.id == id; });
  return found == schema.providers.end() ? nullptr : &*found;
}

std::vector<Option> options_of(const ProviderSchema& provider) {
  std::vector<Option> options = common_options(provider);
  options.insert(options.end(), provider.options.begin(), provider.options.end());
  for (const std::string& role : provider.base_url_roles) {
    options.push_back(base_url_option(role));
  }
  return options;
}

std::string section_of(const ProviderSchema& provider) { return fmt::format("{}{}.", providers_prefix, provider.id); }

/// Those of one provider, and those of `addresses` that it knows by their form alone.
std::vector<KnownSetting> settings_of(const ProviderSchema& provider, const std::set<std::string>& addresses) {
  const std::string section = section_of(provider);
  std::vector<KnownSetting> settings;
  for (Option& option : options_of(provider)) {
    settings.push_back({section + option.key, provider.id, std::move(option)});
  }
  for (const std::string& key : addresses) {
    const std::string_view own = std::string_view(key).substr(std::min(key.size(), section.size()));
    if (provider.base_url_roles.empty() && key.starts_with(section) && is_address(own)) {
      settings.push_back({key, provider.id, base_url_option(own.substr(base_urls_prefix.size()))});
    }
  }
  return settings;
}

std::vector<std::string> keys_of(const std::vector<Option>& options) {
  std::vector<std::string> keys;
  keys.reserve(options.size());
  for (const Option& option : options) {
    keys.push_back(option.key);
  }
  return keys;
}

/// How many letters must be added, dropped, changed or swapped with their neighbour to make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0U : 1U;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

/// The complaint about `word`, one of the names that could have stood in its place being `candidates`.
Problem unknown(std::string_view shown, std::string_view what, std::string_view word,
                std::vector<std::string> candidates) {
  std::string sentence = fmt::format("{}: unknown {}", to_valid_utf8(shown), what);
  if (const std::string near = nearest(word, candidates, std::max<std::size_t>(1, word.size() / 3)); !near.empty()) {
    return {fmt::format("{}, did you mean {}?", sentence, near), {}};
  }
  return {std::move(sentence), fmt::format("known here: {}", fmt::join(candidates, ", "))};
}

Problem unknown_of_provider(const ProviderSchema& provider, std::string_view key, std::string_view own) {
  if (own.starts_with(base_urls_prefix) && !provider.base_url_roles.empty()) {
    return unknown(key, "role", own.substr(base_urls_prefix.size()), provider.base_url_roles);
  }
  std::vector<std::string> keys = keys_of(options_of(provider));
  if (provider.base_url_roles.empty()) {
    keys.emplace_back("base_urls");
  }
  return unknown(key, "setting", own, std::move(keys));
}

} // namespace

std::vector<Option> standard_options() {
  Option units = described("units", "Units", "Kilometres and metres, or miles and feet.", OptionKind::choice, "metric");
  units.choices = {"metric", "imperial"};
  Option database = described(
      "metadata_db", "Database",
      "A file, sqlite:///FILE, or postgresql://USER@HOST/NAME; tracekit.sqlite3 in the data folder when unset.",
      OptionKind::text);
  database.environment = {"DATABASE_URL", "METADATA_DB"};
  return {
      described("home_timezone", "Home time zone",
                "The IANA time zone in which your days and months begin, such as Europe/Berlin.", OptionKind::time_zone,
                "UTC"),
      std::move(units),
      yes_or_no("debug", "Debug messages", "Tell on stderr what is done and asked.", false),
      std::move(database),
      described("data_dir", "Data folder",
                "Where the database, activity files and keys are; $XDG_DATA_HOME/tracekit when unset.",
                OptionKind::path),
      described("web.tile_url", "Map tiles",
                "Where maps take their tiles, such as https://tiles.example.org/{z}/{x}/{y}.png; a plain grid when "
                "unset.",
                OptionKind::text),
      described("web.tile_attribution", "Credit for the tiles", "What maps say about where their tiles are from.",
                OptionKind::text),
      described("web.session_days", "Days until sign-in",
                "After this many days without a visit the dashboard asks for the password again.", OptionKind::integer,
                "14"),
      described("web.upload_mb", "Largest upload", "How many MiB the dashboard takes at once.", OptionKind::integer,
                "512"),
  };
}

std::vector<Option> common_options(const ProviderSchema& provider) {
  std::vector<Option> options{
      yes_or_no("enabled", "Enabled", "Use this provider.", provider.enabled),
      described("priority", "Priority", "Whose names and equipment are right: 1 is asked first.", OptionKind::integer,
                std::to_string(provider.priority)),
      yes_or_no("sync_name", "Correct names", "Offer to rename its activities as the authority has them.",
                provider.sync_name),
      yes_or_no("sync_equipment", "Correct equipment", "Offer to set its equipment as the authority has it.",
                provider.sync_equipment),
      yes_or_no("write_only", "Write only", "Never take names, equipment or files from it.", provider.write_only),
  };
  if (provider.takes_uploads) {
    options.push_back(yes_or_no("upload", "Upload", "Offer to upload the files of workouts that it lacks.", false));
  }
  return options;
}

std::vector<KnownSetting> known_settings(const Schema& schema, const std::set<std::string>& addresses) {
  std::vector<KnownSetting> settings;
  settings.reserve(schema.top.size());
  for (const Option& option : schema.top) {
    settings.push_back({option.key, {}, option});
  }
  for (const ProviderSchema& provider : schema.providers) {
    std::ranges::move(settings_of(provider, addresses), std::back_inserter(settings));
  }
  return settings;
}

std::optional<KnownSetting> find_setting(const Schema& schema, std::string_view key) {
  if (const auto found = std::ranges::find(schema.top, key, &Option::key); found != schema.top.end()) {
    return KnownSetting{found->key, {}, *found};
  }
  for (const ProviderSchema& provider : schema.providers) {
    if (!key.starts_with(section_of(provider))) {
      continue; // every setting of the file is looked up, and there are many
    }
    for (KnownSetting& setting : settings_of(provider, {std::string(key)})) {
      if (setting.key == key) {
        return std::move(setting);
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string> environment_names(const KnownSetting& setting) {
  std::string derived =
      setting.provider.empty() ? setting.option.key : fmt::format("{}_{}", setting.provider, setting.option.key);
  std::transform(derived.begin(), derived.end(), derived.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '.' || c == '-' ? '_' : c;
  });
  std::vector<std::string> names{"TRACEKIT_" + derived};
  names.insert(names.end(), setting.option.environment.begin(), setting.option.environment.end());
  return names;
}

bool is_needed_before_database(std::string_view key) { return key == "metadata_db" || key == "data_dir"; }

Problem unknown_setting(const Schema& schema, std::string_view key) {
  if (!key.starts_with(providers_prefix)) {
    std::vector<std::string> keys = keys_of(schema.top);
    keys.emplace_back("providers");
    return unknown(key, "setting", key, std::move(keys));
  }
  const std::string_view path = key.substr(providers_prefix.size());
  const std::string_view id = path.substr(0, path.find('.'));
  const ProviderSchema* provider = find_provider(schema, id);
  if (provider == nullptr) {
    std::vector<std::string> ids;
    ids.reserve(schema.providers.size());
    for (const ProviderSchema& known : schema.providers) {
      ids.push_back(known.id);
    }
    return unknown(fmt::format("{}{}", providers_prefix, id), "provider", id, std::move(ids));
  }
  return unknown_of_provider(*provider, key, path.substr(std::min(path.size(), id.size() + 1)));
}

KnownSetting setting_or_refuse(const Schema& schema, std::string_view key) {
  const auto setting = find_setting(schema, key);
  if (!setting) {
    const Problem problem = unknown_setting(schema, key);
    throw Error(ErrorKind::config, problem.sentence, problem.hint);
  }
  return *setting;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates, std::size_t most) {
  constexpr std::size_t longest = 60; // the cost is quadratic and the word comes from a file
  const std::string wanted = to_lower(word.substr(0, longest));
  std::size_t best = most + 1;
  std::string found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, to_lower(candidate));
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

} // namespace tracekit::config
