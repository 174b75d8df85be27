// SPDX-License-Identifier: MIT
#include "config/settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/stored.hpp"
#include "config_support.hpp"

using namespace tracekit;
using namespace tracekit::config;
using namespace tracekit::config::testing;

namespace {

std::string source_of(const Settings& settings, const char* key) { return settings.values.at(key).source.text(); }

ConfigFile file_at(const Folder& folder, std::string_view text) {
  return parse_config(text, folder / "etc/tracekit_config.json", six_providers());
}

} // namespace

TEST_CASE("without any layer the defaults hold") {
  const Folder folder;
  const Settings settings = resolve(six_providers(), layers_at(folder));
  CHECK(settings.home_timezone == "UTC");
  CHECK(settings.units == Units::metric);
  CHECK_FALSE(settings.debug);
  CHECK(settings.data_dir == folder / "home/.local/share/tracekit");
  CHECK(settings.database_url == "sqlite:///" + folder / "home/.local/share/tracekit/tracekit.sqlite3");
  REQUIRE(settings.providers.size() == 6);
  for (const auto& [id, provider] : settings.providers) {
    CAPTURE(id);
    CHECK_FALSE(provider.enabled);
    CHECK(provider.sync_name);
    CHECK(provider.sync_equipment);
    CHECK(provider.write_only == (id == "strava"));
    CHECK(provider.base_urls.empty());
  }
  CHECK(settings.providers.at("garmin").priority == 2);
  CHECK(settings.providers.at("spreadsheet").values == std::map<std::string, std::string>{{"path", ""}});
  CHECK(settings.secrets.empty());
  CHECK(settings.warnings.empty());
  CHECK(source_of(settings, "home_timezone") == "default");
}

TEST_CASE("flag, environment, database, file and default hold in this order") {
  const Folder folder;
  Layers layers = layers_at(folder);
  const auto zone = [&] {
    const Settings settings = resolve(six_providers(), layers);
    return settings.home_timezone + " from " + source_of(settings, "home_timezone");
  };
  CHECK(zone() == "UTC from default");
  layers.file = file_at(folder, R"({"home_timezone": "Asia/Tokyo"})");
  CHECK(zone() == "Asia/Tokyo from file " + folder / "etc/tracekit_config.json");
  layers.stored = R"({"home_timezone": "Europe/Paris"})";
  CHECK(zone() == "Europe/Paris from database");
  layers.environment = with({{"HOME", folder / "home"}, {"TRACEKIT_HOME_TIMEZONE", "Europe/Rome"}});
  CHECK(zone() == "Europe/Rome from environment TRACEKIT_HOME_TIMEZONE");
  layers.flags.push_back({"home_timezone", "Europe/Oslo", "--timezone"});
  CHECK(zone() == "Europe/Oslo from flag --timezone");
  layers.flags.push_back({"home_timezone", "Europe/Kyiv", "--set"});
  CHECK(zone() == "Europe/Kyiv from flag --set");
}

TEST_CASE("every setting is merged on its own") {
  const Folder folder;
  Layers layers = layers_at(folder, {{"TRACEKIT_GARMIN_PRIORITY", "7"}, {"STRAVA_CLIENT_ID", "42"}});
  layers.file = file_at(folder, R"({"providers": {"garmin": {"enabled": true, "email": "file@x"},
                                                  "strava": {"base_urls": {"api": "https://a", "oauth": "https://b"}}}})");
  layers.stored = R"({"providers": {"garmin": {"email": "stored@x", "sync_name": false},
                                    "strava": {"base_urls": {"api": "https://c"}},
                                    "ridewithgps": {"base_urls": {"api": "https://d"}}}})";
  const Settings settings = resolve(six_providers(), layers);
  const ProviderSettings& garmin = settings.providers.at("garmin");
  CHECK(garmin.enabled);
  CHECK(garmin.priority == 7);
  CHECK_FALSE(garmin.sync_name);
  CHECK(garmin.values.at("email") == "stored@x");
  CHECK(settings.providers.at("strava").values.at("client_id") == "42");
  CHECK(settings.providers.at("strava").base_urls ==
        std::map<std::string, std::string>{{"api", "https://c"}, {"oauth", "https://b"}});
  CHECK(settings.providers.at("ridewithgps").base_urls == std::map<std::string, std::string>{{"api", "https://d"}});
  CHECK(source_of(settings, "providers.strava.client_id") == "environment STRAVA_CLIENT_ID");
}

