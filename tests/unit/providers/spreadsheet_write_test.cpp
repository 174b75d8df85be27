// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/hash.hpp"
#include "formats/xlsx/xlsx.hpp"
#include "providers/spreadsheet/spreadsheet_provider.hpp"
#include "sample_sheets.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using test::PulledState;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view small_log = "Date,Type,Distance (km),Duration,Gear,Garmin ID,Name\n"
                                       "2025-08-01,Ride,10.00,0:30:00,Bike,,one\n"
                                       "2025-08-02,Ride,20.00,1:00:00,,,two\n"
                                       "2025-08-03,Run,5.00,,Shoes,77,three\n";

/// A log that has been pulled once.
struct Setup {
  explicit Setup(std::string_view csv = small_log) : Setup("log.csv", as_bytes(csv)) {}
  Setup(std::string file, ByteView content) : name(std::move(file)) {
    folder.write(name, content);
    connect();
    state.pull(*provider);
  }

  void connect(const std::string& cursor = {}) {
    const std::string latest = cursor.empty() ? state.cursor : cursor;
    provider = spreadsheet::make(world.context({{"path", (folder / name).string()}}, folder.path(), latest));
  }
  std::string id_of(const std::string& wanted) {
    for (const auto& [id, record] : state.records) {
      if (record.name == wanted) {
        return id;
      }
    }
    return "";
  }
  std::string text() { return std::string(as_text(read_file(folder / name))); }
  Record write(const std::string& id, const std::string& field, const std::string& value) {
    return provider->writer()->write(id, {{field, value}});
  }
  /// How many files there are whose name contains this.
  long files_with(const std::string& part) {
    return std::count_if(fs::directory_iterator(folder.path()), fs::directory_iterator(), [&](const auto& entry) {
      return entry.path().filename().string().find(part) != std::string::npos;
    });
  }

  test::TemporaryFolder folder;
  test::ProviderWorld world;
  std::string name;
  PulledState state;
  std::unique_ptr<Provider> provider;
};

Record a_workout() {
  Record record;
  record.key = {"garmin", "123"};
  record.start = parse_iso_time("2025-08-05T16:00:00Z")->utc_ms() / 1000;
  record.sport = "cycling";
  record.sub_sport = "generic";
  record.name = " Evening ride ";
  record.equipment = "Bike";
  record.totals.timer_s = 5025.4;
  record.totals.distance_m = 42195;
  record.external_ids = {{"garmin", "123"}, {"strava", "9"}};
  return record;
}

ErrorKind kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.kind();
  }
  FAIL("nothing was thrown");
  return ErrorKind::usage;
}

} // namespace

TEST_CASE("writing a name changes that cell and nothing else") {
  Setup a;
  const std::string id = a.id_of("two");
  const Record after = a.write(id, "name", "Second, \"long\" ride");
  CHECK(after.key.id == id);
  CHECK(after.name == "Second, \"long\" ride");
  std::string expected(small_log);
  expected.replace(expected.find("two"), 3, "\"Second, \"\"long\"\" ride\"");
  CHECK(a.text() == expected);
}

TEST_CASE("every field that a sheet holds can be written in the sheet's units") {
  Setup a(
      "Date,Type,Gear,Duration,Distance (mi),Max speed (mph),Avg HR,Max HR,Calories,Elevation gain (ft),Cadence,Name\n"
      "2025-08-01,,,,,,,,,,,a\n");
  const std::string id = a.id_of("a");
  const Record after = a.provider->writer()->write(id, {{"type", "Ride"},
                                                        {"equipment", "Bike"},
                                                        {"timer_s", "5025.4"},
                                                        {"distance_m", "16093.44"},
                                                        {"max_speed_mps", "10"},
                                                        {"avg_hr", "140.6"},
                                                        {"max_hr", "171"},
                                                        {"calories_kcal", "800"},
                                                        {"ascent_m", "100"},
                                                        {"avg_cadence", "85.2"},
                                                        {"name", "b"}});
  CHECK(a.text().ends_with("\n2025-08-01,Ride,Bike,1:23:45,10,22.4,141,171,800,328,85,b\n"));
  CHECK(after.totals.timer_s == 5025.0);
  CHECK(after.totals.distance_m.value() == Approx(16093.44));
  CHECK(after.key.id == id);
}

