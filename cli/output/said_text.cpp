// SPDX-License-Identifier: MIT
#include "output/said_text.hpp"

#include <fmt/format.h>

#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

std::string name_of(const Record& record) { return fmt::format("{}:{}", record.key.provider, record.key.id); }

} // namespace

std::string left_out_table(const std::vector<Record>& records, app::App& app, const Terminal& terminal) {
  Table table(
      {{"Start"}, {"Record", Align::left, 12, true}, {"Distance", Align::right}, {"Name", Align::left, 8, true}});
  for (const Record& record : records) {
    table.add({{start_words(record, app.home())},
               {name_of(record)},
               {distance_words(record.totals.distance_m, app.settings().units)},
               {record.name}});
  }
  return table.render(terminal);
}

std::string said_pairs_table(const std::vector<app::SaidPair>& pairs, app::App& app, const Terminal& terminal) {
  Table table({{"Said"}, {"Word"}, {"A", Align::left, 12, true}, {"B", Align::left, 12, true}, {"Start of A"}});
  for (const app::SaidPair& pair : pairs) {
    table.add({{start_words(app.home().to_wall(pair.said_at), false)},
               {std::string(store::to_string(pair.verdict))},
               {name_of(pair.a)},
               {name_of(pair.b)},
               {start_words(pair.a, app.home())}});
  }
  return table.render(terminal);
}

} // namespace tracekit::cli
