// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "net/json_fields.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

} // namespace

TEST_CASE("a service's answer is JSON or nothing") {
  CHECK(net::json_of(R"({"a": [1, 2]})") == json{{"a", {1, 2}}});
  CHECK(net::json_of("null") == json());
  for (const char* broken : {"", "<html>", "{\"a\": 1", "[1,]", "[1] 2"}) {
    CAPTURE(broken);
    CHECK_FALSE(net::json_of(broken));
  }
}

TEST_CASE("an answer that is nested deeper than any service means is refused") {
  CHECK(net::json_of(nested(90)));
  CHECK_FALSE(net::json_of(nested(200)));
  CHECK_FALSE(net::json_of(nested(1'000'000)));
}

TEST_CASE("a field that is absent, null or of another type is no field") {
  const json object = {
      {"text", "Lunch Ride"}, {"number", 1.5}, {"zero", 0},   {"id", 9'007'199'254'740'993},
      {"null", nullptr},      {"yes", true},   {"list", {1}}, {"infinite", std::numeric_limits<double>::infinity()}};
  for (const char* key : {"absent", "null", "list"}) {
    CAPTURE(key);
    CHECK(net::text_of(object, key).empty());
    CHECK_FALSE(net::number_of(object, key));
    CHECK_FALSE(net::integer_of(object, key));
    CHECK_FALSE(net::is_set(object, key));
    CHECK(net::id_of(object, key).empty());
  }
  CHECK(net::text_of(object, "text") == "Lunch Ride");
  CHECK(net::text_of(object, "number").empty());
  CHECK(net::number_of(object, "number") == 1.5);
  CHECK_FALSE(net::integer_of(object, "number"));
  CHECK_FALSE(net::number_of(object, "infinite"));
  CHECK(net::number_of(object, "zero") == 0.0);
  CHECK_FALSE(net::amount_of(object, "zero"));
  CHECK(net::amount_of(object, "number") == 1.5);
  CHECK(net::is_set(object, "yes"));
  CHECK(net::part_of(object, "list") == json{1});
  CHECK(net::part_of(object, "absent").is_null());
}

TEST_CASE("what is no object has no fields") {
  for (const json& value : {json(), json("text"), json(1), json::array({1})}) {
    CHECK(net::text_of(value, "id").empty());
    CHECK(net::part_of(net::part_of(value, "a"), "b").is_null());
  }
}

TEST_CASE("an id is text whether it was written as a number or not, whatever its size") {
  CHECK(net::id_of(json{{"id", 9'007'199'254'740'993}}, "id") == "9007199254740993");
  CHECK(net::id_of(json{{"id", "i17"}}, "id") == "i17");
}

TEST_CASE("text that is no UTF-8 becomes some") {
  CHECK(net::text_of(json{{"name", "caf\xe9"}}, "name") == "caf\xef\xbf\xbd");
  CHECK(net::json_text(json("caf\xe9")) == "\"caf\xef\xbf\xbd\"");
}
