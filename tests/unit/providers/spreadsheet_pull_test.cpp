// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <filesystem>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "providers/spreadsheet/spreadsheet_provider.hpp"
#include "sample_sheets.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using test::a_workbook;
using test::PulledState;
using test::SheetRow;

namespace {

struct Setup {
  explicit Setup(std::string file = "log.csv", Units units_of = Units::metric)
      : name(std::move(file)), units(units_of) {}

  test::TemporaryFolder folder;
  test::ProviderWorld world;
  std::string name;
  Units units;
  std::map<std::string, std::string> more_settings;
  PulledState state;

  std::unique_ptr<Provider> provider() {
    auto settings = more_settings;
    settings["path"] = (folder / name).string();
    return spreadsheet::make(world.context(settings, folder.path(), state.cursor, units));
  }
  PullOutcome pull() { return state.pull(*provider()); }
  PullOutcome pull_everything() { return state.pull(*provider(), true); }
  PullOutcome pull(std::string_view csv) {
    folder.write(name, csv);
    return pull();
  }
  PullOutcome pull(const std::vector<SheetRow>& rows) {
    folder.write(name, a_workbook(rows));
    return pull();
  }
  /// What a pull of this content complains about, and its hint.
  std::string complaint(std::string_view content) {
    folder.write(name, content);
    try {
      pull();
    } catch (const Error& error) {
      return std::string(error.what()) + "; " + error.hint();
    }
    return "";
  }
  std::string failure() const { return state.last.sources.empty() ? "" : state.last.sources.at(0).failure; }
  /// The record with this name.
  const Record& named(const std::string& wanted) {
    for (const auto& [id, record] : state.records) {
      if (record.name == wanted) {
        return record;
      }
    }
    FAIL("no record named " << wanted);
    throw std::logic_error("unreachable");
  }
};

} // namespace

TEST_CASE("a row of the original tool's sheet becomes a record") {
  Setup a("log.xlsx", Units::imperial);
  a.pull({test::original_headings(),
          {"2025-08-03", "Ride", "Home", "Boston", "MA",  "75", "2019 Altruiste", "1:02:03", 22.6,  31.5,         141.0,
           170.0,        640.0,  300.0,  1200.0,   "Kim", 82.0, 12345678901.0,    "998877",  "555", "Sunset loop"}});
  REQUIRE(a.state.records.size() == 1);
  const Record& record = a.named("Sunset loop");
  CHECK(record.key.provider == "spreadsheet");
  CHECK(record.origin == Origin::file);
  CHECK(record.manual);
  CHECK(record.date_only);
  CHECK_FALSE(record.start.has_value());
  CHECK(record.start_local == wall_midnight(*parse_date("2025-08-03")));
  CHECK(record.type == "Ride");
  CHECK(record.sport == "cycling");
  CHECK(record.equipment == "2019 Altruiste");
  CHECK(record.totals.timer_s == 3723.0);
  CHECK(record.totals.distance_m.value() == Approx(22.6 * 1609.344));
  CHECK(record.totals.max_speed_mps.value() == Approx(31.5 * 0.44704));
  CHECK(record.totals.avg_hr == 141.0);
  CHECK(record.totals.max_hr == 170.0);
  CHECK(record.totals.calories_kcal == 640.0);
  CHECK(record.totals.ascent_m.value() == Approx(365.76));
  CHECK(record.totals.avg_cadence == 82.0);
  CHECK(record.external_ids ==
        std::vector<ExternalId>{{"strava", "12345678901"}, {"garmin", "998877"}, {"ridewithgps", "555"}});
  CHECK(record.detail_json.find("Boston") != std::string::npos);
  CHECK(record.detail_json.find("Kim") != std::string::npos);
  const PulledSource& source = a.state.last.sources.at(0);
  CHECK(source.failure.empty());
  CHECK(source.original == read_file(a.folder / "log.xlsx"));
  CHECK(source.original_sha256 == sha256_hex(*source.original));
}

TEST_CASE("a start with a time of day is wall clock time at home") {
  Setup a("log.xlsx");
  a.pull({{"Date", "Name"},
          {test::excel_date_time(test::serial_of("2025-08-03") + 0.5), "summer"},
          {"2025-01-03 12:00", "winter"},
          {"2025-01-03T12:00:00Z", "zulu"},
          {"2025-01-03T12:00:00-05:00", "away"}});
  CHECK(format_utc(a.named("summer").start.value()) == "2025-08-03T10:00:00Z");
  CHECK(format_wall(a.named("summer").start_local.value()) == "2025-08-03T12:00:00");
  CHECK_FALSE(a.named("summer").date_only);
  CHECK(format_utc(a.named("winter").start.value()) == "2025-01-03T11:00:00Z");
  CHECK(format_utc(a.named("zulu").start.value()) == "2025-01-03T12:00:00Z");
  CHECK(format_wall(a.named("zulu").start_local.value()) == "2025-01-03T13:00:00");
  CHECK(format_utc(a.named("away").start.value()) == "2025-01-03T17:00:00Z");
  CHECK(format_wall(a.named("away").start_local.value()) == "2025-01-03T12:00:00");
}

