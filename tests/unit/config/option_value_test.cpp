// SPDX-License-Identifier: MIT
#include "config/option_value.hpp"

#include <nlohmann/json.hpp>

#include "config_support.hpp"

using namespace tracekit;
using namespace tracekit::config;
using namespace tracekit::config::testing;
using nlohmann::json;

namespace {

Option priority() { return option("priority", OptionKind::integer); }

Option units() {
  Option out = option("units", OptionKind::choice);
  out.choices = {"metric", "imperial"};
  return out;
}

std::string refused(const Option& option, const json& value) {
  return refusal([&] { value_from_json(option, "x", value); });
}

std::string refused_text(const Option& option, std::string_view text) {
  return refusal([&] { value_from_text(option, "x", text); });
}

} // namespace

TEST_CASE("a JSON value of the right type is taken") {
  CHECK(value_from_json(priority(), "x", 3) == "3");
  CHECK(value_from_json(option("debug", OptionKind::boolean), "x", true) == "true");
  CHECK(value_from_json(units(), "x", "imperial") == "imperial");
  CHECK(value_from_json(option("home_timezone", OptionKind::time_zone), "x", "Europe/Berlin") == "Europe/Berlin");
  CHECK(value_from_json(option("client_id", OptionKind::text), "x", 12345) == "12345");
  CHECK(value_from_json(option("path", OptionKind::path), "x", "log.xlsx") == "log.xlsx");
}

TEST_CASE("a JSON value of the wrong type is named with what was expected") {
  CHECK(refused(priority(), "two") == "x: expected a whole number, got \"two\"");
  CHECK(refused(option("port", OptionKind::integer), "two") == "x: expected a whole number, got \"two\"");
  CHECK(refused(priority(), "2") == "x: expected a whole number, got \"2\"");
  CHECK(refused(priority(), 2.0) == "x: expected a whole number, got 2.0");
  CHECK(refused(priority(), nullptr) == "x: expected a whole number, got null");
  CHECK(refused(priority(), json::array({1})) == "x: expected a whole number, got a list");
  CHECK(refused(option("port", OptionKind::integer), std::uint64_t{1} << 63U) ==
        "x: expected a whole number, got 9223372036854775808");
  CHECK(refused(option("debug", OptionKind::boolean), "true") == "x: expected true or false, got \"true\"");
  CHECK(refused(option("debug", OptionKind::boolean), 1) == "x: expected true or false, got 1");
  CHECK(refused(units(), "metrical") == "x: expected metric or imperial, got \"metrical\"");
  CHECK(refused(option("path", OptionKind::path), 5) == "x: expected a path, got 5");
  CHECK(refused(option("email", OptionKind::text), true) == "x: expected a text, got true");
}