TEST_CASE("a written row is the same row in the next pull") {
  Setup a;
  const std::string id = a.id_of("three");
  const Record after = a.write(id, "name", "Third");
  a.state.cursor = a.world.saved_cursor;
  CHECK(a.state.pull(*a.provider).sources_read == 1);
  CHECK(a.state.last.gone.empty());
  CHECK(a.state.records.size() == 3);
  CHECK(a.state.records.at(id) == after);
}

TEST_CASE("what a write cannot do is refused before anything is written") {
  Setup a;
  const std::string id = a.id_of("two");
  CHECK(kind_of([&] { a.write("r0", "name", "x"); }) == ErrorKind::not_found);
  CHECK(kind_of([&] { a.write(id, "avg_hr", "140"); }) == ErrorKind::provider);
  CHECK(kind_of([&] { a.write(id, "device", "x"); }) == ErrorKind::provider);
  CHECK(kind_of([&] { a.write(id, "distance_m", "far"); }) == ErrorKind::usage);
  CHECK(a.text() == small_log);
  CHECK(a.files_with("backup") == 0);
}

TEST_CASE("a row that somebody edited since it was read is not overwritten") {
  Setup a;
  const std::string id = a.id_of("two");
  std::string edited(small_log);
  edited.replace(edited.find("two"), 3, "my own");
  a.folder.write("log.csv", edited);
  CHECK(kind_of([&] { a.write(id, "name", "x"); }) == ErrorKind::conflict);
  CHECK(a.text() == edited);
  SECTION("but after a fetch showed it, it is") {
    CHECK(a.provider->fetcher()->fetch(id).value().name == "my own");
    CHECK(a.write(id, "name", "x").name == "x");
  }
  SECTION("and other rows can be written") { CHECK(a.write(a.id_of("one"), "name", "x").name == "x"); }
}

TEST_CASE("a write finds its row after the sheet was sorted") {
  Setup a;
  const std::string id = a.id_of("two");
  a.folder.write("log.csv", "Date,Type,Distance (km),Duration,Gear,Garmin ID,Name\n"
                            "2025-08-03,Run,5.00,,Shoes,77,three\n"
                            "2025-08-02,Ride,20.00,1:00:00,,,two\n"
                            "2025-08-01,Ride,10.00,0:30:00,Bike,,one\n");
  CHECK(a.write(id, "equipment", "Bike").key.id == id);
  CHECK(a.text().find("\n2025-08-02,Ride,20.00,1:00:00,Bike,,two\n") != std::string::npos);
}

TEST_CASE("a row that is gone cannot be fetched or written, and is still reported by the next pull") {
  Setup a;
  const std::string id = a.id_of("two");
  a.folder.write("log.csv", "Date,Type,Distance (km),Duration,Gear,Garmin ID,Name\n"
                            "2025-08-01,Ride,10.00,0:30:00,Bike,,one\n"
                            "2025-08-03,Run,5.00,,Shoes,77,three\n");
  CHECK_FALSE(a.provider->fetcher()->fetch(id));
  CHECK(kind_of([&] { a.write(id, "name", "x"); }) == ErrorKind::not_found);
  a.write(a.id_of("one"), "name", "One");
  a.state.cursor = a.world.saved_cursor;
  a.state.pull(*a.provider);
  CHECK(a.state.last.gone == std::vector<std::string>{id});
}