TEST_CASE("blank rows, short rows, repeated headings and totals are no trouble") {
  Setup a("log.xlsx");
  a.pull({{"Date", "Type", "Distance (km)", "Name"},
          {"2025-08-01", "Ride", 10.0, "one"},
          {},
          {" ", ""},
          {"2025-08-02"},
          {"Date", "Type", "Distance (km)", "Name"},
          {"2025-08-03", "Run", 5.0, "two"},
          {std::monostate{}, std::monostate{}, test::Formula{"SUM(C2:C7)", 15}}});
  CHECK(a.failure().empty());
  CHECK(a.state.records.size() == 3);
}

TEST_CASE("a date that cannot be read is named with sheet, row, column and value, and the other rows are read") {
  Setup a("log.xlsx");
  a.pull({{"Name", "Date"}, {"one", "2025-08-01"}, {"two", "2025-13-01"}, {"three", "2025-08-03"}, {"four"}});
  CHECK(a.state.records.size() == 2);
  CHECK(a.failure() == "log.xlsx: sheet \"Log\", row 3, cell B3 (date): \"2025-13-01\" is not a date; "
                       "sheet \"Log\", row 5, cell B5 (date): there is no date");
}

TEST_CASE("a cell that cannot be read is named and the rest of its row is kept") {
  Setup a;
  a.pull("Date,Distance (km),Duration,Name\n2025-08-01,ten,1:00:00,a\n2025-08-02,12.5,forever,b\n2025-08-03,#N/A,,c\n");
  CHECK(a.state.records.size() == 3);
  CHECK_FALSE(a.named("a").totals.distance_m.has_value());
  CHECK(a.named("a").totals.timer_s == 3600.0);
  CHECK(a.named("b").totals.distance_m == 12500.0);
  CHECK(a.failure().find("cell B2 (distance): \"ten\" is not a number") != std::string::npos);
  CHECK(a.failure().find("cell C3 (duration): \"forever\" is not a duration") != std::string::npos);
  CHECK(a.failure().find("cell B4 (distance): \"#N/A\" is not a number") != std::string::npos);
  SECTION("and later pulls work") {
    CHECK(a.pull_everything().sources_read == 1);
    CHECK(a.state.records.size() == 3);
  }
}

TEST_CASE("of many problems some are named and the rest is counted") {
  Setup a;
  std::string csv = "Date,Name\n2025-08-01,good\n";
  for (int i = 0; i < 30; ++i) {
    csv += "never,bad\n";
  }
  a.pull(csv);
  CHECK(a.state.records.size() == 1);
  CHECK(a.failure().ends_with("; and 10 more"));
}

TEST_CASE("a formula counts with the value that was saved") {
  Setup a("log.xlsx");
  a.pull({{"Date", "Distance (km)", "Name"}, {"2025-08-01", test::Formula{"4*2.5", 10}, "a"}});
  CHECK(a.named("a").totals.distance_m == 10000.0);
}

TEST_CASE("numbers with a decimal comma and durations of a day are kept") {
  Setup a;
  a.pull("Datum;Distance (km);Duration;Name\n3.8.2025;10,5;25:30:00;a\n4.8.2025;8,25;62:03;b\n");
  CHECK(a.named("a").totals.distance_m == 10500.0);
  CHECK(a.named("a").totals.timer_s == 91800.0);
  CHECK(a.named("b").totals.timer_s == 3723.0);
  CHECK(a.failure().empty());
}

TEST_CASE("an unchanged file is not opened again") {
  Setup a;
  a.pull("Date,Name\n2025-08-01,a\n");
  const std::string cursor = a.state.cursor;
  const PullOutcome again = a.pull();
  CHECK(again.sources_seen == 1);
  CHECK(again.sources_read == 0);
  CHECK(again.cursor == cursor);
  CHECK(a.state.last.sources.empty());
  SECTION("unless everything is asked for") { CHECK(a.pull_everything().sources_read == 1); }
  SECTION("unless the units have changed, which its numbers depend on") {
    a.units = Units::imperial;
    CHECK(a.pull().sources_read == 1);
  }
  SECTION("unless the rows are not known any more") {
    a.state.cursor.clear();
    CHECK(a.pull().sources_read == 1);
    CHECK(a.state.records.size() == 1);
  }
}

TEST_CASE("edits of the file are noticed and rows keep their identity") {
  Setup a;
  a.pull("Date,Km,Name\n2025-08-01,10,one\n2025-08-02,20,two\n2025-08-03,30,three\n");
  const std::string one = a.named("one").key.id;
  const std::string two = a.named("two").key.id;
  const std::string three = a.named("three").key.id;
  a.pull("Date,Km,Name\n2025-07-30,5,zero\n2025-08-03,30,three\n2025-08-02,20,TWO!\n");
  CHECK(a.state.records.size() == 3);
  CHECK(a.named("three").key.id == three);
  CHECK(a.named("TWO!").key.id == two);
  CHECK(a.named("zero").key.id != one);
  CHECK(a.state.last.gone == std::vector<std::string>{one});
}

