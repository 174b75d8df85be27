// SPDX-License-Identifier: MIT
#include "providers/strava/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "providers/strava/limits.hpp"

namespace tracekit::strava {
namespace {

/// An answer that brings new tokens must not be thrown away: the old ones are worth nothing by then.
const Cancellation to_the_end;

using nlohmann::json;

constexpr int not_found = 404;
constexpr int page_size = 200; ///< the most that Strava gives

json parsed(const net::HttpResponse& response, const std::string& what) {
  json document = json::parse(response.body, nullptr, false);
  if (document.is_discarded()) {
    throw Error(ErrorKind::provider,
                fmt::format("{} answered with something that is not JSON when asked to {}", title, what),
                "try again later");
  }
  return document;
}

json parsed_object(const net::HttpResponse& response, const std::string& what) {
  json document = parsed(response, what);
  if (!document.is_object()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with something else than was asked for: {}", title, what),
                "try again later");
  }
  return document;
}

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// `{"message": ..., "errors": [{"resource", "field", "code"}]}`; every part may be missing or of another type.
std::string error_words(const net::HttpResponse& response) {
  const json document = json::parse(response.body, nullptr, false);
  if (!document.is_object()) {
    return "";
  }
  std::string words = text_of(document, "message");
  const auto errors = document.find("errors");
  if (errors == document.end() || !errors->is_array() || errors->empty() || !errors->front().is_object()) {
    return words;
  }
  const json& first = errors->front();
  if (text_of(first, "code") == "Inactive") {
    return "the application is inactive: whoever registered it needs a Strava subscription";
  }
  words += fmt::format(" ({} {} {})", text_of(first, "resource"), text_of(first, "field"), text_of(first, "code"));
  return words;
}

std::string setting(const std::map<std::string, std::string>& values, const char* key, const char* standard) {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? standard : found->second;
}

net::ClientOptions options() {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.limits = limits_of;
  options.error_words = error_words;
  return options;
}

net::OAuthClient application(const ProviderContext& context) {
  net::OAuthClient client;
  client.id = setting(context.settings, "client_id", "");
  const auto secret = context.secrets.find("client_secret");
  client.secret = secret == context.secrets.end() ? Secret() : secret->second;
  return client;
}

/// For those who never signed in.
class NoTokens final : public net::TokenStore {
public:
  std::optional<net::Tokens> load() override { return std::nullopt; }
  void save(const net::Tokens& /*tokens*/) override {}
  std::unique_ptr<Lock> lock() override { return nullptr; }
};

} // namespace

net::OAuthProfile oauth_profile() {
  net::OAuthProfile profile;
  profile.authorize_path = "/authorize";
  profile.token_path = "/token";
  profile.revoke_path = "/revoke";
  profile.revoke_with_basic = true;
  profile.scopes = {scope_read, scope_profile, scope_activities, scope_write};
  profile.scope_separator = ",";
  profile.pkce = false; // not in its documentation
  profile.account_keys = {"athlete.id"};
  return profile;
}

Api::Api(const ProviderContext& context)
    : base_(setting(context.base_urls, "api", "https://www.strava.com/api/v3")),
      tokens_(context.tokens ? context.tokens : std::make_shared<NoTokens>()),
      sign_in_client_(options(), context.network, context.clock, to_the_end),
      sign_in_(oauth_profile(), setting(context.base_urls, "oauth", "https://www.strava.com/oauth"),
               application(context), sign_in_client_, context.clock),
      keeper_(
          tokens_, [this](const net::Tokens& old) { return sign_in_.refresh(old); }, context.clock, provider_id, title),
      client_(signed_options(), context.network, context.clock, context.cancellation) {}

net::ClientOptions Api::signed_options() {
  net::ClientOptions signed_by_keeper = options();
  signed_by_keeper.authorize = [this](net::HttpRequest& request) { keeper_.authorize(request); };
  signed_by_keeper.renew = [this] { return keeper_.renew(); };
  return signed_by_keeper;
}

bool Api::may(const std::string& scope) {
  const auto& granted = keeper_.tokens().scopes;
  return granted.empty() || std::find(granted.begin(), granted.end(), scope) != granted.end();
}

net::HttpRequest Api::request(const char* method, const std::string& path, const net::Query& query) const {
  net::HttpRequest request;
  request.method = method;
  request.url = net::address(base_, path, query);
  request.headers.set("Accept", "application/json");
  return request;
}

json Api::get(const std::string& path, const std::string& what, const net::Query& query) {
  return parsed(client_.send_or_throw(request("GET", path, query), what), what);
}

std::optional<json> Api::find(const std::string& path, const std::string& what) {
  const net::HttpResponse response = client_.send(request("GET", path));
  if (response.status == not_found) {
    return std::nullopt;
  }
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  return parsed_object(response, what);
}

json Api::activities(std::optional<EpochSeconds> after, EpochSeconds before, int page) {
  net::Query query{
      {"before", std::to_string(before)}, {"per_page", std::to_string(page_size)}, {"page", std::to_string(page)}};
  if (after) {
    query.emplace_back("after", std::to_string(*after));
  }
  json list = get("/athlete/activities", "list activities", query);
  if (!list.is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of activities", title));
  }
  return list;
}

std::optional<json> Api::activity(const std::string& id) {
  return find("/activities/" + net::percent_encoded(id), "show activity " + id);
}

json Api::update(const std::string& id, const json& changes) {
  const std::string what = "change activity " + id;
  net::HttpRequest put = request("PUT", "/activities/" + net::percent_encoded(id));
  put.headers.set("Content-Type", "application/json");
  put.body = changes.dump(-1, ' ', false, json::error_handler_t::replace);
  const net::HttpResponse response = client_.send(std::move(put));
  if (response.status == not_found) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id));
  }
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  return parsed_object(response, what);
}

json Api::athlete() {
  const std::string what = "show the athlete";
  return parsed_object(client_.send_or_throw(request("GET", "/athlete"), what), what);
}

std::optional<json> Api::gear(const std::string& id) {
  return find("/gear/" + net::percent_encoded(id), "show gear " + id);
}

} // namespace tracekit::strava