TEST_CASE("addresses come from the environment by role") {
  const Folder folder;
  const Settings settings =
      resolve(six_providers(), layers_at(folder, {{"TRACEKIT_GARMIN_BASE_URLS_SSO", "http://localhost:1"},
                                                  {"TRACEKIT_STRAVA_BASE_URLS_API", "https://a"}}));
  CHECK(settings.providers.at("garmin").base_urls == std::map<std::string, std::string>{{"sso", "http://localhost:1"}});
  CHECK(settings.providers.at("strava").base_urls == std::map<std::string, std::string>{{"api", "https://a"}});
}

TEST_CASE("the database is never named by the database") {
  const Folder folder;
  Layers layers = layers_at(folder);
  layers.stored = R"({"metadata_db": "elsewhere.db", "data_dir": "/elsewhere"})";
  const Settings settings = resolve(six_providers(), layers);
  CHECK(settings.database_url == "sqlite:///" + folder / "home/.local/share/tracekit/tracekit.sqlite3");
}

TEST_CASE("the database is found by every name of the original and of ours") {
  const Folder folder;
  const auto url = [&](Variables variables) {
    return resolve(six_providers(), layers_at(folder, std::move(variables))).database_url;
  };
  CHECK(url({{"METADATA_DB", "metadata.sqlite3"}}) == "sqlite:///" + folder / "metadata.sqlite3");
  CHECK(url({{"METADATA_DB", "a.db"}, {"DATABASE_URL", "postgres://h/db"}}) == "postgresql://h/db");
  CHECK(url({{"TRACEKIT_METADATA_DB", "b.db"}, {"DATABASE_URL", "postgres://h/db"}}) == "sqlite:///" + folder / "b.db");
  CHECK(url({{"TRACEKIT_DATA_DIR", "data"}}) == "sqlite:///" + folder / "data/tracekit.sqlite3");
  CHECK(url({{"METADATA_DB", ""}}) == "sqlite:///" + folder / "home/.local/share/tracekit/tracekit.sqlite3");
}

TEST_CASE("relative paths count from the place that names them") {
  const Folder folder;
  Layers layers = layers_at(folder);
  layers.file = file_at(folder, R"({"metadata_db": "m.db", "data_dir": "../data",
                                    "providers": {"spreadsheet": {"path": "log.xlsx"}}})");
  Settings settings = resolve(six_providers(), layers);
  CHECK(settings.database_url == "sqlite:///" + folder / "etc/m.db");
  CHECK(settings.data_dir == folder / "data");
  CHECK(settings.providers.at("spreadsheet").values.at("path") == folder / "etc/log.xlsx");
  layers.flags.push_back({"providers.spreadsheet.path", "log.xlsx", "--set"});
  CHECK(resolve(six_providers(), layers).providers.at("spreadsheet").values.at("path") == folder / "log.xlsx");
  layers.flags.clear();
  folder.write("project/.env", "TRACEKIT_SPREADSHEET_PATH=log.csv\n");
  layers.environment.read_dotenv(folder / "project");
  settings = resolve(six_providers(), layers);
  CHECK(settings.providers.at("spreadsheet").values.at("path") == folder / "project/log.csv");
  CHECK(source_of(settings, "providers.spreadsheet.path") ==
        "environment TRACEKIT_SPREADSHEET_PATH in " + folder / "project/.env");
}

TEST_CASE("a wrong value stops with the name of its place, and no weaker layer takes over") {
  const Folder folder;
  const auto refused = [](const Layers& layers) { return refusal([&] { resolve(six_providers(), layers); }); };
  CHECK(refused(layers_at(folder, {{"TRACEKIT_GARMIN_PRIORITY", "two"}})) ==
        "TRACEKIT_GARMIN_PRIORITY: expected a whole number, got \"two\"");
  CHECK(refused(layers_at(folder, {{"DATABASE_URL", "mysql://me:hunter2@h/db"}})) ==
        "DATABASE_URL: cannot use a mysql database");
  CHECK(refused(layers_at(folder, {{"STRAVA_CLIENT_ID", "1"}, {"STRAVA_CLIENT_ID_FILE", "/x"}})) ==
        "STRAVA_CLIENT_ID and STRAVA_CLIENT_ID_FILE are both set");
  Layers layers = layers_at(folder);
  layers.flags.push_back({"metadata_db", "mysql://h/db", "--db"});
  CHECK(refused(layers) == "--db: cannot use a mysql database");
  layers.flags = {{"providers.garmin.priorty", "1", "--set"}};
  CHECK(refused(layers) == "providers.garmin.priorty: unknown setting, did you mean priority?");
  layers.flags.clear();
  layers.stored = R"({"home_timezone": "Mars/Olympus"})";
  CHECK(refused(layers) == "the settings in the database: home_timezone: unknown time zone \"Mars/Olympus\"");
  layers.stored = R"([1])";
  CHECK(refused(layers) == "the settings in the database: expected a JSON object, got a list");
}

