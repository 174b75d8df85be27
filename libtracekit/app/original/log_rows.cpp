// SPDX-License-Identifier: MIT
#include "app/original/log_rows.hpp"

#include "base/text.hpp"
#include "model/record_json.hpp"
#include "providers/spreadsheet/row_identities.hpp"

namespace tracekit::app::original {
namespace {

constexpr const char* provider = "spreadsheet";

} // namespace

bool log_was_read(App& app) {
  const std::vector<Record> newest = app.mine().records.of_provider(provider, 1);
  return !newest.empty() && newest.front().origin != Origin::load;
}

void give_row_ids(App& app, std::vector<Record>& rows) {
  std::vector<spreadsheet::LogRow> log;
  for (const Record& row : rows) {
    Record named = row;
    named.fetched_at = 0; // the time of this run says nothing of the row
    spreadsheet::LogRow& known = log.emplace_back();
    known.number = static_cast<std::uint32_t>(parse_integer(row.key.id).value_or(0));
    known.content = portable_line(named);
    known.record = row;
  }
  auto identities = spreadsheet::RowIdentities::parse(app.mine().provider_states.cursor(provider));
  identities.align(log);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].key.id = log[i].record.key.id;
  }
  app.mine().provider_states.save_cursor(provider, identities.text());
}

} // namespace tracekit::app::original
