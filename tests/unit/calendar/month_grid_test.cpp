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
  const std::map<Month, MonthFacts> facts{{{2025, 6}, {3, 2, 1, {{"garmin", 3}}}}};
  const Grid grid = make_grid(providers, facts, {}, {{}, {}, {}, {2025, 8}});
  REQUIRE(months_of(grid) == std::vector<std::string>{"2025-08", "2025-07", "2025-06"});
  CHECK(grid.rows[2].activities == 3);
  CHECK(grid.rows[2].cells[0].records == 3);
  CHECK(grid.rows[2].cells[1].records == 0);
}

TEST_CASE("a number of months counts back from the current one") {
  const Grid grid = make_grid(providers, {}, {}, {{}, {}, 3, {2025, 1}});
  CHECK(months_of(grid) == std::vector<std::string>{"2025-01", "2024-12", "2024-11"});
}

TEST_CASE("from and to are both included") {
  const Grid grid = make_grid(providers, {}, {}, {Month{2024, 2}, Month{2024, 3}, {}, {2025, 1}});
  CHECK(months_of(grid) == std::vector<std::string>{"2024-03", "2024-02"});
}

TEST_CASE("nothing known shows no months") {
  CHECK(make_grid(providers, {}, {}, {{}, {}, {}, {2025, 1}}).rows.empty());
}

TEST_CASE("data of the future is shown even when the clock is behind") {
  const std::map<Month, MonthFacts> facts{{{2025, 3}, {1, 0, 0, {}}}};
  CHECK(months_of(make_grid(providers, facts, {}, {{}, {}, {}, {2025, 1}})) == std::vector<std::string>{"2025-03"});
}

TEST_CASE("coverage tells pulled and empty from never asked") {
  const std::map<std::pair<std::string, Month>, Coverage> coverage{{{"garmin", {2025, 1}}, Coverage::complete}};
  const Grid grid = make_grid(providers, {}, coverage, {{}, {}, {}, {2025, 1}});
  CHECK(grid.rows.at(0).cells[0].coverage == Coverage::complete);
  CHECK(grid.rows.at(0).cells[1].coverage == Coverage::not_pulled);
  CHECK(to_json(grid)["months"][0]["providers"]["garmin"]["coverage"].get<std::string>() == "complete");
}