TEST_CASE("a file that is open in an office program is not written") {
  Setup a;
  for (const char* lock : {".~lock.log.csv#", "~$log.csv"}) {
    const fs::path path = a.folder.write(lock, "somebody");
    CHECK(kind_of([&] { a.write(a.id_of("two"), "name", "x"); }) == ErrorKind::conflict);
    CHECK(kind_of([&] { a.provider->adder()->add(a_workout(), "c"); }) == ErrorKind::conflict);
    fs::remove(path);
  }
  CHECK(a.text() == small_log);
  SECTION("and a refused addition can be asked for again") {
    a.provider->adder()->add(a_workout(), "c");
    CHECK(a.text().find("Evening ride") != std::string::npos);
  }
}

TEST_CASE("the file as it was is kept before the first write of a run") {
  Setup a;
  a.write(a.id_of("one"), "name", "x");
  a.write(a.id_of("two"), "name", "y");
  CHECK(a.files_with("backup") == 1);
  CHECK(as_text(read_file(a.folder / "log.backup-1.csv")) == small_log);
  SECTION("and of many runs the last five are kept") {
    for (int run = 0; run < 7; ++run) {
      a.connect(a.world.saved_cursor);
      a.write(a.id_of("one"), "name", "x" + std::to_string(run));
    }
    CHECK(a.files_with("backup") == 5);
    CHECK(fs::exists(a.folder / "log.backup-8.csv"));
    CHECK_FALSE(fs::exists(a.folder / "log.backup-3.csv"));
  }
}

