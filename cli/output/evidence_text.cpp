// SPDX-License-Identifier: MIT
#include "output/evidence_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/sport.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {

std::string evidence_sentence(const std::vector<Evidence>& evidence) {
  std::string in_favour;
  std::string against;
  for (const Evidence& reason : evidence) {
    std::string& words = reason.bits < 0 ? against : in_favour;
    words += (words.empty() ? "" : ", ") + words_of(reason);
  }
  if (in_favour.empty() || against.empty()) {
    return in_favour + against;
  }
  return in_favour + "; but " + against;
}

std::string evidence_list(const std::vector<Evidence>& evidence, const Terminal& terminal) {
  std::string out;
  for (const Evidence& reason : evidence) {
    const Style style = reason.bits < 0 ? Style::red : reason.bits > 0 ? Style::green : Style::dim;
    out += fmt::format("  {} {}\n", styled(fmt::format("{:>+5.1f}", reason.bits), style, terminal.colour),
                       printable(words_of(reason)));
  }
  return out;
}

std::string records_side_by_side(const std::vector<Record>& records, const TimeZone& home, Units units,
                                 const Terminal& terminal) {
  Table table({{"Record", Align::left, 16, true},
               {"Start"},
               {"Sport", Align::left, 6, true},
               {"Name", Align::left, 8, true},
               {"Distance", Align::right},
               {"Time", Align::right},
               {"Device", Align::left, 6, true}});
  for (const Record& record : records) {
    const Totals& totals = record.totals;
    const auto time = totals.timer_s ? totals.timer_s : totals.elapsed_s ? totals.elapsed_s : totals.moving_s;
    table.add({{record.key.provider + ":" + record.key.id, record.deleted_at ? Style::dim : Style::plain},
               {start_words(record, home)},
               {sport_label(record.sport, record.sub_sport)},
               {record.name},
               {distance_words(totals.distance_m, units)},
               {duration_words(time)},
               {record.device.product}});
  }
  return table.render(terminal);
}

} // namespace tracekit::cli
