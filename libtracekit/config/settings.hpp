// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "config/config_file.hpp"
#include "config/environment.hpp"
#include "config/schema.hpp"
#include "model/units.hpp"

namespace tracekit::config {

/// Where a value came from, strongest first.
enum class Layer { flag, environment, database, file, standard };

struct Source {
  Layer layer = Layer::standard;
  std::string name; ///< the flag, the variable, or the file; empty for the database and for defaults

  /// `environment STRAVA_CLIENT_ID`, `file /home/me/tracekit_config.json`, `database`, `default`.
  [[nodiscard]] std::string text() const;
  friend bool operator==(const Source&, const Source&) = default;
};

struct Value {
  std::string text; ///< canonical: `true`, digits, an absolute path, or the text itself
  Source source;
};

struct SecretValue {
  Secret secret;
  Source source;
};

/// The settings of one provider. Secrets are in `Settings::secrets`.
struct ProviderSettings {
  bool enabled = false;
  int priority = 9; ///< 1 is asked first
  bool sync_name = true;
  bool sync_equipment = true;
  bool write_only = false;
  bool upload = false;                          ///< may be offered files of workouts that it lacks
  std::map<std::string, std::string> base_urls; ///< by role
  std::map<std::string, std::string> values;    ///< its own options by key, defaults filled in
};

/// What holds after all layers are merged.
struct Settings {
  std::string home_timezone;
  Units units = Units::metric;
  bool debug = false;
  std::filesystem::path data_dir; ///< absolute; need not exist yet
  std::string database_url;       ///< `sqlite:///` with an absolute path, or `postgresql://`; may hold a password
  std::map<std::string, ProviderSettings> providers; ///< every provider of the schema, by id
  std::map<std::string, Value> values; ///< every setting but secrets, by dotted key; `metadata_db` may hold a password
  std::map<std::string, SecretValue> secrets; ///< those that are set, by dotted key
  std::optional<std::filesystem::path> config_path;
  std::string config_sha256;         ///< of the config file; empty without one
  std::vector<std::string> warnings; ///< sentences about what was ignored

  /// A secret by provider and key; null when it is not set.
  [[nodiscard]] const Secret* secret(std::string_view provider, std::string_view key) const;
};

/// A value from the command line.
struct Flag {
  std::string key; ///< dotted
  std::string value;
  std::string name; ///< `--db`, for messages
};

/// Everything that settings are made of. Of two flags for one key the later one holds.
struct Layers {
  std::vector<Flag> flags;
  Environment environment;
  std::string stored;          ///< the settings in the database, a JSON object; empty: none
  SecretValues stored_secrets; ///< unsealed ones from the database, by dotted key
  std::optional<ConfigFile> file;
  std::filesystem::path working_dir; ///< where relative paths of flags and variables start
};

/// Merges the layers: flag, else environment, else database, else file, else default. `metadata_db` and `data_dir` are
/// never taken from the database. Throws Error(config) naming flag, variable or setting and what is wrong; an invalid
/// value is never passed over for a weaker layer; or that root would write what belongs to another user (see
/// refuse_foreign_owner). A key in the database that this version does not know is a warning.
Settings resolve(const Schema& schema, const Layers& layers);

/// The settings that enabled providers need and that are not set, as dotted keys.
std::vector<std::string> missing_values(const Schema& schema, const Settings& settings);

/// One line of `configure --show`.
struct ShownSetting {
  std::string key;
  std::string value; ///< secrets and passwords masked
  bool is_secret = false;
  bool is_set = false;
  Source source;
};

/// Every setting in the order of the schema, fit to be printed.
std::vector<ShownSetting> shown_settings(const Schema& schema, const Settings& settings);

/// The same as JSON: `{"config_file": ..., "settings": {"<key>": {"value", "secret", "layer", "from"}}, "warnings":
/// []}`.
nlohmann::ordered_json to_json(const Schema& schema, const Settings& settings);

} // namespace tracekit::config