TEST_CASE("a priority below 1 is refused") {
  CHECK(refused(priority(), 0) == "x: expected a whole number of 1 or more, got 0");
  CHECK(refused(priority(), -1) == "x: expected a whole number of 1 or more, got -1");
  CHECK(refused_text(priority(), "0") == "x: expected a whole number of 1 or more, got 0");
  CHECK(refused(priority(), 4'294'967'297) == "x: expected a whole number of 1 or more, got 4294967297");
  CHECK(value_from_text(priority(), "x", " +1 ") == "1");
}

TEST_CASE("a time zone that the system does not know is refused by name") {
  const Option zone = option("home_timezone", OptionKind::time_zone);
  CHECK(refused(zone, "Mars/Olympus") == "x: unknown time zone \"Mars/Olympus\"");
  CHECK(refused(zone, "") == "x: unknown time zone \"\"");
  CHECK(refused_text(zone, "europe/berlin") == "x: unknown time zone \"europe/berlin\"");
  CHECK(hint([&] { value_from_json(zone, "x", "Mars/Olympus"); }) ==
        "use an IANA name such as Europe/Berlin or America/New_York");
  CHECK(value_from_text(zone, "x", " UTC ") == "UTC");
}

TEST_CASE("typed words for yes and no are understood") {
  const Option debug = option("debug", OptionKind::boolean);
  for (const char* text : {"true", "TRUE", "yes", "on", "1", " true "}) {
    CHECK(value_from_text(debug, "x", text) == "true");
  }
  for (const char* text : {"false", "no", "Off", "0"}) {
    CHECK(value_from_text(debug, "x", text) == "false");
  }
  CHECK(refused_text(debug, "maybe") == "x: expected true or false, got \"maybe\"");
  CHECK(refused_text(debug, "") == "x: expected true or false, got \"\"");
}

TEST_CASE("the value of a secret is never quoted") {
  const Option secret = option("client_secret", OptionKind::text, true);
  CHECK(refused(secret, 1.5) == "x: expected a text, got a number");
  CHECK(refused(secret, json::array({"hunter2"})) == "x: expected a text, got a list");
  CHECK(refused(secret, "hunter2\nhunter3") == "x: must be a single line");
}

TEST_CASE("an odd value is quoted short, on one line") {
  const std::string sentence = refused(units(), std::string(500, 'a') + "\n");
  CHECK(sentence.size() < 120);
  CHECK(refused_text(option("units", OptionKind::integer), "a\tb\x1B[31m\xFF") ==
        "x: expected a whole number, got \"a\\tb\\u001b[31m\\ufffd\"");
}

TEST_CASE("texts with line ends or zero bytes are refused") {
  const Option name = option("name", OptionKind::text);
  CHECK(refused_text(name, "a\nb") == "x: must be a single line");
  CHECK(refused_text(name, std::string_view("a\0b", 3)) == "x: must be a single line");
}

TEST_CASE("a database is a path or an address that tracekit can use, and is not quoted") {
  const Option database = option("metadata_db", OptionKind::text);
  for (const char* good : {"metadata.sqlite3", "/var/lib/x.db", "sqlite:///x.db", "sqlite:////x.db",
                           "sqlite:///:memory:", "postgresql://me:pw@host/db", "postgres://host/db", "", "~/x.db"}) {
    CAPTURE(good);
    CHECK(value_from_text(database, "x", good) == good);
  }
  CHECK(refused_text(database, "mysql://me:hunter2@host/db") == "x: cannot use a mysql database");
  CHECK(refused_text(database, "sqlite://x.db") == "x: an SQLite database is written sqlite:///PATH");
  CHECK(refused_text(database, "sqlite:///") == "x: an SQLite database is written sqlite:///PATH");
  CHECK(refused_text(database, "sqlite:x.db") == "x: an SQLite database is written sqlite:///PATH");
  CHECK(refused_text(database, "/var/lib/") == "x: names a folder, not a database file");
  CHECK(refused(database, true) == "x: expected a text, got true or false");
}

TEST_CASE("a provider's address is https, or http on this machine") {
  const Option address = option("base_urls.api", OptionKind::text);
  for (const char* good : {"https://www.strava.com/api/v3", "http://127.0.0.1:8080", "http://localhost:1/x",
                           "http://[::1]:9000/", "https://proxy.example.org:8443", ""}) {
    CAPTURE(good);
    CHECK(value_from_text(address, "x", good) == good);
  }
  CHECK(refused_text(address, "http://www.strava.com") == "x: http is only for this machine, use https");
  CHECK(refused_text(address, "http://127.0.0.1.evil.org") == "x: http is only for this machine, use https");
  CHECK(refused_text(address, "http://127.0.0.1@evil.org") == "x: the address must have neither a user nor a query");
  CHECK(refused_text(address, "https://me:hunter2@host") == "x: the address must have neither a user nor a query");
  CHECK(refused_text(address, "https://host/?key=hunter2") == "x: the address must have neither a user nor a query");
  CHECK(refused_text(address, "ftp://host") == "x: expected an address such as https://host/path");
  CHECK(refused_text(address, "www.strava.com") == "x: expected an address such as https://host/path");
  for (const char* bad : {"https://", "https:///path", "https://host:", "https://host:0", "https://host:99999",
                          "https://host:8x", "https://ho st", "https://[::1", "https://host\\x"}) {
    CAPTURE(bad);
    CHECK(refused_text(address, bad) == "x: the address names no host that can be asked");
  }
}

TEST_CASE("a canonical value becomes JSON of its own type") {
  CHECK(value_to_json(priority(), "2") == json(2));
  CHECK(value_to_json(option("debug", OptionKind::boolean), "false") == json(false));
  CHECK(value_to_json(option("client_id", OptionKind::text), "12345") == json("12345"));
}

TEST_CASE("the dashboard's settings are checked") {
  const auto set = [](const char* key, const char* text) {
    const auto top = standard_options();
    const auto option = std::find_if(top.begin(), top.end(), [&](const Option& one) { return one.key == key; });
    return value_from_text(*option, key, text);
  };
  CHECK(set("web.session_days", "7") == "7");
  CHECK(set("web.upload_mb", "1") == "1");
  CHECK(set("web.tile_url", "https://{s}.tiles.example.org/{z}/{x}/{y}.png") ==
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png");
  CHECK(set("web.tile_url", "").empty());
  CHECK_NOTHROW(set("web.tile_url", "http://127.0.0.1:8080/{z}/{x}/{y}.png"));
  CHECK_THROWS_WITH(set("web.session_days", "0"), "web.session_days: expected a number of days from 1 to 90, got 0");
  CHECK_THROWS_WITH(set("web.session_days", "91"), Catch::Contains("from 1 to 90"));
  CHECK_THROWS_WITH(set("web.upload_mb", "0"), Catch::Contains("a number of MiB"));
  for (const char* wrong :
       {"tiles.example.org/{z}/{x}/{y}", "https://tiles.example.org/", "ftp://a/{z}/{x}/{y}", "https://a b/{z}/{x}/{y}",
        "javascript:{z}{x}{y}", "http://tiles.example.org/{z}/{x}/{y}.png",
        "http://localhost.example.org/{z}/{x}/{y}.png", "https://a;script-src *;/{z}/{x}/{y}"}) {
    CHECK_THROWS_WITH(set("web.tile_url", wrong), Catch::Contains("an address with {z}, {x} and {y}"));
  }
}