TEST_CASE("a broken config file leads neither to defaults nor to another database") {
  const Folder folder;
  const Schema schema = six_providers();
  const std::string path =
      folder.write("tracekit_config.json", R"({"metadata_db": "mine.db", "home_timezone": "Europe/Berlin")");
  const Layers layers = layers_at(folder);
  const auto load = [&] {
    Layers all = layers;
    if (const auto place = locate_config(std::nullopt, all.environment, all.working_dir)) {
      all.file = read_config(*place, schema);
    }
    return resolve(schema, all).database_url;
  };
  CHECK(refusal([&] { load(); }) == path + " is not valid JSON: line 1, column 60: unexpected end of input");
  folder.write("tracekit_config.json", R"({"metadata_db": "mine.db"})");
  CHECK(load() == "sqlite:///" + folder / "mine.db");
}

TEST_CASE("what the database holds of a newer version is told of and ignored") {
  const Folder folder;
  Layers layers = layers_at(folder);
  layers.stored =
      R"({"units": "imperial", "theme": "dark", "providers": {"garmin": {"password": "hunter2"}, "polar": {"enabled": true}}})";
  const Settings settings = resolve(six_providers(), layers);
  CHECK(settings.units == Units::imperial);
  CHECK(settings.secret("garmin", "password") == nullptr);
  REQUIRE(settings.warnings.size() == 3);
  CHECK(settings.warnings[0].starts_with("in the database: providers.polar: unknown provider"));
  CHECK(settings.warnings[1] == "in the database: theme: unknown setting");
  CHECK(settings.warnings[2] == "in the database: providers.garmin.password is ignored, secrets are only taken sealed");
}

TEST_CASE("a variable that nearly names a setting is told of") {
  const Folder folder;
  const Settings settings = resolve(six_providers(), layers_at(folder, {{"TRACEKIT_STRAVA_PRIORTY", "1"},
                                                                        {"TRACEKIT_SOMETHING_ELSE", "1"},
                                                                        {"TRACEKIT_CONFIG", "x"},
                                                                        {"TRACEKIT_SECRET_KEY", "x"},
                                                                        {"TRACEKIT_GARMIN_ENABLED", "true"}}));
  CHECK(settings.warnings ==
        std::vector<std::string>{"TRACEKIT_STRAVA_PRIORTY is no setting, did you mean TRACEKIT_STRAVA_PRIORITY?"});
}

TEST_CASE("secrets are merged like other settings, and kept apart from them") {
  const Folder folder;
  Layers layers = layers_at(folder);
  const auto shown = [&] {
    const Settings settings = resolve(six_providers(), layers);
    const Secret* secret = settings.secret("strava", "client_secret");
    CHECK_FALSE(settings.values.contains("providers.strava.client_secret"));
    CHECK_FALSE(settings.providers.at("strava").values.contains("client_secret"));
    return secret == nullptr
               ? "none"
               : secret->reveal() + " from " + settings.secrets.at("providers.strava.client_secret").source.text();
  };
  CHECK(shown() == "none");
  layers.file = file_at(folder, R"({"providers": {"strava": {"client_secret": "s1"}}})");
  CHECK(shown() == "s1 from file " + folder / "etc/tracekit_config.json");
  layers.stored_secrets.emplace("providers.strava.client_secret", Secret("s2"));
  CHECK(shown() == "s2 from database");
  layers.environment = with({{"HOME", folder / "home"}, {"STRAVA_CLIENT_SECRET_FILE", folder.write("s", "s3\n")}});
  CHECK(shown() == "s3 from environment STRAVA_CLIENT_SECRET_FILE");
}

