// SPDX-License-Identifier: MIT
#include "sandbox/ridewithgps/ridewithgps_push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_in_one = 100;

json notification_of(const ActivityChange& change, std::int64_t user) {
  const char* action = change.what == ActivityChange::What::created   ? "created"
                       : change.what == ActivityChange::What::updated ? "updated"
                                                                      : "deleted";
  return {{"user_id", user},
          {"item_type", "trip"},
          {"item_id", json::parse(change.id)},
          {"item_user_id", user},
          {"item_url", fmt::format("https://ridewithgps.com/trips/{}.json", change.id)},
          {"action", action},
          {"collection", nullptr}};
}

} // namespace

std::vector<Notification> push_calls(const std::vector<ActivityChange>& changes, std::int64_t user,
                                     const OAuthServer::Rules& application) {
  std::vector<Notification> calls;
  for (std::size_t first = 0; first < changes.size(); first += most_in_one) {
    json list = json::array();
    for (std::size_t i = first; i < std::min(first + most_in_one, changes.size()); ++i) {
      list.push_back(notification_of(changes[i], user));
    }
    Notification& call = calls.emplace_back();
    call.body = json{{"notifications", std::move(list)}}.dump();
    call.headers = {{"content-type", "application/json"},
                    {"user-agent", "RideWithGPS"},
                    {"x-rwgps-api-key", application.client_id},
                    {"x-rwgps-signature", hmac_sha256_hex(as_bytes(application.client_secret), as_bytes(call.body))}};
    call.patience_ms = 1000;
  }
  return calls;
}

} // namespace tracekit::sandbox
