// SPDX-License-Identifier: MIT
#include "app/calendar_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/day_order.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr int most_months = 12;

/// The months as the command line prints them, each under its name.
nlohmann::json by_month(const nlohmann::json& grid) {
  nlohmann::json months = nlohmann::json::object();
  for (const nlohmann::json& row : grid.at("months")) {
    months[row.at("month").get<std::string>()] = row;
  }
  return {{"providers", grid.at("providers")}, {"oldest", grid.at("oldest")}, {"months", std::move(months)}};
}

Response calendar_of(Call& call, Month from, Month to) {
  return json_response(by_month(calendar::to_json(app::calendar_grid(call.app(), from, to, std::nullopt))));
}

Response calendar_range(Call& call) {
  call.knows_only({"from", "to"});
  const auto asked_from = call.asked_month("from");
  const auto asked_to = call.asked_month("to");
  const Month to = asked_to ? *asked_to : asked_from ? asked_from->plus(most_months - 1) : call.app().current_month();
  const Month from = asked_from ? *asked_from : to.plus(1 - most_months);
  check_day_order(from.first_day(), to.last_day());
  if (to.index() - from.index() >= most_months) {
    throw Error(ErrorKind::usage, fmt::format("{} to {} are more than {} months", from.text(), to.text(), most_months),
                "both ends count; ask for a part at a time");
  }
  return calendar_of(call, from, to);
}

Response calendar_month(Call& call) {
  call.knows_only({});
  return calendar_of(call, call.month(), call.month());
}

} // namespace

void add_calendar(Routes& routes) {
  routes.add("GET", "/api/calendar", Access::read, calendar_range)
      .says("The months, at most 12")
      .shape("calendar-by-month")
      .asks("from", "first month, YYYY-MM")
      .asks("to", "last month, YYYY-MM");
  routes.add("GET", "/api/calendar/{month}", Access::read, calendar_month).says("One month").shape("calendar-by-month");
}

} // namespace tracekit::web
