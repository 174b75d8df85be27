// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/app.hpp"
#include "app/calendar_view.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

Table::Cell cell_of(const calendar::Cell& cell) {
  const std::string count = cell.holding.records > 0 ? " " + std::to_string(cell.holding.records) : "";
  switch (cell.pulled.coverage) {
  case calendar::Coverage::complete:
    return {"✓" + count, Style::green};
  case calendar::Coverage::partial:
    return {"~" + count, Style::yellow};
  case calendar::Coverage::failed:
    return {"!" + count, Style::red};
  case calendar::Coverage::impossible:
    return {"×" + count, Style::dim};
  case calendar::Coverage::not_pulled:
    break;
  }
  return cell.holding.records > 0 ? Table::Cell{std::to_string(cell.holding.records)} : Table::Cell{"—", Style::dim};
}

std::string text_of(const calendar::Grid& grid, const Terminal& terminal) {
  std::vector<Table::Column> columns{{"Month"}};
  for (const std::string& provider : grid.providers) {
    columns.push_back({provider_title(provider), Align::left, 6, true});
  }
  columns.push_back({"Workouts", Align::right});
  columns.push_back({"Matched", Align::right});
  columns.push_back({"To do", Align::right});
  Table table(columns);
  for (const calendar::Row& row : grid.rows) {
    std::vector<Table::Cell> cells{{row.month.text()}};
    for (const calendar::Cell& cell : row.cells) {
      cells.push_back(cell_of(cell));
    }
    cells.push_back({std::to_string(row.activities)});
    cells.push_back({std::to_string(row.matched)});
    cells.push_back({std::to_string(row.open_differences), row.open_differences > 0 ? Style::yellow : Style::green});
    table.add(std::move(cells));
  }
  return table.render(terminal);
}

struct CalendarArguments {
  std::optional<int> months;
  std::optional<std::string> from;
  std::optional<std::string> to;
};

std::optional<Month> month_of(const std::optional<std::string>& text) {
  return text ? std::optional(Month::parse(*text)) : std::nullopt;
}

int run_calendar(Session& session, const CalendarArguments& arguments) {
  const auto from = month_of(arguments.from);
  const auto to = month_of(arguments.to);
  const calendar::Grid grid = app::calendar_grid(session.app(), from, to, arguments.months);
  if (session.options().json) {
    session.print_json(calendar::to_json(grid));
  } else if (grid.rows.empty()) {
    session.print("Nothing is here yet. `tracekit pull` fetches your activities.\n");
  } else {
    session.print(text_of(grid, session.terminal()));
  }
  return 0;
}

} // namespace

void add_calendar(CommandLine& command_line) {
  auto arguments = std::make_shared<CalendarArguments>();
  Command& command = command_line.command("calendar", "Show month by month what each provider has and what differs");
  const CommandOption months =
      command.option("--months", arguments->months, "how many months, counted back from now").within(1, 1200);
  command.option("--from", arguments->from, "first month, YYYY-MM").excludes(months);
  command.option("--to", arguments->to, "last month, YYYY-MM").excludes(months);
  command.runs([arguments](Session& session) { return run_calendar(session, *arguments); });
}

} // namespace tracekit::cli
