// SPDX-License-Identifier: MIT
#include "config/config_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "config_support.hpp"

using namespace tracekit;
using namespace tracekit::config;
using namespace tracekit::config::testing;

namespace {

ConfigFile parse(std::string_view text) { return parse_config(text, "/srv/tracekit_config.json", six_providers()); }

std::string refused(std::string_view text) {
  return refusal([&] { parse(text); });
}

} // namespace

TEST_CASE("a config file is read into checked values, secrets apart") {
  const std::string text = R"({
    "home_timezone": "America/New_York",
    "units": "imperial",
    "providers": {
      "strava": {"enabled": true, "priority": 2, "client_id": 12345, "client_secret": "hunter2",
                 "base_urls": {"api": "http://127.0.0.1:1"}},
      "garmin": {"priority": 2}
    }
  })";
  const ConfigFile file = parse(text);
  CHECK(file.content.values ==
        std::map<std::string, std::string>{{"home_timezone", "America/New_York"},
                                           {"units", "imperial"},
                                           {"providers.strava.enabled", "true"},
                                           {"providers.strava.priority", "2"},
                                           {"providers.strava.client_id", "12345"},
                                           {"providers.strava.base_urls.api", "http://127.0.0.1:1"},
                                           {"providers.garmin.priority", "2"}});
  REQUIRE(file.content.secrets.size() == 1);
  CHECK(file.content.secrets.at("providers.strava.client_secret").reveal() == "hunter2");
  CHECK(file.sha256 == sha256_hex(as_bytes(text)));
  CHECK(parse("{}").content.values.empty());
}

TEST_CASE("a config file that is not JSON is refused with line and column") {
  CHECK(refused("{\n  \"units\": \"metric\"\n  \"debug\": true\n}") ==
        "/srv/tracekit_config.json is not valid JSON: line 3, column 9: unexpected string literal");
  CHECK(refused("") == "/srv/tracekit_config.json is not valid JSON: line 1, column 1: unexpected end of input");
  CHECK(refused("{\"debug\": true,\n}") ==
        "/srv/tracekit_config.json is not valid JSON: line 2, column 1: unexpected '}'");
  CHECK(refused("{} {}").starts_with("/srv/tracekit_config.json is not valid JSON: line 1, column 4:"));
  CHECK(refused("home_timezone = UTC") ==
        "/srv/tracekit_config.json is not valid JSON: line 1, column 1: invalid literal");
  CHECK(
      refused("{\"debug\": \"\xFF\"}").starts_with("/srv/tracekit_config.json is not valid JSON: line 1, column 12:"));
  CHECK(refused("{\"debug\": 1e999}") == "/srv/tracekit_config.json is not valid JSON: a number is out of range");
}