TEST_CASE("a row whose date breaks keeps its record until it is mended") {
  Setup a;
  a.pull("Date,Km,Name\n2025-08-01,10,one\n2025-08-02,20,two\n");
  const std::string two = a.named("two").key.id;
  a.pull("Date,Km,Name\n2025-08-01,10,one\n2025-08-0x,20,two\n");
  CHECK(a.state.last.gone.empty());
  CHECK(a.state.records.count(two) == 1);
  CHECK_FALSE(a.failure().empty());
  a.pull("Date,Km,Name\n2025-08-01,10,one\n2025-08-04,20,two\n");
  CHECK(a.named("two").key.id == two);
  CHECK(a.named("two").start_local == wall_midnight(*parse_date("2025-08-04")));
}

TEST_CASE("rows keep their identity when another program rewrites the cells") {
  Setup a("log.xlsx");
  a.pull({{"Date", "Duration", "Km", "Name"},
          {"2025-08-01", "1:00:00", "10,5", "one"},
          {"2025-08-02", "0:30:00", 5.0, "two"}});
  const std::string cursor = a.state.cursor;
  const auto before = a.state.records;
  a.pull({{"Date", "Duration", "Km", "Name"},
          {test::excel_date(test::serial_of("2025-08-01")), test::excel_duration(3600), 10.5, "one"},
          {test::excel_date(test::serial_of("2025-08-02")), test::excel_duration(1800), 5.0, "two"}});
  CHECK(a.state.records == before);
  CHECK(a.state.cursor == cursor);
}

TEST_CASE("the log may move to another path") {
  Setup a;
  a.pull("Date,Name\n2025-08-01,a\n");
  const auto before = a.state.records;
  const std::string old_key = (a.folder / a.name).string();
  std::filesystem::rename(a.folder / "log.csv", a.folder / "moved.csv");
  a.name = "moved.csv";
  a.pull();
  CHECK(a.state.records == before);
  CHECK(a.state.last.forgotten == std::vector<std::string>{old_key});
  CHECK(a.state.last.gone.empty());
}

TEST_CASE("a sheet can be chosen by name") {
  Setup a("log.xlsx");
  a.more_settings["sheet"] = "log";
  a.pull({{"Date", "Name"}, {"2025-08-01", "a"}});
  CHECK(a.state.records.size() == 1);
  a.more_settings["sheet"] = "Missing";
  CHECK_THROWS_WITH(a.pull_everything(), Catch::Contains("log.xlsx") && Catch::Contains("Missing"));
}

TEST_CASE("a missing, unset or damaged log is an error that names it and deletes nothing") {
  Setup a("log.xlsx");
  CHECK_THROWS_WITH(a.pull(), Catch::Contains("log.xlsx"));
  CHECK_THROWS_WITH(spreadsheet::make(a.world.context({}, a.folder.path())),
                    Catch::Contains("providers.spreadsheet.path"));
  a.folder.write("log.xlsx", "not a workbook");
  CHECK_THROWS_WITH(a.pull(), Catch::Contains("log.xlsx"));
}

TEST_CASE("a log without a byte says what to do, and names the last copy where there is one") {
  Setup a(GENERATE("log.xlsx", "log.csv"));
  CHECK(a.complaint("") == a.name +
                               " is empty: it has not one byte; put a copy of the log back, or begin one with a row "
                               "of headings: Date, Type, Distance ...");
  const std::string ending = a.name.substr(3);
  a.folder.write("log.backup-9" + ending, "older");
  a.folder.write("log.backup-10" + ending, "newer");
  CHECK_THAT(a.complaint(""), Catch::EndsWith("the last that tracekit kept is log.backup-10" + ending));
}

TEST_CASE("a log that has become blank deletes nothing") {
  Setup a("log.xlsx");
  a.pull({{"Date", "Type"}, {"2025-08-01", "Ride"}});
  CHECK_THAT(a.complaint(as_text(a_workbook({}))),
             Catch::StartsWith("log.xlsx: the sheet \"Log\" is empty: it has not one row; put a copy of the log back"));
  CHECK(a.state.records.size() == 1);
}

TEST_CASE("a CSV of nothing but blank lines is empty, too") {
  Setup a;
  CHECK_THAT(a.complaint("\xEF\xBB\xBF\n\n"), Catch::StartsWith("log.csv is empty: it has not one row; "));
}

TEST_CASE("stray blanks around a name are kept so that they can be offered as a change") {
  Setup a;
  a.pull("Date,Name\n2025-08-01,\" Morning \"\n");
  CHECK(a.state.records.begin()->second.name == " Morning ");
}

TEST_CASE("a sheet with only headings holds nothing") {
  Setup a;
  a.pull("Date,Type,Distance\n");
  CHECK(a.state.records.empty());
  CHECK(a.failure().empty());
}
