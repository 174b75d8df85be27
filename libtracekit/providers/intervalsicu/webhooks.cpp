// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/webhooks.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "net/json_fields.hpp"

namespace tracekit::intervalsicu {
namespace {

using nlohmann::json;

constexpr int bad_request = 400;
constexpr int unauthorized = 401;
constexpr int method_not_allowed = 405;

/// What changes what we keep. Achievements, wellness, calendars and the test button do not.
constexpr std::array<std::string_view, 4> changing{"ACTIVITY_UPLOADED", "ACTIVITY_UPDATED", "ACTIVITY_ANALYZED",
                                                   "ACTIVITY_CREATED"}; // the last one is unverified: an older name

std::optional<WebhookEvent> event_of(const json& one) {
  const std::string type = net::text_of(one, "type");
  const json& activity = net::part_of(one, "activity");
  WebhookEvent event;
  event.account = net::id_of(one, "athlete_id");
  if (event.account.empty()) {
    event.account = net::id_of(activity, "icu_athlete_id");
  }
  if (const auto time = parse_iso_time(net::text_of(one, "timestamp"))) {
    event.at = time->utc_ms() / 1000;
  }
  if (type == "APP_SCOPE_CHANGED" && net::is_set(one, "deauthorized")) {
    event.kind = WebhookEvent::Kind::sign_in_ended;
    return event;
  }
  event.record_id = net::id_of(activity, "id");
  event.kind = type == "ACTIVITY_DELETED" ? WebhookEvent::Kind::gone : WebhookEvent::Kind::changed;
  const bool is_known = type == "ACTIVITY_DELETED" || std::ranges::find(changing, type) != changing.end();
  return is_known && !event.record_id.empty() ? std::optional(event) : std::nullopt;
}

WebhookReading read(const WebhookMessage& message, const WebhookKeys& keys) {
  if (message.method != "POST") {
    throw WebhookRefused(method_not_allowed, "events are posted");
  }
  const auto document = net::json_of(message.body);
  if (!document || !document->is_object()) {
    throw WebhookRefused(bad_request, "this is no JSON object");
  }
  if (keys.secret.empty() || !same_secret(net::text_of(*document, "secret"), keys.secret.reveal())) {
    throw WebhookRefused(unauthorized, "this does not carry our secret");
  }
  if (!net::part_of(*document, "events").is_array()) {
    throw WebhookRefused(bad_request, "there are no events in it");
  }
  WebhookReading reading;
  for (const json& one : net::part_of(*document, "events")) {
    if (auto event = event_of(one)) {
      reading.events.push_back(std::move(*event));
    }
  }
  return reading;
}

} // namespace

WebhookAbility webhooks() {
  return {read, nullptr, true,
          "On the page \"Manage App\" of your application at Intervals.icu, enter this webhook address and secret, and "
          "tick\n"
          "the activity events and APP_SCOPE_CHANGED (leave wellness and fitness out, they come all the time):\n"
          "  {address}\n"
          "  {secret}\n"
          "They are sent for people who signed in to the application, as far as is known not for personal API keys."};
}

} // namespace tracekit::intervalsicu
