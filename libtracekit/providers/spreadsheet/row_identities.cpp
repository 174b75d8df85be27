// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_identities.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/error.hpp"

namespace tracekit::spreadsheet {
namespace {

using nlohmann::json;

constexpr int cursor_version = 1;
constexpr std::size_t id_digits = 10;

json to_json(const KnownRow& row) {
  return {row.id,   row.number,    row.content_hash, row.date,     row.name,
          row.type, row.equipment, row.distance,     row.duration, row.external};
}

KnownRow known_from(const json& row) {
  const auto text = [&](std::size_t index) { return row.at(index).get<std::string>(); };
  return {text(0), row.at(1).get<std::uint32_t>(),           text(2), text(3), text(4), text(5), text(6), text(7),
          text(8), row.at(9).get<std::vector<std::string>>()};
}

} // namespace

RowIdentities RowIdentities::parse(const std::string& cursor) {
  RowIdentities out;
  if (cursor.empty()) {
    return out;
  }
  try {
    const json document = json::parse(cursor);
    if (document.at("version").get<int>() == cursor_version) {
      for (const json& row : document.at("rows")) {
        out.known_.push_back(known_from(row));
        out.ids_.insert(out.known_.back().id);
      }
      out.added_ = document.at("added").get<std::map<std::string, std::string>>();
      return out;
    }
  } catch (const json::exception&) { // what follows says it
  }
  throw Error(ErrorKind::database, "what is remembered of the spreadsheet's rows cannot be read",
              "`tracekit reset --provider spreadsheet` starts anew");
}

std::string RowIdentities::text() const {
  json rows = json::array();
  for (const KnownRow& known : known_) {
    rows.push_back(to_json(known));
  }
  return json{{"version", cursor_version}, {"rows", std::move(rows)}, {"added", added_}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

std::string RowIdentities::new_id(const std::string& content_hash) {
  const std::string stem = "r" + content_hash.substr(0, id_digits);
  std::string id = stem;
  for (int copy = 2; !ids_.insert(id).second; ++copy) {
    id = fmt::format("{}-{}", stem, copy);
  }
  return id;
}

void RowIdentities::align(std::vector<LogRow>& rows) {
  std::vector<KnownRow> now;
  now.reserve(rows.size());
  for (const LogRow& row : rows) {
    now.push_back(known_row(row));
  }
  const auto partner = align_rows(known_, now);
  std::vector<bool> found(known_.size(), false);
  for (std::size_t j = 0; j < rows.size(); ++j) {
    if (partner[j]) {
      const KnownRow& before = known_[*partner[j]];
      found[*partner[j]] = true;
      now[j].id = before.id;
      rows[j].edited = before.content_hash != now[j].content_hash;
    } else {
      now[j].id = new_id(now[j].content_hash);
    }
    rows[j].record.key.id = now[j].id;
  }
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (!found[i]) {
      now.push_back(std::move(known_[i]));
      now.back().number = 0;
    }
  }
  known_ = std::move(now);
}

std::vector<std::string> RowIdentities::drop_vanished() {
  std::vector<std::string> vanished;
  std::erase_if(known_, [&](const KnownRow& row) {
    if (row.number != 0) {
      return false;
    }
    vanished.push_back(row.id);
    ids_.erase(row.id);
    return true;
  });
  std::erase_if(added_, [&](const auto& entry) { return !ids_.contains(entry.second); });
  return vanished;
}

void RowIdentities::follow_edit(std::vector<LogRow>& rows, std::uint32_t edited) {
  const auto known =
      std::find_if(known_.begin(), known_.end(), [&](const KnownRow& row) { return row.number == edited; });
  const auto now = std::find_if(rows.begin(), rows.end(), [&](const LogRow& row) { return row.number == edited; });
  if (edited != 0 && known != known_.end() && now != rows.end()) {
    // What was written is known before it is looked for, so it is found by its content.
    std::string id = std::move(known->id);
    *known = known_row(*now);
    known->id = std::move(id);
  }
  align(rows);
}

std::string RowIdentities::added(const std::string& idempotency) const {
  const auto found = added_.find(idempotency);
  return found == added_.end() ? "" : found->second;
}

std::string RowIdentities::expect(const std::string& idempotency, LogRow row) {
  row.number = 0;
  KnownRow known = known_row(row);
  const auto vanished = std::find_if(known_.begin(), known_.end(), [&](const KnownRow& other) {
    return other.number == 0 && other.content_hash == known.content_hash;
  });
  if (vanished != known_.end()) { // it comes back as the row that it was
    return added_[idempotency] = vanished->id;
  }
  known.id = new_id(known.content_hash);
  known_.push_back(known);
  return added_[idempotency] = known.id;
}

} // namespace tracekit::spreadsheet