TEST_CASE("a secret in a file that everybody can read is told of") {
  const Folder folder;
  const std::string path = folder.write("s", "s3");
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  const Settings settings = resolve(six_providers(), layers_at(folder, {{"STRAVA_CLIENT_SECRET_FILE", path}}));
  CHECK(settings.warnings ==
        std::vector<std::string>{"STRAVA_CLIENT_SECRET_FILE: everybody on this machine can read that file"});
}

TEST_CASE("what an enabled provider needs and lacks is listed") {
  const Folder folder;
  Layers layers = layers_at(folder, {{"TRACEKIT_STRAVA_ENABLED", "1"}, {"TRACEKIT_SPREADSHEET_ENABLED", "1"}});
  const Schema schema = six_providers();
  CHECK(missing_values(schema, resolve(schema, layers)) ==
        std::vector<std::string>{"providers.spreadsheet.path", "providers.strava.client_secret"});
  layers.stored_secrets.emplace("providers.strava.client_secret", Secret("s"));
  layers.stored = R"({"providers": {"spreadsheet": {"path": "/log.xlsx"}}})";
  CHECK(missing_values(schema, resolve(schema, layers)).empty());
  CHECK(missing_values(schema, resolve(schema, layers_at(folder))).empty());
}

TEST_CASE("showing the settings masks secrets and passwords and tells every source") {
  const Folder folder;
  Layers layers =
      layers_at(folder, {{"STRAVA_CLIENT_SECRET", "hunter2"}, {"DATABASE_URL", "postgresql://me:hunter2@h/db"}});
  layers.file = file_at(
      folder,
      R"({"providers": {"garmin": {"password": "hunter2", "priority": 4, "base_urls": {"api": "https://a"}}}})");
  const Schema schema = six_providers();
  const Settings settings = resolve(schema, layers);
  const nlohmann::ordered_json json = to_json(schema, settings);
  CHECK(json.dump().find("hunter2") == std::string::npos);
  CHECK(json["config_file"] == folder / "etc/tracekit_config.json");
  const auto& values = json["settings"];
  CHECK(values["metadata_db"].dump() ==
        R"({"value":"postgresql://me:********@h/db","secret":false,"layer":"environment","from":"DATABASE_URL"})");
  CHECK(values["providers.strava.client_secret"].dump() ==
        R"({"value":"********","secret":true,"layer":"environment","from":"STRAVA_CLIENT_SECRET"})");
  CHECK(values["providers.garmin.priority"]["value"] == 4);
  CHECK(values["providers.garmin.priority"]["from"] == folder / "etc/tracekit_config.json");
  CHECK(values["providers.garmin.base_urls.api"]["value"] == "https://a");
  CHECK(values["providers.strava.enabled"].dump() == R"({"value":false,"secret":false,"layer":"default","from":null})");
  CHECK(values["providers.spreadsheet.path"]["value"].is_null());
  CHECK(values["home_timezone"]["layer"] == "default");
  CHECK(values.begin().key() == "home_timezone");
  for (const ShownSetting& shown : shown_settings(schema, settings)) {
    CAPTURE(shown.key);
    CHECK(shown.value.find("hunter2") == std::string::npos);
    CHECK(values.contains(shown.key));
  }
}

TEST_CASE("an edit in the database is not undone by a file that did not change") {
  const Folder folder;
  const Schema schema = six_providers();
  const Environment environment;
  const ConfigFile file =
      file_at(folder, R"({"home_timezone": "Asia/Tokyo", "providers": {"garmin": {"enabled": true}}})");
  std::string stored = stored_seeded_by(schema, "", file, environment);
  stored = stored_with(schema, stored, "home_timezone", "Europe/Paris");
  Layers layers = layers_at(folder);
  layers.file = file;
  layers.stored = stored;
  for (int start = 0; start < 3; ++start) {
    const Settings settings = resolve(schema, layers);
    CHECK(settings.home_timezone == "Europe/Paris");
    CHECK(settings.providers.at("garmin").enabled);
    CHECK(settings.config_sha256 == file.sha256);
  }
  const ConfigFile edited = file_at(folder, R"({"home_timezone": "Asia/Seoul"})");
  CHECK(edited.sha256 != file.sha256);
  layers.file = edited;
  layers.stored = stored_seeded_by(schema, stored, edited, environment);
  CHECK(resolve(schema, layers).home_timezone == "Asia/Seoul");
}

TEST_CASE("a config file overrides what it names and nothing else") {
  const Folder folder;
  const Schema schema = six_providers();
  const ConfigFile file = file_at(folder, R"({"metadata_db": "m.db", "data_dir": "d",
      "providers": {"garmin": {"enabled": true, "password": "hunter2"}, "spreadsheet": {"path": "log.xlsx"}}})");
  const std::string stored =
      R"({"units":"imperial","later":{"x":[1]},"providers":{"garmin":{"priority":5},"strava":{"enabled":true}}})";
  const nlohmann::json seeded = nlohmann::json::parse(stored_seeded_by(schema, stored, file, Environment()));
  CHECK(seeded == nlohmann::json::parse(R"({"units":"imperial","later":{"x":[1]},"providers":{
      "garmin":{"priority":5,"enabled":true},"strava":{"enabled":true},"spreadsheet":{"path":")" +
                                        folder / "etc/log.xlsx" + R"("}}})"));
}

