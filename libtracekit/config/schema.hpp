// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/option.hpp"

namespace tracekit::config {

/// A provider as the settings see it: the defaults of the settings that every provider has, and its own options.
struct ProviderSchema {
  std::string id;    ///< as in `providers.<id>`
  std::string title; ///< for people: "Garmin Connect"
  bool enabled = false;
  int priority = 9;
  bool sync_name = true;
  bool sync_equipment = true;
  bool write_only = false;
  bool takes_uploads = false;
  std::vector<std::string> base_url_roles; ///< the names under `base_urls`; none listed: any name is taken
  std::vector<Option> options;             ///< its own, besides the common ones
};

/// The settings that every installation has: `home_timezone`, `units`, `debug`, `metadata_db`, `data_dir`, and those of
/// the dashboard, `web.<key>`.
std::vector<Option> standard_options();

/// Everything that may be set.
struct Schema {
  std::vector<Option> top = standard_options();
  std::vector<ProviderSchema> providers;
};

/// The settings that every provider has, with this provider's defaults: `enabled`, `priority`, `sync_name`,
/// `sync_equipment`, `write_only`, and `upload` where it takes uploads.
std::vector<Option> common_options(const ProviderSchema& provider);

/// One setting with its place: `providers.strava.priority`.
struct KnownSetting {
  std::string key;      ///< dotted, from the root
  std::string provider; ///< empty for a top-level setting
  Option option;
};

/// Every setting of a schema in the order in which it is shown and written. Of the addresses `base_urls.<role>` those
/// whose roles the schema lists, and those whose dotted keys are in `addresses`.
std::vector<KnownSetting> known_settings(const Schema& schema, const std::set<std::string>& addresses = {});

/// The setting of this dotted key, `base_urls.<role>` included; nothing when there is none.
std::optional<KnownSetting> find_setting(const Schema& schema, std::string_view key);

/// The environment variables that carry a setting, strongest first: `TRACEKIT_<PROVIDER>_<KEY>`, then its own names.
std::vector<std::string> environment_names(const KnownSetting& setting);

/// True for the settings that are needed to open the database, which therefore cannot come from it.
bool is_needed_before_database(std::string_view key);

/// A complaint about a setting, without saying where it was found.
struct Problem {
  std::string sentence;
  std::string hint;
};

/// What is wrong with a key that is not in the schema, with the nearest one that is:
/// `providers.strava.priorty: unknown setting, did you mean priority?`
Problem unknown_setting(const Schema& schema, std::string_view key);

/// The setting of this dotted key. Throws Error(config) with what unknown_setting() says when there is none.
KnownSetting setting_or_refuse(const Schema& schema, std::string_view key);

/// The candidate that a mistyped word most likely stands for: of those at most `most` letters away the nearest; empty
/// when none is.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates, std::size_t most);

} // namespace tracekit::config