TEST_CASE("the text of a malformed config file is never quoted") {
  for (const char* text : {R"({"providers": {"strava": {"client_secret": "hunter2}}})", R"({"a": hunter2})",
                           R"({"a": "x" "hunter2"})", R"({"a": "hunter2\q"})", "hunter2"}) {
    CAPTURE(text);
    CHECK(refused(text).starts_with("/srv/tracekit_config.json is not valid JSON"));
    CHECK(refused(text).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a config file that is no object is refused") {
  CHECK(refused("[]") == "/srv/tracekit_config.json: expected a JSON object, got a list");
  CHECK(refused("[{\"debug\": true}]") == "/srv/tracekit_config.json: expected a JSON object, got a list");
  CHECK(refused("null") == "/srv/tracekit_config.json: expected a JSON object, got null");
  CHECK(refused("{\"providers\": [\"strava\"]}") ==
        "/srv/tracekit_config.json: providers: expected an object, got a list");
  CHECK(refused("{\"providers\": {\"strava\": true}}") ==
        "/srv/tracekit_config.json: providers.strava: expected an object, got true");
  CHECK(refused("{\"providers\": {\"strava\": {\"base_urls\": \"https://x\"}}}") ==
        "/srv/tracekit_config.json: providers.strava.base_urls: expected an object, got \"https://x\"");
}

TEST_CASE("unknown keys and wrong values of a config file are named exactly") {
  CHECK(refused(R"({"providers": {"strava": {"priorty": 1}}})") ==
        "/srv/tracekit_config.json: providers.strava.priorty: unknown setting, did you mean priority?");
  CHECK(refused(R"({"providers": {"stravaa": {}}})") ==
        "/srv/tracekit_config.json: providers.stravaa: unknown provider, did you mean strava?");
  CHECK(refused(R"({"providers": {"strava": {"priority": "two"}}})") ==
        "/srv/tracekit_config.json: providers.strava.priority: expected a whole number, got \"two\"");
  CHECK(refused(R"({"home_timezone": "Mars/Olympus"})") ==
        "/srv/tracekit_config.json: home_timezone: unknown time zone \"Mars/Olympus\"");
  CHECK(
      refused(R"({"providers.strava.priority": 1})")
          .starts_with("/srv/tracekit_config.json: providers.strava.priority: unknown setting, write nested objects"));
  CHECK(
      refused(R"({"providers": {"strava.base_urls": {}}})")
          .starts_with("/srv/tracekit_config.json: providers.strava.base_urls: unknown setting, write nested objects"));
}

TEST_CASE("a key that stands twice is refused, wherever it is") {
  CHECK(refused(R"({"debug": true, "units": "metric", "debug": false})") ==
        "/srv/tracekit_config.json: \"debug\" stands twice in one object");
  CHECK(refused(R"({"providers": {"strava": {"enabled": true}, "garmin": {}, "strava": {}}})") ==
        "/srv/tracekit_config.json: \"strava\" stands twice in one object");
  CHECK(parse(R"({"providers": {"strava": {"enabled": true}, "garmin": {"enabled": true}}})").content.values.size() ==
        2);
}

TEST_CASE("absurd nesting is refused without harm") {
  const std::string deep(200'000, '[');
  CHECK(refused(deep).starts_with("/srv/tracekit_config.json is not valid JSON"));
  const std::string closed = "{\"providers\": " + deep + std::string(200'000, ']') + "}";
  CHECK(refused(closed) == "/srv/tracekit_config.json: providers: expected an object, got a list");
}

TEST_CASE("a config file that is missing or no file is refused by name") {
  const Folder folder;
  const Schema schema = six_providers();
  CHECK(refusal([&] { read_config(folder / "none.json", schema); }) ==
        "cannot read " + folder / "none.json" + ": No such file or directory");
  CHECK(refusal([&] { read_config(folder.path(), schema); }) ==
        "cannot read " + folder.path().string() + ": not a regular file");
}

TEST_CASE("a value is set with the checks of reading") {
  const Folder folder;
  const Schema schema = six_providers();
  ConfigFile file{folder / "tracekit_config.json", {}, {}};
  const auto set = [&](const char* key, const char* value) { set_value(file, schema, key, value, folder.path()); };
  set("home_timezone", "Europe/Berlin");
  set("providers.strava.enabled", "yes");
  set("providers.garmin.priority", "3");
  CHECK(refusal([&] { set("home_timezone", "Mars/Olympus"); }) == "home_timezone: unknown time zone \"Mars/Olympus\"");
  CHECK(refusal([&] { set("providers.garmin.priority", "two"); }) ==
        "providers.garmin.priority: expected a whole number, got \"two\"");
  CHECK(refusal([&] { set("providers.garmin.priorty", "2"); }) ==
        "providers.garmin.priorty: unknown setting, did you mean priority?");
  CHECK(file.content.values == std::map<std::string, std::string>{{"home_timezone", "Europe/Berlin"},
                                                                  {"providers.garmin.priority", "3"},
                                                                  {"providers.strava.enabled", "true"}});
  unset_value(file, schema, "providers.garmin.priority");
  CHECK(file.content.values.size() == 2);
}

TEST_CASE("a secret is not set in a config file") {
  ConfigFile file{"/srv/tracekit_config.json", {}, {}};
  const auto call = [&] { set_value(file, six_providers(), "providers.strava.client_secret", "hunter2", "/srv"); };
  CHECK(refusal(call) == "providers.strava.client_secret: a secret is not written to /srv/tracekit_config.json");
  CHECK(hint(call) == "it is sealed in the database, or set STRAVA_CLIENT_SECRET_FILE");
  CHECK(file.content.secrets.empty());
}

TEST_CASE("a path that is typed elsewhere still means the same file") {
  const Schema schema = six_providers();
  ConfigFile file{"/srv/tracekit_config.json", {}, {}};
  const auto set = [&](const char* value, const char* where) {
    set_value(file, schema, "providers.spreadsheet.path", value, where);
    return file.content.values.at("providers.spreadsheet.path");
  };
  CHECK(set("log.xlsx", "/srv") == "log.xlsx");
  CHECK(set("log.xlsx", "/home/me") == "/home/me/log.xlsx");
  CHECK(set("/a/log.xlsx", "/home/me") == "/a/log.xlsx");
  CHECK(set("~/log.xlsx", "/home/me") == "~/log.xlsx");
}

TEST_CASE("a config file is written in a stable order and read back the same") {
  const Folder folder;
  const Schema schema = six_providers();
  ConfigFile file = parse_config(
      R"({"providers": {"strava": {"priority": 2, "client_secret": "hunter2", "enabled": true},
          "garmin": {"base_urls": {"sso": "https://b", "api": "https://a"}, "enabled": false}}, "debug": true, "units": "metric"})",
      folder / "sub/tracekit_config.json", schema);
  write_config(file, schema);
  const std::string text = folder.read("sub/tracekit_config.json");
  CHECK(text == R"({
  "units": "metric",
  "debug": true,
  "providers": {
    "garmin": {
      "enabled": false,
      "base_urls": {
        "api": "https://a",
        "sso": "https://b"
      }
    },
    "strava": {
      "enabled": true,
      "priority": 2,
      "client_secret": "hunter2"
    }
  }
}
)");
  const ConfigFile again = read_config(folder / "sub/tracekit_config.json", schema);
  CHECK(again.content.values == file.content.values);
  CHECK(again.content.secrets.at("providers.strava.client_secret").reveal() == "hunter2");
  CHECK(again.sha256 == file.sha256);
  write_config(file, schema);
  CHECK(folder.read("sub/tracekit_config.json") == text);
}