TEST_CASE("nothing invalid is stored") {
  const Schema schema = six_providers();
  const auto refused = [&](const char* key, const char* value) {
    return refusal([&] { stored_with(schema, "{}", key, value); });
  };
  CHECK(refused("home_timezone", "Mars/Olympus") == "home_timezone: unknown time zone \"Mars/Olympus\"");
  CHECK(refused("providers.garmin.priority", "0") ==
        "providers.garmin.priority: expected a whole number of 1 or more, got 0");
  CHECK(refused("colour", "blue") == "colour: unknown setting");
  CHECK(refused("providers.garmin.password", "hunter2") ==
        "providers.garmin.password: a secret is not stored among the settings");
  CHECK(refused("metadata_db", "x.db") == "metadata_db: is needed to open the database and cannot be stored in it");
  CHECK(refused("data_dir", "x") == "data_dir: is needed to open the database and cannot be stored in it");
}

TEST_CASE("stored values are set and removed one by one") {
  const Schema schema = six_providers();
  std::string stored = stored_with(schema, "", "providers.garmin.enabled", "yes");
  stored = stored_with(schema, stored, "providers.garmin.priority", "3");
  CHECK(stored == R"({"providers":{"garmin":{"enabled":true,"priority":3}}})");
  CHECK(stored_without(schema, stored, "providers.garmin.enabled") == R"({"providers":{"garmin":{"priority":3}}})");
  CHECK(stored_without(schema, stored, "providers.strava.enabled") == stored);
  CHECK(stored_without(schema, "{}", "units") == "{}");
}

TEST_CASE("an invalid stored value or section can be replaced") {
  const Folder folder;
  Layers layers = layers_at(folder);
  layers.stored = stored_with(six_providers(), R"({"home_timezone": "Mars/Olympus"})", "home_timezone", "UTC");
  CHECK(resolve(six_providers(), layers).home_timezone == "UTC");
  layers.stored = stored_with(six_providers(), R"({"providers": [1]})", "providers.garmin.enabled", "true");
  CHECK(resolve(six_providers(), layers).providers.at("garmin").enabled);
}

TEST_CASE("root does not work on what belongs to somebody else, who would be locked out") {
  if (::geteuid() != 0) {
    WARN("SKIPPED: only root can make a folder of somebody else");
    return;
  }
  const Folder folder;
  std::filesystem::create_directory(folder / "data");
  const Layers by_default = layers_at(folder, {{"TRACEKIT_DATA_DIR", folder / "data"}});
  const Layers elsewhere = layers_at(folder, {{"TRACEKIT_DATA_DIR", folder / "data"}, {"DATABASE_URL", "other.db"}});
  const auto refused = [](const Layers& layers) { return refusal([&] { resolve(six_providers(), layers); }); };
  CHECK(refused(elsewhere) == "no error");
  folder.write("other.db", "");
  REQUIRE(::chown((folder / "other.db").c_str(), 65534, 65534) == 0);
  CHECK(refused(elsewhere).starts_with(folder / "other.db" + " belongs to "));
  CHECK(refused(by_default) == "no error");
  REQUIRE(::chown((folder / "data").c_str(), 4294, 4294) == 0);
  CHECK(refused(by_default) == folder / "data" + " belongs to #4294, who could not use what root makes there");
  CHECK(hint([&] { resolve(six_providers(), by_default); }) == "run it as that user, for example with sudo -u '#4294'");
}
