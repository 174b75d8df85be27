// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/webhooks.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "base/hash.hpp"

using namespace tracekit;

namespace {

const std::string body =
    R"({"notifications":[{"user_id":4410231,"item_type":"trip","item_id":315572559,"item_user_id":4410231,"action":"created","collection":null}]})";
/// HMAC-SHA-256 of it with the key "client secret", made with another program.
const std::string signature = "e960f35e75798176f20e341c69f65aa5ae3c9a6aaa5f1595f9a544597d4cc0b0";

const WebhookKeys keys{Secret(std::string("client secret")), {}, ""};

WebhookMessage message(const std::string& text, const std::string& signed_as) {
  return {"POST", {}, {{"X-RWGPS-Signature", signed_as}}, text};
}

/// What is read of a message that is signed rightly.
std::vector<WebhookEvent> events_of(const std::string& text) {
  return ridewithgps::webhooks()
      .read(message(text, hmac_sha256_hex(as_bytes("client secret"), as_bytes(text))), keys)
      .events;
}

std::string notification(const std::string& action, const std::string& type = "trip") {
  return fmt::format(R"({{"user_id":1,"item_type":"{}","item_id":2,"item_user_id":1,"action":"{}"}})", type, action);
}

int refusal_of(const WebhookMessage& refused, const WebhookKeys& with = keys) {
  try {
    ridewithgps::webhooks().read(refused, with);
  } catch (const WebhookRefused& error) {
    return error.status();
  }
  return 0;
}

} // namespace

TEST_CASE("a message of Ride with GPS is believed when our secret signed its bytes") {
  const WebhookReading reading = ridewithgps::webhooks().read(message(body, signature), keys);
  REQUIRE(reading.events.size() == 1);
  CHECK(reading.events[0].kind == WebhookEvent::Kind::changed);
  CHECK(reading.events[0].account == "4410231");
  CHECK(reading.events[0].record_id == "315572559");
  CHECK(reading.reply == "{}");
}

TEST_CASE("a forged message of Ride with GPS is refused before it is read") {
  CHECK(refusal_of(message(body + " ", signature)) == 403);
  CHECK(refusal_of(message(body, std::string(64, '0'))) == 403);
  CHECK(refusal_of(message(body, "")) == 403);
  CHECK(refusal_of(message("{", signature)) == 403);
  CHECK(refusal_of({"POST", {}, {}, body}) == 403);
  CHECK(refusal_of(message(body, signature), {Secret(std::string("another")), {}, ""}) == 403);
}

TEST_CASE("without a secret nothing of Ride with GPS is believed, even what an empty one signed") {
  CHECK(refusal_of(message(body, "5c1352cd59b468edb95f7549b94574a4f5dfbc7d37ec0bd66139a97a3fde0f50"), {}) == 403);
}

TEST_CASE("Ride with GPS is asked with GET for nothing") { CHECK(refusal_of({"GET", {}, {}, ""}) == 405); }

TEST_CASE("one message of Ride with GPS may tell of many trips") {
  const auto events = events_of(fmt::format(R"({{"notifications":[{},{},{}]}})", notification("updated"),
                                            notification("deleted"), notification("created", "route")));
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == WebhookEvent::Kind::changed);
  CHECK(events[1].kind == WebhookEvent::Kind::gone);
}

TEST_CASE("what is pinned at Ride with GPS is passed over") {
  CHECK(
      events_of(fmt::format(R"({{"notifications":[{},{}]}})", notification("added"), notification("removed"))).empty());
  CHECK(events_of(R"({"notifications":[null,17,"x",{},[]]})").empty());
}

TEST_CASE("a signed message of Ride with GPS without notifications is refused") {
  for (const std::string text : {"{}", "[]", "{", "null", R"({"notifications":{}})"}) {
    INFO(text);
    CHECK(refusal_of(message(text, hmac_sha256_hex(as_bytes("client secret"), as_bytes(text)))) == 400);
  }
}
