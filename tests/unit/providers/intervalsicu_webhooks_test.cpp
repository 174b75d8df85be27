// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/webhooks.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace tracekit;

namespace {

const WebhookKeys keys{{}, Secret(std::string("from the app page")), ""};

WebhookMessage message(const std::string& events, const std::string& secret = "from the app page") {
  return {"POST", {}, {}, fmt::format(R"({{"secret": "{}", "events": [{}]}})", secret, events)};
}

std::vector<WebhookEvent> events_of(const std::string& events) {
  return intervalsicu::webhooks().read(message(events), keys).events;
}

std::string activity_event(const std::string& type) {
  return fmt::format(R"({{"athlete_id": "i317960", "type": "{}", "timestamp": "2026-10-17T23:10:08.000+00:00",
                          "activity": {{"id": "i140242265", "icu_athlete_id": "i317960"}}, "records": []}})",
                     type);
}

int refusal_of(const WebhookMessage& refused, const WebhookKeys& with = keys) {
  try {
    intervalsicu::webhooks().read(refused, with);
  } catch (const WebhookRefused& error) {
    return error.status();
  }
  return 0;
}

} // namespace

TEST_CASE("events of Intervals.icu tell whose activity is to be read again") {
  for (const char* type : {"ACTIVITY_UPLOADED", "ACTIVITY_UPDATED", "ACTIVITY_ANALYZED", "ACTIVITY_CREATED"}) {
    INFO(type);
    const auto events = events_of(activity_event(type));
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == WebhookEvent::Kind::changed);
    CHECK(events[0].account == "i317960");
    CHECK(events[0].record_id == "i140242265");
    CHECK(events[0].at == 1792278608);
  }
  CHECK(events_of(activity_event("ACTIVITY_DELETED")).at(0).kind == WebhookEvent::Kind::gone);
}

TEST_CASE("several events come in one message of Intervals.icu") {
  CHECK(events_of(activity_event("ACTIVITY_UPLOADED") + "," + activity_event("ACTIVITY_DELETED")).size() == 2);
}

TEST_CASE("Intervals.icu tells when an athlete takes tracekit's access away, and when only its extent changes") {
  const std::string event =
      R"({"athlete_id": "i317960", "type": "APP_SCOPE_CHANGED", "scope": "", "deauthorized": DEAUTHORIZED})";
  const auto told = [&](const std::string& value) {
    std::string text = event;
    return events_of(text.replace(text.find("DEAUTHORIZED}"), 12, value));
  };
  REQUIRE(told("true").size() == 1);
  CHECK(told("true")[0].kind == WebhookEvent::Kind::sign_in_ended);
  CHECK_FALSE(told("true")[0].at);
  CHECK(told("false").empty());
}

TEST_CASE("events of Intervals.icu that change nothing here are passed over") {
  for (const char* type : {"ACTIVITY_ACHIEVEMENTS", "WELLNESS_UPDATED", "CALENDAR_UPDATED", "TEST", ""}) {
    CHECK(events_of(activity_event(type)).empty());
  }
  CHECK(events_of(
            R"(null, 17, "x", {}, [], {"type": "ACTIVITY_UPLOADED"}, {"type": "ACTIVITY_UPLOADED", "activity": []})")
            .empty());
}

TEST_CASE("a message of Intervals.icu without our secret is refused") {
  CHECK(refusal_of(message(activity_event("ACTIVITY_UPLOADED"), "guessed")) == 401);
  CHECK(refusal_of(message("", "")) == 401);
  CHECK(refusal_of({"POST", {}, {}, R"({"events": []})"}) == 401);
  CHECK(refusal_of(message("", ""), {}) == 401);
  CHECK(refusal_of({"POST", {}, {}, "[]"}) == 400);
  CHECK(refusal_of({"POST", {}, {}, "{"}) == 400);
  CHECK(refusal_of({"POST", {}, {}, R"({"secret": "from the app page"})"}) == 400);
  CHECK(refusal_of({"GET", {}, {}, ""}) == 405);
}
