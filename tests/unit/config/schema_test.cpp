// SPDX-License-Identifier: MIT
#include "config/schema.hpp"

#include "config_support.hpp"

using namespace tracekit::config;
using namespace tracekit::config::testing;

TEST_CASE("a setting is found by its dotted key") {
  const Schema schema = six_providers();
  CHECK(find_setting(schema, "home_timezone"));
  CHECK(find_setting(schema, "providers.spreadsheet.path"));
  const auto priority = find_setting(schema, "providers.garmin.priority");
  REQUIRE(priority);
  CHECK(priority->provider == "garmin");
  CHECK(priority->option.key == "priority");
  CHECK(priority->option.default_value == "2");
  for (const char* key :
       {"", "providers", "providers.", "providers.strava", "providers.strava.", "priority", "strava.priority",
        "providers.garmin.path", "providers.garmin.base_urls", "providers.garmin.base_urls.",
        "providers.garmin.base_urls.A", "providers.garmin.base_urls.a.b"}) {
    CAPTURE(key);
    CHECK_FALSE(find_setting(schema, key));
  }
}

TEST_CASE("addresses are known by the roles of a provider, or by any name when it lists none") {
  const Schema schema = six_providers();
  CHECK(find_setting(schema, "providers.strava.base_urls.oauth"));
  CHECK_FALSE(find_setting(schema, "providers.strava.base_urls.sso"));
  CHECK(find_setting(schema, "providers.garmin.base_urls.sso"));
}

TEST_CASE("an unknown setting is named exactly, with the nearest known one") {
  const Schema schema = six_providers();
  const auto sentence = [&](const char* key) { return unknown_setting(schema, key).sentence; };
  CHECK(sentence("providers.strava.priorty") == "providers.strava.priorty: unknown setting, did you mean priority?");
  CHECK(sentence("home_timezon") == "home_timezon: unknown setting, did you mean home_timezone?");
  CHECK(sentence("provider") == "provider: unknown setting, did you mean providers?");
  CHECK(sentence("providers.starva.enabled") == "providers.starva: unknown provider, did you mean strava?");
  CHECK(sentence("providers.strava.base_urls.oath") ==
        "providers.strava.base_urls.oath: unknown role, did you mean oauth?");
  CHECK(sentence("providers.garmin.base_url") == "providers.garmin.base_url: unknown setting, did you mean base_urls?");
  CHECK(sentence("providers.garmin.Enabled") == "providers.garmin.Enabled: unknown setting, did you mean enabled?");
}

TEST_CASE("where nothing is near the known names are listed") {
  const Problem problem = unknown_setting(six_providers(), "providers.polar.enabled");
  CHECK(problem.sentence == "providers.polar: unknown provider");
  CHECK(problem.hint == "known here: spreadsheet, garmin, ridewithgps, intervalsicu, strava, file");
  CHECK(unknown_setting(six_providers(), "colour").sentence == "colour: unknown setting");
}

TEST_CASE("the nearest word counts added, dropped, changed and swapped letters") {
  CHECK(nearest("enabeld", {"debug", "enabled"}, 1) == "enabled");
  CHECK(nearest("enable", {"enabled"}, 1) == "enabled");
  CHECK(nearest("enabxxd", {"enabled"}, 1).empty());
  CHECK(nearest("enabxxd", {"enabled"}, 2) == "enabled");
  CHECK(nearest("", {"a", "ab"}, 1) == "a");
  CHECK(nearest(std::string(1'000'000, 'a'), {"enabled"}, 3).empty());
}

TEST_CASE("variables are derived from the place of a setting and come before its other names") {
  const Schema schema = six_providers();
  const auto names = [&](const char* key) { return environment_names(*find_setting(schema, key)); };
  CHECK(names("home_timezone") == std::vector<std::string>{"TRACEKIT_HOME_TIMEZONE"});
  CHECK(names("metadata_db") == std::vector<std::string>{"TRACEKIT_METADATA_DB", "DATABASE_URL", "METADATA_DB"});
  CHECK(names("providers.strava.client_id") ==
        std::vector<std::string>{"TRACEKIT_STRAVA_CLIENT_ID", "STRAVA_CLIENT_ID"});
  CHECK(names("providers.strava.base_urls.api") == std::vector<std::string>{"TRACEKIT_STRAVA_BASE_URLS_API"});
}

TEST_CASE("every setting has a label and a sentence of help") {
  for (const KnownSetting& setting : known_settings(
           {standard_options(), {{.id = "garmin", .title = {}, .base_url_roles = {"api"}, .options = {}}}})) {
    CAPTURE(setting.key);
    CHECK_FALSE(setting.option.label.empty());
    CHECK(setting.option.help.ends_with('.') != setting.option.help.empty());
  }
}
