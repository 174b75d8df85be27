// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/owner.hpp"
#include "app/settings_view.hpp"
#include "config/option_value.hpp"
#include "config/stored.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

config::KnownSetting changeable(App& app, const std::string& key) {
  auto setting = config::find_setting(app.schema(), key);
  if (!setting) {
    const config::Problem problem = config::unknown_setting(app.schema(), key);
    throw Error(ErrorKind::usage, problem.sentence, problem.hint);
  }
  if (setting->option.secret) {
    throw Error(ErrorKind::usage, fmt::format("{}: a secret is given by signing in", key));
  }
  if (const std::string why = why_locked(app, *setting); !why.empty()) {
    throw Error(ErrorKind::usage, fmt::format("{} {}", key, why));
  }
  return std::move(*setting);
}

std::string changed(App& app, const std::string& stored, const std::string& key, const json& value) {
  const config::KnownSetting setting = changeable(app, key);
  try {
    return value.is_null()
               ? config::stored_without(app.schema(), stored, key)
               : config::stored_with(app.schema(), stored, key, config::value_from_json(setting.option, key, value));
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, error.what(), error.hint()); // it is the request that is wrong
  }
}

} // namespace

void change_settings(App& app, const json& changes) {
  auto transaction = app.store().transaction();
  std::string document = app.stored_settings();
  std::vector<std::string> keys;
  for (const auto& [key, value] : changes.items()) {
    document = changed(app, document, key, value);
    keys.push_back(key);
  }
  app.store_settings(document, "person");
  app.mine().audit.append("dashboard", "settings.change", fmt::format("{}", fmt::join(keys, ", ")), app.now());
  transaction.commit();
}

void order_providers(App& app, const std::vector<std::string>& order) {
  std::vector<std::string> all;
  for (const std::string& id : order) {
    registered_provider(id);
    if (std::ranges::find(all, id) != all.end()) {
      throw Error(ErrorKind::usage, fmt::format("{} is named twice", id));
    }
    all.push_back(id);
  }
  std::vector<std::string> rest;
  for (const RegisteredProvider& registered : provider_registry()) {
    if (std::ranges::find(all, registered.info.id) == all.end()) {
      rest.push_back(registered.info.id);
    }
  }
  std::ranges::stable_sort(rest, {}, [&](const std::string& id) { return app.settings().providers.at(id).priority; });
  all.insert(all.end(), rest.begin(), rest.end());
  json changes = json::object();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (app.settings().providers.at(all[i]).priority != static_cast<int>(i) + 1) {
      changes[fmt::format("providers.{}.priority", all[i])] = i + 1;
    }
  }
  change_settings(app, changes);
}

} // namespace tracekit::app
