// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>

#include "base/error.hpp"
#include "providers/provider.hpp"

using namespace tracekit;

TEST_CASE("all providers are registered in the order of their priority") {
  std::vector<std::string> ids;
  int last = 0;
  for (const RegisteredProvider& one : provider_registry()) {
    ids.push_back(one.info.id);
    CHECK(one.info.default_priority >= last);
    last = one.info.default_priority;
  }
  CHECK(ids == std::vector<std::string>{"spreadsheet", "garmin", "ridewithgps", "intervalsicu", "strava", "file"});
}

TEST_CASE("a provider is found by its id and an unknown one names the known") {
  CHECK(registered_provider("garmin").info.title == "Garmin Connect");
  CHECK(registered_provider("file").make != nullptr);
  CHECK(registered_provider("garmin").make != nullptr);
  try {
    registered_provider("polar");
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(std::string(error.what()).find("polar") != std::string::npos);
    CHECK(error.hint().find("ridewithgps") != std::string::npos);
  }
}

TEST_CASE("what is told of each provider is complete") {
  std::set<std::string> colours;
  for (const RegisteredProvider& one : provider_registry()) {
    INFO(one.info.id);
    CHECK_FALSE(one.info.title.empty());
    CHECK(one.info.colour.size() == 7);
    CHECK(one.info.colour[0] == '#');
    CHECK(colours.insert(one.info.colour).second);
    CHECK((one.info.activity_url.empty() || one.info.activity_url.find("{id}") != std::string::npos));
    for (const Option& option : one.info.options) {
      CHECK_FALSE(option.key.empty());
      CHECK_FALSE(option.label.empty());
      CHECK_FALSE(option.help.empty());
    }
  }
}

TEST_CASE("only Strava is write-only by default") {
  for (const RegisteredProvider& one : provider_registry()) {
    CHECK(one.info.write_only_by_default == (one.info.id == "strava"));
  }
}
