// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/webhooks.hpp"

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "net/json_fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using nlohmann::json;

constexpr int bad_request = 400;
constexpr int forbidden = 403;
constexpr int method_not_allowed = 405;

/// What is pinned and unpinned (`added`, `removed`) changes no trip, and may be somebody else's.
std::optional<WebhookEvent> event_of(const json& notification) {
  WebhookEvent event;
  event.account = net::id_of(notification, "user_id");
  event.record_id = net::id_of(notification, "item_id");
  const std::string action = net::text_of(notification, "action");
  event.kind = action == "deleted" ? WebhookEvent::Kind::gone : WebhookEvent::Kind::changed;
  const bool is_known = action == "created" || action == "updated" || action == "deleted";
  const bool is_trip = net::text_of(notification, "item_type") == "trip" && !event.record_id.empty();
  return is_known && is_trip ? std::optional(event) : std::nullopt;
}

WebhookReading read(const WebhookMessage& message, const WebhookKeys& keys) {
  if (message.method != "POST") {
    throw WebhookRefused(method_not_allowed, "notifications are posted");
  }
  // Without the secret nothing can be verified, and then nothing is believed.
  const std::string& key = keys.client_secret.reveal();
  const std::string signature = message.headers.find("x-rwgps-signature").value_or("");
  if (key.empty() || !same_secret(signature, hmac_sha256_hex(as_bytes(key), as_bytes(message.body)))) {
    throw WebhookRefused(forbidden, "the signature is not that of our application");
  }
  const auto document = net::json_of(message.body);
  if (!document || !net::part_of(*document, "notifications").is_array()) {
    throw WebhookRefused(bad_request, "there are no notifications in it");
  }
  WebhookReading reading;
  for (const json& notification : net::part_of(*document, "notifications")) {
    if (auto event = event_of(notification)) {
      reading.events.push_back(std::move(*event));
    }
  }
  return reading;
}

} // namespace

WebhookAbility webhooks() {
  return {read, nullptr, false,
          "On the page of your API client at Ride with GPS, enter this webhook address for the type \"trip\":\n"
          "  {address}\n"
          "Its messages are signed with the client secret, which has to be set here "
          "(providers.ridewithgps.client_secret)."};
}

} // namespace tracekit::ridewithgps
