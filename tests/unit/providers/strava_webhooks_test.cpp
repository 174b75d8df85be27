// SPDX-License-Identifier: MIT
#include "providers/strava/webhooks.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace tracekit;

namespace {

const WebhookKeys keys{Secret(std::string("client secret")), Secret(std::string("verify me")), "131300"};

WebhookReading read(const WebhookMessage& message) { return strava::webhooks().read(message, keys); }

WebhookMessage handshake(const std::string& token, const std::string& mode = "subscribe") {
  return {"GET", {{"hub.mode", mode}, {"hub.challenge", "15f7d1a91c1f40f8"}, {"hub.verify_token", token}}, {}, ""};
}

WebhookMessage event(const std::string& aspect, const std::string& more = R"("updates": {})",
                     const std::string& object = "activity", const std::string& subscription = "131300") {
  return {"POST",
          {},
          {},
          fmt::format(R"({{"object_type": "{}", "object_id": 16410092275, "aspect_type": "{}", "owner_id": 227615,
                          "subscription_id": {}, "event_time": 1792413105, {}}})",
                      object, aspect, subscription, more)};
}

int refusal_of(const WebhookMessage& message, const WebhookKeys& with = keys) {
  try {
    strava::webhooks().read(message, with);
  } catch (const WebhookRefused& refused) {
    return refused.status();
  }
  return 0;
}

} // namespace

TEST_CASE("Strava's handshake is answered when it carries our token") {
  const WebhookReading reading = read(handshake("verify me"));
  CHECK(reading.reply == R"({"hub.challenge":"15f7d1a91c1f40f8"})");
  CHECK(reading.events.empty());
  CHECK(refusal_of(handshake("verify you")) == 403);
  CHECK(refusal_of(handshake("")) == 403);
  CHECK(refusal_of(handshake("verify me", "unsubscribe")) == 400);
  CHECK(refusal_of({"GET", {{"hub.mode", "subscribe"}, {"hub.verify_token", "verify me"}}, {}, ""}) == 400);
}

TEST_CASE("without a subscription of ours nothing of Strava is believed") {
  CHECK(refusal_of(handshake(""), {}) == 403);
  CHECK(refusal_of(event("create"), {}) == 403);
  CHECK(refusal_of(event("create", R"("updates": {})", "activity", "\"\""), {}) == 403);
}

TEST_CASE("Strava's events tell whose activity is to be read again") {
  for (const auto& [aspect, kind] : {std::pair("create", WebhookEvent::Kind::changed),
                                     {"update", WebhookEvent::Kind::changed},
                                     {"delete", WebhookEvent::Kind::gone}}) {
    INFO(aspect);
    const WebhookReading reading = read(event(aspect));
    REQUIRE(reading.events.size() == 1);
    CHECK(reading.events[0].kind == kind);
    CHECK(reading.events[0].account == "227615");
    CHECK(reading.events[0].record_id == "16410092275");
    CHECK(reading.events[0].at == 1792413105);
  }
}

TEST_CASE("Strava tells when an athlete takes tracekit's access away") {
  const WebhookReading reading = read(event("update", R"("updates": {"authorized": "false"})", "athlete"));
  REQUIRE(reading.events.size() == 1);
  CHECK(reading.events[0].kind == WebhookEvent::Kind::sign_in_ended);
  CHECK(reading.events[0].account == "227615");
}

TEST_CASE("events of Strava that change nothing here are passed over") {
  CHECK(read(event("update", R"("updates": {"weight": "70"})", "athlete")).events.empty());
  CHECK(read(event("kudos")).events.empty());
  CHECK(read(event("create", R"("updates": {})", "segment")).events.empty());
}

TEST_CASE("what is not an event of our subscription at Strava is refused") {
  CHECK(refusal_of(event("create", R"("updates": {})", "activity", "131301")) == 403);
  CHECK(refusal_of(event("create", R"("updates": {})", "activity", "\"131300x\"")) == 403);
  for (const char* body : {"", "[]", "null", "{", "\xff", "17"}) {
    CHECK(refusal_of({"POST", {}, {}, body}) == 400);
  }
  CHECK(refusal_of({"POST", {}, {}, "{}"}) == 403);
}
