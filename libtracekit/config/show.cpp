// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "config/locations.hpp"
#include "config/option_value.hpp"
#include "config/settings.hpp"

namespace tracekit::config {
namespace {

constexpr std::string_view mask = "********";

constexpr std::array<std::string_view, 5> layer_names{"flag", "environment", "database", "file", "default"};

std::string_view name_of(Layer layer) { return layer_names[static_cast<std::size_t>(layer)]; }

bool is_address(const KnownSetting& setting) {
  return setting.key == "metadata_db" || setting.option.key.starts_with("base_urls.");
}

ShownSetting shown(const KnownSetting& setting, const Settings& settings) {
  ShownSetting out{.key = setting.key, .value = {}, .is_secret = setting.option.secret, .is_set = false, .source = {}};
  if (setting.option.secret) {
    if (const auto found = settings.secrets.find(setting.key); found != settings.secrets.end()) {
      out.value = mask;
      out.is_set = true;
      out.source = found->second.source;
    }
    return out;
  }
  if (const auto found = settings.values.find(setting.key); found != settings.values.end()) {
    out.value = is_address(setting) ? without_password(found->second.text) : found->second.text;
    out.is_set = !found->second.text.empty();
    out.source = found->second.source;
  }
  return out;
}

std::set<std::string> keys_of(const Settings& settings) {
  std::set<std::string> keys;
  for (const auto& [key, value] : settings.values) {
    keys.insert(key);
  }
  return keys;
}

} // namespace

std::string Source::text() const {
  return name.empty() ? std::string(name_of(layer)) : fmt::format("{} {}", name_of(layer), name);
}

std::vector<ShownSetting> shown_settings(const Schema& schema, const Settings& settings) {
  std::vector<ShownSetting> out;
  for (const KnownSetting& setting : known_settings(schema, keys_of(settings))) {
    out.push_back(shown(setting, settings));
  }
  return out;
}

nlohmann::ordered_json to_json(const Schema& schema, const Settings& settings) {
  nlohmann::ordered_json out;
  out["config_file"] = settings.config_path ? nlohmann::ordered_json(settings.config_path->string()) : nullptr;
  out["settings"] = nlohmann::ordered_json::object();
  for (const KnownSetting& setting : known_settings(schema, keys_of(settings))) {
    const ShownSetting one = shown(setting, settings);
    nlohmann::ordered_json& entry = out["settings"][setting.key];
    entry["value"] = one.is_set ? nlohmann::ordered_json(value_to_json(setting.option, one.value)) : nullptr;
    entry["secret"] = one.is_secret;
    entry["layer"] = name_of(one.source.layer);
    entry["from"] = one.source.name.empty() ? nullptr : nlohmann::ordered_json(one.source.name);
  }
  out["warnings"] = settings.warnings;
  return out;
}

} // namespace tracekit::config
