// SPDX-License-Identifier: MIT
#include "providers/strava/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "providers/oauth_options.hpp"
#include "providers/strava/limits.hpp"

namespace tracekit::strava {
namespace {

/// An answer that brings new tokens must not be thrown away: the old ones are worth nothing by then.
const Cancellation to_the_end;

using net::text_of;
using nlohmann::json;

/// `{"message": ..., "errors": [{"resource", "field", "code"}]}`; every part may be missing or of another type.
std::string error_words(const net::HttpResponse& response) {
  const json document = net::json_of(response.body).value_or(json());
  std::string words = text_of(document, "message");
  const json& errors = net::part_of(document, "errors");
  if (!errors.is_array() || errors.empty()) {
    return words;
  }
  const json& first = errors.front();
  if (text_of(first, "code") == "Inactive") {
    return "the application is inactive: whoever registered it needs a Strava subscription";
  }
  return words +
         fmt::format(" ({} {} {})", text_of(first, "resource"), text_of(first, "field"), text_of(first, "code"));
}

/// A copy is told by words with the id of the activity that is there: `ride.fit duplicate of activity 17`, or a link to
/// `/activities/17` in its place.
UploadFate fate_in(const json& state) {
  if (std::string id = net::id_of(state, "activity_id"); !id.empty()) {
    return {id, ""};
  }
  const std::string error = text_of(state, "error");
  const std::string words = to_lower(error);
  if (const auto copy = words.find("duplicate of"); copy != std::string::npos) {
    for (const std::string_view before : {"activity ", "/activities/"}) {
      const auto place = words.find(before, copy);
      const auto first = place == std::string::npos ? place : place + before.size();
      const auto digits = first == std::string::npos ? 0 : words.find_first_not_of("0123456789", first) - first;
      if (digits > 0) {
        return {words.substr(first, digits), ""};
      }
    }
  }
  const std::string status = text_of(state, "status");
  return {"", net::short_words(error.empty() && status.find("deleted") != std::string::npos ? status : error)};
}

} // namespace

net::ClientOptions client_options() {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.limits = limits_of;
  options.error_words = error_words;
  return options;
}

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
    : sign_in_client_(client_options(), context.network, context.clock, to_the_end),
      sign_in_(oauth_profile(), context.base_url("oauth"), oauth_application(context), sign_in_client_, context.clock),
      keeper_(
          context.tokens, [this](const net::Tokens& old) { return sign_in_.refresh(old); }, context.clock, provider_id,
          title),
      client_(signed_options(), context.network, context.clock, context.cancellation),
      service_(client_, title, context.base_url("api")) {}

net::ClientOptions Api::signed_options() {
  net::ClientOptions signed_by_keeper = client_options();
  signed_by_keeper.authorize = [this](net::HttpRequest& request) { keeper_.authorize(request); };
  signed_by_keeper.renew = [this] { return keeper_.renew(); };
  return signed_by_keeper;
}

bool Api::may(const std::string& scope) {
  const auto& granted = keeper_.tokens().scopes;
  return granted.empty() || std::find(granted.begin(), granted.end(), scope) != granted.end();
}

json Api::activities(std::optional<EpochSeconds> after, EpochSeconds before, int page) {
  net::Query query{
      {"before", std::to_string(before)}, {"per_page", std::to_string(page_size)}, {"page", std::to_string(page)}};
  if (after) {
    query.emplace_back("after", std::to_string(*after));
  }
  return service_.list("/athlete/activities", "activities", query);
}

std::optional<json> Api::activity(const std::string& id) {
  return service_.find("/activities/" + net::percent_encoded(id), "activity " + id);
}

json Api::update(const std::string& id, const json& changes) {
  const std::string thing = "activity " + id;
  return service_.object_in(service_.change("PUT", "/activities/" + net::percent_encoded(id), changes, thing),
                            "change " + thing);
}

std::string Api::upload(const net::FileForm& form) {
  const std::string what = "take the file " + form.file_name;
  const net::HttpResponse response = service_.send_file("/uploads", form);
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  const json state = service_.object_in(response, what);
  std::string id = net::id_of(state, "id");
  if (id.empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say what became of {}", title, form.file_name));
  }
  return id;
}

UploadFate Api::fate_of_upload(const std::string& upload) {
  const auto state = service_.find("/uploads/" + net::percent_encoded(upload), "upload " + upload);
  return state ? fate_in(*state) : UploadFate{"", fmt::format("it knows no upload {} any more", upload)};
}

json Api::athlete() { return service_.get("/athlete", "show the athlete"); }

std::optional<json> Api::gear(const std::string& id) {
  return service_.find("/gear/" + net::percent_encoded(id), "gear " + id);
}

} // namespace tracekit::strava
