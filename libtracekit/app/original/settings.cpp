// SPDX-License-Identifier: MIT
#include "app/original/settings.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/stored.hpp"
#include "net/json_fields.hpp"
#include "providers/garmin/token_files.hpp"

namespace tracekit::app::original {
namespace {

using nlohmann::json;

constexpr const char* table = "appconfig";

/// What the tool kept under a key: JSON, or a bare text.
json value_of(const std::string& text) {
  auto value = net::json_of(text);
  return value ? std::move(*value) : json(text);
}

json settings_of(const store::OriginalDatabase& original, std::int64_t user) {
  json settings = json::object();
  original.for_each(table, [&](const store::OriginalRow& row) {
    if (row.integer("user_id").value_or(0) == user && !row.text("key").empty()) {
      settings[row.text("key")] = value_of(row.text("value"));
    }
  });
  return settings;
}

/// A setting's text as the command line takes it; empty for none.
std::string scalar_text(const json& value) {
  if (value.is_string()) {
    return std::string(trim(value.get<std::string>()));
  }
  return value.is_boolean() || value.is_number() ? value.dump() : "";
}

/// A point in time that was written as a number or as a text.
std::optional<EpochSeconds> time_of(const json& value) {
  const std::string text = scalar_text(value);
  if (const auto seconds = parse_double(text); seconds && *seconds > 0 && *seconds < 1e12) {
    return static_cast<EpochSeconds>(*seconds);
  }
  const auto time = parse_iso_time(text);
  return time ? std::optional(time->utc_ms() / 1000) : std::nullopt;
}

class Taking {
public:
  Taking(App& app, TakenPerson& person, OriginalReport& report)
      : app_(app), person_(person), report_(report), document_(app.stored_settings()),
        stored_(document_.empty() ? json::object() : json::parse(document_)) {}

  void take(const json& settings) {
    for (const char* key : {"home_timezone", "debug"}) {
      take_setting(key, net::part_of(settings, key));
    }
    for (const char* key : {"providers", "system_providers"}) { // the person's own come first
      take_providers(net::part_of(settings, key));
    }
    if (!person_.settings.empty()) {
      app_.store_settings(document_, "the Python tool");
    }
  }

private:
  void take_providers(const json& providers) {
    if (!providers.is_object()) {
      return;
    }
    for (const auto& [id, values] : providers.items()) {
      const auto& registry = provider_registry();
      const bool known = std::ranges::any_of(registry, [&](const auto& one) { return one.info.id == id; });
      if (!known) {
        report_.leave_out(table, "settings of a provider that tracekit does not know");
      } else if (values.is_object()) {
        take_provider(registered_provider(id).info, values);
      }
    }
  }

  void take_provider(const ProviderInfo& info, const json& values) {
    for (const auto& [name, value] : values.items()) {
      const std::string key = fmt::format("providers.{}.{}", info.id, name);
      const auto setting = config::find_setting(app_.schema(), key);
      if (setting && setting->option.secret) {
        seal(info.id, name, scalar_text(value));
      } else if (setting) {
        take_setting(key, value);
      }
    }
    take_sign_in(info, values);
  }

  void take_setting(const std::string& key, const json& value) {
    const std::string text = scalar_text(value);
    if (text.empty() || is_set_here(key)) {
      return;
    }
    try {
      document_ = config::stored_with(app_.schema(), document_, key, text);
      person_.settings.push_back(key);
    } catch (const Error&) { // the sentence would quote the value
      report_.leave_out(table, fmt::format("{} has a value that tracekit does not take", key));
    }
  }

  [[nodiscard]] bool is_set_here(const std::string& key) const {
    const json* place = &stored_;
    for (const std::string& part : split(key, '.')) {
      place = &net::part_of(*place, part.c_str());
    }
    return !place->is_null();
  }

  void seal(const std::string& provider, const std::string& name, const std::string& text) {
    if (text.empty() || app_.mine().credentials.find(provider, name)) {
      return;
    }
    app_.seal_credential(provider, name, Secret(text));
    person_.credentials.push_back(fmt::format("providers.{}.{}", provider, name));
  }

  void take_sign_in(const ProviderInfo& info, const json& values) {
    if (info.sign_in == SignIn::api_key) { // it calls the key an access token
      seal(info.id, "api_key", scalar_text(net::part_of(values, "access_token")));
    }
    if ((info.sign_in != SignIn::oauth2 && info.sign_in != SignIn::password) ||
        app_.mine().credentials.find(info.id, "tokens")) {
      return;
    }
    try {
      if (const auto tokens = tokens_of(info, values)) {
        app_.context_for(info.id).tokens->save(*tokens);
        person_.credentials.push_back(fmt::format("providers.{}.tokens", info.id));
      }
    } catch (const Error& error) {
      report_.leave_out(table, fmt::format("the sign-in to {} ({})", info.title, error.what()));
    }
  }

  std::optional<net::Tokens> tokens_of(const ProviderInfo& info, const json& values) {
    if (const std::string text = scalar_text(net::part_of(values, "garth_tokens")); !text.empty()) {
      return garmin::tokens_in_text(text, app_.context_for(info.id).setting("domain"));
    }
    net::Tokens tokens;
    tokens.access = Secret(scalar_text(net::part_of(values, "access_token")));
    tokens.refresh = Secret(scalar_text(net::part_of(values, "refresh_token")));
    tokens.expires_at = time_of(net::part_of(values, "token_expires"));
    return info.sign_in == SignIn::oauth2 && !tokens.access.empty() ? std::optional(std::move(tokens)) : std::nullopt;
  }

  App& app_;
  TakenPerson& person_;
  OriginalReport& report_;
  std::string document_;
  json stored_;
};

} // namespace

void take_settings(App& app, const store::OriginalDatabase& original, std::int64_t old_user, TakenPerson& person,
                   OriginalReport& report) {
  Taking(app, person, report).take(settings_of(original, old_user));
}

std::string home_of(const store::OriginalDatabase& original, std::int64_t old_user) {
  for (const std::int64_t user : {old_user, std::int64_t{0}}) {
    const json settings = settings_of(original, user);
    if (std::string zone = scalar_text(net::part_of(settings, "home_timezone")); TimeZone::exists(zone)) {
      return zone;
    }
  }
  return "";
}

} // namespace tracekit::app::original