TEST_CASE("a write keeps the file's mode and leaves nothing else behind") {
  Setup a;
  fs::permissions(a.folder / "log.csv", fs::perms::owner_read | fs::perms::owner_write);
  a.connect(a.state.cursor);
  a.write(a.id_of("one"), "name", "x");
  CHECK(fs::status(a.folder / "log.csv").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(a.files_with("") == 2);
}

TEST_CASE("a link to the log stays a link") {
  Setup a;
  fs::create_directories(a.folder / "cloud");
  fs::rename(a.folder / "log.csv", a.folder / "cloud/log.csv");
  fs::create_symlink("cloud/log.csv", a.folder / "log.csv");
  a.connect();
  a.write(a.id_of("one"), "name", "x");
  CHECK(fs::is_symlink(a.folder / "log.csv"));
  CHECK(as_text(read_file(a.folder / "cloud/log.csv")).find(",x\n") != std::string::npos);
}

TEST_CASE("an added workout is a row at the end in the sheet's words and units") {
  Setup a;
  const Record added = a.provider->adder()->add(a_workout(), "change-1");
  CHECK(a.text() == std::string(small_log) + "2025-08-05,Ride,42.2,1:23:45,Bike,123,Evening ride\n");
  CHECK(added.name == "Evening ride");
  CHECK(added.date_only);
  CHECK(added.sport == "cycling");
  CHECK(added.external_ids == std::vector<ExternalId>{{"garmin", "123"}});
  a.state.cursor = a.world.saved_cursor;
  a.state.pull(*a.provider);
  CHECK(a.state.records.size() == 4);
  CHECK(a.state.records.at(added.key.id) == added);
}

TEST_CASE("a workout that is asked for twice is added once") {
  Setup a;
  const Record first = a.provider->adder()->add(a_workout(), "change-1");
  const std::string after = a.text();
  CHECK(a.provider->adder()->add(a_workout(), "change-1").key == first.key);
  a.connect(a.world.saved_cursor);
  CHECK(a.provider->adder()->add(a_workout(), "change-1").key == first.key);
  CHECK(a.text() == after);
  SECTION("also when it was renamed and sorted meanwhile") {
    a.folder.write("log.csv", "Date,Type,Distance (km),Duration,Gear,Garmin ID,Name\n"
                              "2025-08-05,Ride,42.2,1:23:45,Bike,123,Renamed\n"
                              "2025-08-02,Ride,20.00,1:00:00,,,two\n");
    CHECK(a.provider->adder()->add(a_workout(), "change-1").name == "Renamed");
  }
  SECTION("but another change adds another row") {
    CHECK(a.provider->adder()->add(a_workout(), "change-2").key != first.key);
  }
  SECTION("and a row that a person removed is added again") {
    a.folder.write("log.csv", small_log);
    a.provider->adder()->add(a_workout(), "change-1");
    CHECK(a.text() == after);
  }
}

TEST_CASE("a row that was written just before a crash is not written again") {
  Setup a;
  std::string before_crash;
  const auto provider = spreadsheet::make({{{"path", (a.folder / a.name).string()}},
                                           a.folder.path(),
                                           1,
                                           TimeZone("Europe/Berlin"),
                                           Units::metric,
                                           a.world.clock,
                                           a.world.progress,
                                           a.world.cancellation,
                                           a.state.cursor,
                                           [&](const std::string& cursor) {
                                             if (before_crash.empty()) {
                                               before_crash = cursor; // the last thing that was stored
                                             }
                                           }});
  const Record first = provider->adder()->add(a_workout(), "change-1");
  const std::string after = a.text();
  a.connect(before_crash);
  CHECK(a.provider->adder()->add(a_workout(), "change-1").key == first.key);
  CHECK(a.text() == after);
}

TEST_CASE("a sheet whose rows have a time of day gets one") {
  Setup a("Start time,Name\n2025-08-01 07:00:00,one\n");
  const Record added = a.provider->adder()->add(a_workout(), "c");
  CHECK(a.text().ends_with("\n2025-08-05 18:00:00,Evening ride\n"));
  CHECK(added.start == a_workout().start);
}

TEST_CASE("a workout without a date cannot become a row") {
  Setup a;
  Record record = a_workout();
  record.start.reset();
  CHECK(kind_of([&] { a.provider->adder()->add(record, "c"); }) == ErrorKind::provider);
  CHECK(a.text() == small_log);
}

TEST_CASE("a workbook is written cell by cell and its formulas stay") {
  Setup a("log.xlsx",
          test::a_workbook(
              {{"Date", "Duration", "Distance (km)", "Name"},
               {test::excel_date(test::serial_of("2025-08-01")), test::excel_duration(1800), 10.0, "one"},
               {test::excel_date(test::serial_of("2025-08-02")), std::monostate{}, test::Formula{"2*10", 20}, "two"}}));
  const std::string id = a.id_of("two");
  CHECK(a.write(id, "timer_s", "3600").totals.timer_s == 3600.0);
  CHECK(a.write(id, "name", "Two").totals.timer_s == 3600.0);
  CHECK(kind_of([&] { a.write(id, "distance_m", "1000"); }) == ErrorKind::conflict);
  const Record added = a.provider->adder()->add(a_workout(), "c");
  CHECK(added.date_only);
  const Table table = read_xlsx(read_file(a.folder / "log.xlsx"));
  REQUIRE(table.rows.size() == 4);
  CHECK(table.cell(3, 3).text == "Two");
  CHECK(table.cell(3, 2).is_formula);
  CHECK(table.cell(4, 0).is_date);
  CHECK(table.cell(4, 0).number == test::serial_of("2025-08-05"));
  CHECK(table.cell(4, 1).number * 86400 == Approx(5025));
  CHECK(table.cell(4, 2).number == 42.2);
  CHECK(read_file(a.folder / "log.backup-1.xlsx") != read_file(a.folder / "log.xlsx"));
}

TEST_CASE("a value that is there already is not written again") {
  Setup a;
  const FileStamp before = stamp_of(a.folder / "log.csv");
  CHECK(a.write(a.id_of("two"), "name", "two").name == "two");
  CHECK(stamp_of(a.folder / "log.csv") == before);
}

TEST_CASE("an emptied field empties the cell") {
  Setup a;
  CHECK(a.write(a.id_of("one"), "equipment", "").equipment.empty());
  CHECK_FALSE(a.write(a.id_of("one"), "distance_m", "").totals.distance_m.has_value());
  CHECK(a.text().find("\n2025-08-01,Ride,,0:30:00,,,one\n") != std::string::npos);
}
