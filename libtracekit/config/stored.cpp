// SPDX-License-Identifier: MIT
#include "config/stored.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/option_value.hpp"

namespace tracekit::config {
namespace {

using nlohmann::json;

json parse_stored(const std::string& stored) {
  return trim(stored).empty() ? json::object() : parse_document(stored, "the settings in the database");
}

std::string text_of(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

} // namespace

std::string stored_with(const Schema& schema, const std::string& stored, std::string_view key, std::string_view text) {
  const KnownSetting setting = setting_or_refuse(schema, key);
  if (setting.option.secret) {
    throw Error(ErrorKind::config, fmt::format("{}: a secret is not stored among the settings", key));
  }
  if (is_needed_before_database(key)) {
    throw Error(ErrorKind::config, fmt::format("{}: is needed to open the database and cannot be stored in it", key),
                "set it in the config file, by a variable or by a flag");
  }
  json document = parse_stored(stored);
  put(document, setting, value_from_text(setting.option, key, text));
  return text_of(document);
}

std::string stored_without(const Schema& schema, const std::string& stored, std::string_view key) {
  const KnownSetting setting = setting_or_refuse(schema, key);
  json document = parse_stored(stored);
  json* place = &document;
  const std::vector<std::string> parts = split(setting.key, '.');
  for (std::size_t i = 0; i + 1 < parts.size() && place != nullptr; ++i) {
    place = place->is_object() && place->contains(parts[i]) ? &(*place)[parts[i]] : nullptr;
  }
  if (place != nullptr && place->is_object()) {
    place->erase(parts.back());
  }
  return text_of(document);
}

std::string stored_seeded_by(const Schema& schema, const std::string& stored, const ConfigFile& file,
                             const Environment& environment) {
  json document = parse_stored(stored);
  for (const auto& [key, value] : file.content.values) {
    const auto setting = find_setting(schema, key);
    if (!setting || is_needed_before_database(key)) {
      continue;
    }
    const bool is_path = setting->option.kind == OptionKind::path;
    put(document, *setting, is_path ? absolute_path(value, file.path.parent_path(), environment).string() : value);
  }
  return text_of(document);
}

} // namespace tracekit::config
