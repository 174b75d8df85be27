// SPDX-License-Identifier: MIT
#include "app/settings_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/accounts.hpp"
#include "app/owner.hpp"
#include "app/sign_in.hpp"
#include "config/option_value.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

std::string_view kind_word(OptionKind kind) {
  switch (kind) {
  case OptionKind::integer:
    return "integer";
  case OptionKind::boolean:
    return "boolean";
  case OptionKind::choice:
    return "choice";
  case OptionKind::path:
    return "path";
  case OptionKind::time_zone:
    return "time_zone";
  case OptionKind::text:
    break;
  }
  return "text";
}

/// `environment`, `database`, ... without what it is called there, which is the owner's business.
std::string layer_of(const config::Source& source) {
  const std::string text = source.text();
  return text.substr(0, text.find(' '));
}

json setting_json(App& app, const config::KnownSetting& setting, const config::ShownSetting& shown) {
  return {{"value", shown.is_set ? config::value_to_json(setting.option, shown.value) : json(nullptr)},
          {"default", setting.option.default_value.empty()
                          ? json(nullptr)
                          : config::value_to_json(setting.option, setting.option.default_value)},
          {"origin", layer_of(shown.source)},
          {"locked", !why_locked(app, setting).empty()},
          {"label", setting.option.label},
          {"help", setting.option.help},
          {"kind", kind_word(setting.option.kind)},
          {"choices", setting.option.choices}};
}

json settings_json(App& app) {
  json settings = json::object();
  for (const config::ShownSetting& shown : config::shown_settings(app.schema(), app.settings())) {
    const auto setting = config::find_setting(app.schema(), shown.key);
    if (setting && !shown.is_secret) {
      settings[shown.key] = setting_json(app, *setting, shown);
    }
  }
  return settings;
}

std::string_view kind_of(SignIn sign_in) {
  switch (sign_in) {
  case SignIn::oauth2:
    return "oauth";
  case SignIn::password:
    return "password";
  case SignIn::api_key:
    return "key";
  case SignIn::none:
    break;
  }
  return "none";
}

json field_json(const std::string& name, const std::string& label, bool secret, bool set) {
  return {{"name", name}, {"label", label}, {"secret", secret}, {"set", set}};
}

/// What has to be typed to sign in.
json fields_of(App& app, const ProviderInfo& info) {
  json fields = json::array();
  if (info.sign_in == SignIn::password) {
    fields.push_back(field_json("email", "E-mail", false, false));
    fields.push_back(field_json("password", "Password", true, false));
  }
  for (const std::string& key : sign_in_options(info)) {
    const auto option = std::ranges::find(info.options, key, &Option::key);
    const bool set = option->secret ? app.secret(info.id, key).has_value()
                                    : !app.settings().providers.at(info.id).values.at(key).empty();
    fields.push_back(field_json(key, option->label, option->secret, set));
  }
  return fields;
}

json coverage_of(App& app, const std::string& provider) {
  std::int64_t complete = 0;
  std::int64_t failed = 0;
  json first = nullptr;
  json last = nullptr;
  for (const store::MonthCoverage& month : app.mine().coverage.of_provider(provider)) {
    complete += month.status == store::CoverageStatus::complete ? 1 : 0;
    failed += month.status == store::CoverageStatus::failed ? 1 : 0;
    first = first.is_null() ? json(month.month.text()) : first;
    last = month.month.text();
  }
  return {{"first", first}, {"last", last}, {"complete", complete}, {"failed", failed}};
}

json last_json(const std::optional<store::ProviderStatus>& last) {
  if (!last) {
    return nullptr;
  }
  return {
      {"operation", last->operation},
      {"succeeded", last->succeeded},
      {"message", last->message},
      {"at", format_utc(last->at)},
      {"rate_limited_until", last->rate_limited_until ? json(format_utc(*last->rate_limited_until)) : json(nullptr)}};
}

/// By priority, those that are not enabled among them.
std::vector<std::string> by_priority(const App& app) {
  std::vector<std::string> ids;
  for (const RegisteredProvider& registered : provider_registry()) {
    ids.push_back(registered.info.id);
  }
  std::ranges::stable_sort(ids, {}, [&](const std::string& id) { return app.settings().providers.at(id).priority; });
  return ids;
}

json standing_json(App& app, const std::string& id, const std::vector<SignInStatus>& sign_ins) {
  const RegisteredProvider& registered = registered_provider(id);
  const auto sign_in = std::ranges::find(sign_ins, id, &SignInStatus::provider);
  const auto account = remembered_account(app, id);
  return {{"id", id},
          {"title", registered.info.title},
          {"colour", registered.info.colour},
          {"enabled", app.settings().providers.at(id).enabled},
          {"priority", app.settings().providers.at(id).priority},
          {"unavailable", app.unavailable(id)},
          {"account", account ? json(*account) : json(nullptr)},
          {"signed_in", sign_in != sign_ins.end() && sign_in->signed_in},
          {"coverage", coverage_of(app, id)},
          {"last", last_json(app.mine().provider_states.find(id))}};
}

json toggles_of(App& app, const std::string& id) {
  json toggles = json::array();
  const auto schema = std::ranges::find(app.schema().providers, id, &config::ProviderSchema::id);
  for (const Option& option : config::common_options(*schema)) {
    const std::string key = fmt::format("providers.{}.{}", id, option.key);
    if (option.kind == OptionKind::boolean && option.key != "enabled") {
      toggles.push_back({{"key", key},
                         {"label", option.label},
                         {"help", option.help},
                         {"value", app.settings().values.at(key).text == "true"}});
    }
  }
  return toggles;
}

} // namespace

json settings_view(App& app) {
  const std::vector<SignInStatus> sign_ins = sign_in_status(app);
  json providers = json::array();
  for (const std::string& id : by_priority(app)) {
    const ProviderInfo& info = registered_provider(id).info;
    json provider = standing_json(app, id, sign_ins);
    provider["sign_in"] = {{"kind", kind_of(info.sign_in)}, {"fields", fields_of(app, info)}};
    provider["toggles"] = toggles_of(app, id);
    providers.push_back(std::move(provider));
  }
  return {{"settings", settings_json(app)}, {"providers", std::move(providers)}};
}

json provider_standings(App& app) {
  const std::vector<SignInStatus> sign_ins = sign_in_status(app);
  json providers = json::array();
  for (const std::string& id : by_priority(app)) {
    providers.push_back(standing_json(app, id, sign_ins));
  }
  return {{"providers", std::move(providers)}};
}

json database_view(App& app) {
  json out = {{"engine", app.store().engine() == sql::Engine::sqlite ? "sqlite" : "postgresql"},
              {"schema", app.store().schema_version()},
              {"activities", app.mine().activities.count()},
              {"records", app.mine().records.counts()},
              {"bytes", nullptr},
              {"location", nullptr}};
  if (is_owner(app)) {
    out["bytes"] = app.store().size_bytes();
    out["location"] = app.store().location();
  }
  return out;
}

} // namespace tracekit::app