TEST_CASE("a written config file is private when it is new or holds secrets, else keeps its mode") {
  namespace fs = std::filesystem;
  const Folder folder;
  const Schema schema = six_providers();
  const auto mode = [&] { return static_cast<unsigned>(fs::status(folder / "c.json").permissions()); };
  ConfigFile file{folder / "c.json", {}, {}};
  set_value(file, schema, "debug", "true", folder.path());
  write_config(file, schema);
  CHECK(mode() == 0600);
  fs::permissions(folder / "c.json", fs::perms(0644));
  write_config(file, schema);
  CHECK(mode() == 0644);
  file.content.secrets.emplace("providers.strava.client_secret", Secret("hunter2"));
  write_config(file, schema);
  CHECK(mode() == 0600);
}

TEST_CASE("the example names all six providers and is valid") {
  const std::filesystem::path path = std::filesystem::path(TRACEKIT_SOURCE_DIR) / "tracekit_config.json.example";
  const ConfigFile file = read_config(path, six_providers());
  for (const ProviderSchema& provider : six_providers().providers) {
    CAPTURE(provider.id);
    for (const Option& option : common_options(provider)) {
      CHECK(file.content.values.contains("providers." + provider.id + "." + option.key));
    }
  }
  CHECK(file.content.values.contains("home_timezone"));
  CHECK(file.content.values.contains("units"));
  CHECK(file.content.secrets.empty());
}

TEST_CASE("the reference lists every setting with its default") {
  const std::filesystem::path path = std::filesystem::path(TRACEKIT_SOURCE_DIR) / "docs/reference/settings.md";
  const std::string text(as_text(read_file(path)));
  const Schema schema;
  ProviderSchema provider;
  std::vector<Option> options = common_options(provider);
  const std::vector<Option> top = standard_options();
  options.insert(options.end(), top.begin(), top.end());
  for (const Option& option : options) {
    CAPTURE(option.key);
    CHECK(text.find("| `" + option.key + "` |") != std::string::npos);
  }
  for (const KnownSetting& setting : known_settings(schema)) {
    for (const std::string& name : environment_names(setting)) {
      CAPTURE(name);
      CHECK(text.find(name) != std::string::npos);
    }
  }
}
