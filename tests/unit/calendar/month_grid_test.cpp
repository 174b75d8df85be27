// SPDX-License-Identifier: MIT
#include "calendar/month_grid.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tracekit;
using namespace tracekit::calendar;

namespace {

const std::vector<std::string> providers{"garmin", "file"};

std::vector<std::string> months_of(const Grid& grid) {
  std::vector<std::string> out;
  for (const Row& row : grid.rows) {
    out.push_back(row.month.text());
  }
  return out;
}

} // namespace

TEST_CASE("the newest month comes first and months without data are not left out") {
  Known known;
  known.months = {{{2025, 6}, {3, 2, 1, {{"garmin", {3}}}}}};
  const Grid grid = make_grid(providers, known, {{}, {}, {}, {2025, 8}});
  REQUIRE(months_of(grid) == std::vector<std::string>{"2025-08", "2025-07", "2025-06"});
  CHECK(grid.rows[2].activities == 3);
  CHECK(grid.rows[2].cells[0].holding.records == 3);
  CHECK(grid.rows[2].cells[1].holding.records == 0);
}

TEST_CASE("a number of months counts back from the current one") {
  const Grid grid = make_grid(providers, {}, {{}, {}, 3, {2025, 1}});
  CHECK(months_of(grid) == std::vector<std::string>{"2025-01", "2024-12", "2024-11"});
}

TEST_CASE("from and to are both included") {
  const Grid grid = make_grid(providers, {}, {Month{2024, 2}, Month{2024, 3}, {}, {2025, 1}});
  CHECK(months_of(grid) == std::vector<std::string>{"2024-03", "2024-02"});
}

TEST_CASE("nothing known shows no months") { CHECK(make_grid(providers, {}, {{}, {}, {}, {2025, 1}}).rows.empty()); }

TEST_CASE("data of the future is shown even when the clock is behind") {
  Known known;
  known.months = {{{2025, 3}, {1, 0, 0, {}}}};
  CHECK(months_of(make_grid(providers, known, {{}, {}, {}, {2025, 1}})) == std::vector<std::string>{"2025-03"});
}

TEST_CASE("coverage tells pulled and empty from never asked") {
  Known known;
  known.pulls = {{{"garmin", {2025, 1}}, {Coverage::complete}}};
  const Grid grid = make_grid(providers, known, {{}, {}, {}, {2025, 1}});
  CHECK(grid.rows.at(0).cells[0].pulled.coverage == Coverage::complete);
  CHECK(grid.rows.at(0).cells[1].pulled.coverage == Coverage::not_pulled);
  CHECK(to_json(grid)["months"][0]["providers"]["garmin"]["coverage"].get<std::string>() == "complete");
}

TEST_CASE("a month's state is the first thing that a person should know") {
  const Month month{2024, 2};
  const std::pair<std::string, Month> garmin{"garmin", month};
  const std::pair<std::string, Month> file{"file", month};
  Known known;
  known.enabled = {"garmin", "file"};
  const auto state = [&] {
    return to_string(make_grid(providers, known, {month, month, {}, {2025, 1}}).rows.at(0).state);
  };
  CHECK(state() == "not_pulled");
  known.pulls = {{garmin, {Coverage::complete}}};
  CHECK(state() == "not_pulled"); // of the files nothing is known
  known.enabled.erase("file");
  CHECK(state() == "empty");
  known.months[month] = {3, 2, 0, {{"garmin", {3}}}};
  CHECK(state() == "in_sync");
  known.months[month].open_differences = 1;
  CHECK(state() == "differs");
  known.pulls[file] = {Coverage::failed, "no such folder"};
  CHECK(state() == "differs"); // it is not enabled, so nobody waits for it
  known.pulls[garmin] = {Coverage::failed, "no answer"};
  CHECK(state() == "failed");
  known.pulling = {month};
  CHECK(state() == "pulling");
}

TEST_CASE("a cell tells days, devices and how the last pull went") {
  Known known;
  known.months = {{{2024, 2}, {2, 0, 0, {{"garmin", {2, 0x10000001U, 1, {"Edge 530", "fenix"}}}}}}};
  known.pulls = {{{"garmin", {2024, 2}}, {Coverage::partial, "the rest is asked for later", 1'700'000'000}}};
  known.oldest = Month{2019, 5};
  const nlohmann::json document = to_json(make_grid(providers, known, {Month{2024, 2}, Month{2024, 2}, {}, {2025, 1}}));
  CHECK(document["oldest"].get<std::string>() == "2019-05");
  const nlohmann::json& row = document["months"][0];
  CHECK(row["days_in_month"].get<int>() == 29);
  const nlohmann::json& garmin = row["providers"]["garmin"];
  CHECK(garmin["days"] == nlohmann::json::array({1, 29}));
  CHECK(garmin["devices"] == nlohmann::json::array({"Edge 530", "fenix"}));
  CHECK(garmin["open_differences"].get<int>() == 1);
  CHECK(garmin["pulled_at"].get<std::string>() == "2023-11-14T22:13:20Z");
  CHECK(garmin["problem"].get<std::string>() == "the rest is asked for later");
  CHECK(row["providers"]["file"]["pulled_at"].is_null());
  CHECK(row["devices"] == garmin["devices"]); // the whole month's
  CHECK(row["pulled_at"] == garmin["pulled_at"]);
  CHECK(row["problem"].is_null()); // nothing failed
}
