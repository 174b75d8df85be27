// SPDX-License-Identifier: MIT
#include "providers/strava/webhooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "net/json_fields.hpp"
#include "providers/oauth_options.hpp"
#include "providers/strava/api.hpp"

namespace tracekit::strava {
namespace {

using nlohmann::json;

constexpr int bad_request = 400;
constexpr int forbidden = 403;
constexpr std::size_t longest_challenge = 256;

std::string asked(const WebhookMessage& message, std::string_view name) {
  const auto found = std::ranges::find_if(message.query, [&](const auto& entry) { return entry.first == name; });
  return found == message.query.end() ? "" : found->second;
}

/// While a subscription is being made Strava asks the address whether it is ours.
WebhookReading handshake(const WebhookMessage& message, const WebhookKeys& keys) {
  const std::string challenge = asked(message, "hub.challenge");
  if (keys.secret.empty() || !same_secret(asked(message, "hub.verify_token"), keys.secret.reveal())) {
    throw WebhookRefused(forbidden, "this handshake does not carry the token of our subscription");
  }
  if (asked(message, "hub.mode") != "subscribe" || challenge.empty() || challenge.size() > longest_challenge) {
    throw WebhookRefused(bad_request, "this is no handshake");
  }
  return {{}, net::json_text({{"hub.challenge", challenge}})};
}

std::optional<WebhookEvent> event_of(const json& document) {
  WebhookEvent event;
  event.account = net::id_of(document, "owner_id");
  event.at = net::integer_of(document, "event_time");
  const std::string object = net::text_of(document, "object_type");
  const std::string aspect = net::text_of(document, "aspect_type");
  if (object == "athlete" && net::text_of(net::part_of(document, "updates"), "authorized") == "false") {
    event.kind = WebhookEvent::Kind::sign_in_ended;
    return event;
  }
  event.record_id = net::id_of(document, "object_id");
  event.kind = aspect == "delete" ? WebhookEvent::Kind::gone : WebhookEvent::Kind::changed;
  const bool is_known = aspect == "create" || aspect == "update" || aspect == "delete";
  return object == "activity" && is_known && !event.record_id.empty() ? std::optional(event) : std::nullopt;
}

/// Events are not signed in a way that is known: an `X-Strava-Signature` may be there, but which key makes it is
/// unverified, so that nothing is refused by it. That is why an event only leads to another look at what it names.
WebhookReading read(const WebhookMessage& message, const WebhookKeys& keys) {
  if (message.method == "GET") {
    return handshake(message, keys);
  }
  const auto document = net::json_of(message.body);
  if (!document || !document->is_object()) {
    throw WebhookRefused(bad_request, "this is no event");
  }
  if (keys.remote_id.empty() || net::id_of(*document, "subscription_id") != keys.remote_id) {
    throw WebhookRefused(forbidden, "this event is not of our subscription");
  }
  WebhookReading reading;
  if (auto event = event_of(*document)) {
    reading.events.push_back(std::move(*event));
  }
  return reading;
}

/// An application has at most one subscription, which is about everybody who signed in to it.
class Subscriptions final : public WebhookSubscriber {
public:
  explicit Subscriptions(const ProviderContext& context)
      : application_(oauth_application(context)), base_(context.base_url("api") + "/push_subscriptions"),
        client_(client_options(), context.network, context.clock, context.cancellation) {
    if (application_.id.empty() || application_.secret.empty()) {
      throw Error(ErrorKind::config,
                  fmt::format("{} needs the client id and the client secret of your application for this", title),
                  "tracekit configure");
    }
  }

  std::string subscribe(const std::string& address, const Secret& secret) override {
    const std::string what = "send its events";
    net::HttpRequest request;
    request.method = "POST";
    request.url = base_;
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    net::Query form = credentials();
    form.emplace_back("callback_url", address);
    form.emplace_back("verify_token", secret.reveal());
    request.body = net::query_text(form);
    const net::HttpResponse response = client_.send_or_throw(request, what);
    std::string id = net::id_of(net::json_of(response.body).value_or(json()), "id");
    if (id.empty()) {
      throw Error(ErrorKind::provider, fmt::format("{} did not say which subscription it made", title));
    }
    return id;
  }

  void unsubscribe() override {
    net::HttpRequest request;
    request.url = base_ + "?" + net::query_text(credentials());
    const net::HttpResponse response = client_.send_or_throw(request, "list its subscriptions");
    const json list = net::json_of(response.body).value_or(json());
    for (const json& one : list.is_array() ? list : json::array()) {
      net::HttpRequest removal;
      removal.method = "DELETE";
      removal.repeatable = true;
      removal.url =
          fmt::format("{}/{}?{}", base_, net::percent_encoded(net::id_of(one, "id")), net::query_text(credentials()));
      client_.send_or_throw(removal, "end a subscription");
    }
  }

private:
  [[nodiscard]] net::Query credentials() const {
    return {{"client_id", application_.id}, {"client_secret", application_.secret.reveal()}};
  }

  net::OAuthClient application_;
  std::string base_;
  net::HttpClient client_;
};

std::unique_ptr<WebhookSubscriber> make_subscriber(const ProviderContext& context) {
  return std::make_unique<Subscriptions>(context);
}

} // namespace

WebhookAbility webhooks() { return {read, make_subscriber, true, {}}; }

} // namespace tracekit::strava
