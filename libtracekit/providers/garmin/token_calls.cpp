// SPDX-License-Identifier: MIT
#include "providers/garmin/token_calls.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "net/oauth1.hpp"
#include "net/oauth2.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

/// Garmin adds one from time to time.
constexpr std::array client_ids{"GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2", "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4",
                                "GARMIN_CONNECT_MOBILE_ANDROID_DI", "GARMIN_CONNECT_MOBILE_IOS_DI"};

/// A name, not an address; whether it is another one in China is not known.
constexpr const char* ticket_grant = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";

constexpr const char* too_late = "tickets are good once and for about a minute: start the sign-in again";

net::OAuthCalls calls_as(const std::string& client_id, const Hosts& hosts, net::HttpClient& http, const Clock& clock) {
  net::OAuthProfile profile;
  profile.token_path = "/di-oauth2-service/oauth/token";
  profile.token_with_basic = true;
  net::OAuthClient client;
  client.id = client_id;
  return {std::move(profile), hosts.diauth, std::move(client), http, clock};
}

std::string value(const net::Query& query, std::string_view name) {
  for (const auto& [key, text] : query) {
    if (key == name) {
      return text;
    }
  }
  return "";
}

} // namespace

void say_who_asks(net::HttpRequest& request) {
  static const std::array<std::pair<const char*, const char*>, 7> lines{
      {{"User-Agent", "GCM-Android-5.23"},
       {"X-Garmin-User-Agent", "com.garmin.android.apps.connectmobile/5.23; ; Google/sdk_gphone64_arm64/google; "
                               "Android/33; Dalvik/2.1.0"},
       {"X-Garmin-Paired-App-Version", "10861"},
       {"X-Garmin-Client-Platform", "Android"},
       {"X-App-Ver", "10861"},
       {"X-Lang", "en"},
       {"X-GCExperience", "GC5"}}};
  for (const auto& [name, text] : lines) {
    if (!request.headers.find(name)) {
      request.headers.set(name, text);
    }
  }
}

Claims claims_of(const Secret& access) {
  Claims claims;
  const auto parts = split(access.reveal(), '.');
  const auto payload = parts.size() > 1 ? base64_decoded(parts[1]) : std::nullopt;
  const json document = payload ? net::json_of(as_text(*payload)).value_or(json()) : json();
  claims.client_id = net::text_of(document, "client_id");
  claims.expires_at = net::integer_of(document, "exp");
  return claims;
}

net::Tokens TokenCalls::exchange(const ServiceTicket& ticket) {
  std::string refusal;
  for (const char* client_id : client_ids) {
    try {
      net::Tokens tokens =
          calls_as(client_id, hosts_, http_, context_.clock)
              .grant(ticket_grant, {{"service_ticket", ticket.ticket.reveal()}, {"service_url", ticket.service}});
      const std::string named = claims_of(tokens.access).client_id;
      tokens.extra[extra_client_id] = named.empty() ? client_id : named; // only this one may renew them
      return tokens;
    } catch (const Unauthorized&) {
      refusal = "401"; // it does not know this client
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::provider) {
        throw;
      }
      refusal = error.what();
    }
  }
  throw Error(ErrorKind::auth, fmt::format("{} gives no tokens for this ticket ({})", title, refusal), too_late);
}

net::Tokens TokenCalls::refresh(const net::Tokens& old) {
  const auto kind = old.extra.find(extra_kind);
  if (kind != old.extra.end() && kind->second == kind_oauth1) {
    return refresh_oauth1(old);
  }
  const auto client_id = old.extra.find(extra_client_id);
  return calls_as(client_id == old.extra.end() ? client_ids.front() : client_id->second, hosts_, http_, context_.clock)
      .refresh(old);
}

/// The key and secret that the phone application signs with; nobody keeps them in code.
net::Query TokenCalls::application_keys() {
  const std::string key = context_.setting("consumer_key");
  const Secret secret = context_.secret("consumer_secret");
  if (!key.empty() && !secret.empty()) {
    return {{"consumer_key", key}, {"consumer_secret", secret.reveal()}};
  }
  net::HttpRequest request;
  request.url = net::address(hosts_.consumer, "/oauth_consumer.json");
  const net::HttpResponse response = http_.send_or_throw(request, "give the keys of the older sign-in");
  const json document = net::json_of(response.body).value_or(json());
  net::Query keys;
  for (const char* name : {"consumer_key", "consumer_secret"}) {
    keys.emplace_back(name, net::text_of(document, name));
    if (keys.back().second.empty()) {
      throw Error(ErrorKind::provider, fmt::format("{} has no {}", hosts_.consumer, name),
                  "set providers.garmin.consumer_key and consumer_secret");
    }
  }
  return keys;
}

/// The same call each time, for as long as the older token lives (a year); expected to end with Garmin's OAuth 1.
net::Tokens TokenCalls::refresh_oauth1(const net::Tokens& old) {
  net::Query form = net::parse_query(old.refresh.reveal());
  if (value(form, "consumer_key").empty()) {
    for (auto& one : application_keys()) {
      form.push_back(std::move(one)); // asked for once, and sealed with the token
    }
  }
  net::OAuth1Keys keys;
  keys.consumer_key = value(form, "consumer_key");
  keys.consumer_secret = Secret(value(form, "consumer_secret"));
  keys.token = value(form, "oauth_token");
  keys.token_secret = Secret(value(form, "oauth_token_secret"));
  net::HttpRequest request;
  request.method = "POST";
  request.repeatable = true; // it takes nothing away
  request.url = net::address(hosts_.api, "/oauth-service/oauth/exchange/user/2.0");
  request.headers.set("Content-Type", "application/x-www-form-urlencoded"); // also without a body
  request.headers.set("User-Agent", "com.garmin.android.apps.connectmobile");
  if (const std::string mfa = value(form, "mfa_token"); !mfa.empty()) {
    request.body = net::query_text({{"mfa_token", mfa}});
  }
  request.sign = [&](net::HttpRequest& one_try) { net::oauth1_sign(one_try, keys, context_.clock.now()); };
  net::Tokens tokens = net::read_tokens(http_.send_or_throw(request, "renew the sign-in"), old, context_.clock);
  tokens.refresh = Secret(net::query_text(form)); // the one in the answer is of no use
  return tokens;
}

} // namespace tracekit::garmin
