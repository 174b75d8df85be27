// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_identities.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

using nlohmann::json;

constexpr std::size_t hash_digits = 16;

/// Pairs items of two lists by equal keys, in order; an empty key pairs with nothing.
template <typename Old, typename New>
void pair_by(const std::vector<Old> &olds, const std::vector<New> &news, std::vector<std::size_t> &partner, std::vector<bool> &taken,
             const std::function<std::string(const Old &)> &old_key, const std::function<std::string(const New &)> &new_key) {
  std::unordered_map<std::string, std::vector<std::size_t>> by_key; // last first
  for (std::size_t i = olds.size(); i-- > 0;) {
    if (!taken[i]) {
      by_key[old_key(olds[i])].push_back(i);
    }
  }
  for (std::size_t j = 0; j < news.size(); ++j) {
    const std::string key = partner[j] == olds.size() ? new_key(news[j]) : "";
    const auto found = key.empty() ? by_key.end() : by_key.find(key);
    if (found != by_key.end() && !found->second.empty()) {
      partner[j] = found->second.back();
      taken[partner[j]] = true;
      found->second.pop_back();
    }
  }
}

} // namespace

RowIdentities RowIdentities::parse(const std::string &cursor) {
  RowIdentities out;
  if (cursor.empty()) {
    return out;
  }
  try {
    const json document = json::parse(cursor);
    out.next_ = document.at("next").get<std::uint64_t>();
    for (const json &row : document.at("rows")) {
      out.known_.push_back({row.at(0).get<std::string>(), row.at(1).get<std::uint32_t>(), row.at(2).get<std::string>(), row.at(3).get<std::string>(),
                            row.at(4).get<std::string>(), row.at(5).get<std::string>(), row.at(6).get<std::string>(), row.at(7).get<std::string>()});
    }
    out.added_ = document.at("added").get<std::map<std::string, std::string>>();
  } catch (const json::exception &) {
    throw Error(ErrorKind::database, "what is remembered of the spreadsheet's rows cannot be read", "`tracekit reset --provider spreadsheet` starts anew");
  }
  return out;
}

std::string RowIdentities::text() const {
  json rows = json::array();
  for (const Known &known : known_) {
    rows.push_back({known.id, known.number, known.content_hash, known.date, known.name, known.type, known.distance, known.external});
  }
  return json{{"next", next_}, {"rows", std::move(rows)}, {"added", added_}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

RowIdentities::Known RowIdentities::known_of(const LogRow &row) {
  const Record &record = row.record;
  Known known;
  known.id = record.key.id;
  known.number = row.number;
  known.content_hash = sha256_hex(as_bytes(row.content)).substr(0, hash_digits);
  known.date = record.start_local ? format_date(date_of_wall(*record.start_local)) : "";
  known.name = trim(record.name);
  known.type = to_lower(record.type);
  known.distance = record.totals.distance_m ? fmt::format("{:.0f}", *record.totals.distance_m) : "";
  known.external = record.external_ids.empty() ? "" : record.external_ids.front().provider + ":" + record.external_ids.front().id;
  return known;
}

/// How much two rows that say different things look like one row before and after an edit; 0 is not at all.
int RowIdentities::likeness(const Known &a, const Known &b) {
  const auto same = [](const std::string &x, const std::string &y) { return !x.empty() && x == y ? 1 : 0; };
  return 2 * same(a.date, b.date) + 2 * same(a.name, b.name) + 2 * same(a.distance, b.distance) + same(a.type, b.type) +
         (a.number == b.number ? 1 : 0);
}

std::string RowIdentities::new_id() { return fmt::format("r{}", next_++); }

std::vector<std::string> RowIdentities::align(std::vector<LogRow> &rows) {
  std::vector<Known> now;
  now.reserve(rows.size());
  for (const LogRow &row : rows) {
    now.push_back(known_of(row));
  }
  const std::size_t nobody = known_.size();
  std::vector<std::size_t> partner(rows.size(), nobody);
  std::vector<bool> taken(known_.size(), false);
  const auto pair_equal = [&](std::string Known::*key) {
    const std::function<std::string(const Known &)> read = [key](const Known &known) { return known.*key; };
    pair_by<Known, Known>(known_, now, partner, taken, read, read);
  };
  pair_equal(&Known::external);
  pair_equal(&Known::content_hash);
  // What is left was edited. Few rows are, so looking at each pair is cheap; a wholly new sheet is kept linear by the date.
  constexpr int edited_same_day = 3; // the date and something else
  constexpr int edited_date = 4;     // the date itself was corrected: name, distance or type and place must agree
  for (const int least : {7, 5, edited_date, edited_same_day}) {
    std::unordered_multimap<std::string, std::size_t> by_date;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (!taken[i]) {
        by_date.emplace(known_[i].date, i);
        open.push_back(i);
      }
    }
    constexpr std::size_t few = 500;
    for (std::size_t j = 0; j < now.size() && !open.empty(); ++j) {
      if (partner[j] != nobody) {
        continue;
      }
      std::size_t best = nobody;
      const auto consider = [&](std::size_t i) {
        if (!taken[i] && likeness(known_[i], now[j]) >= least &&
            (best == nobody || likeness(known_[i], now[j]) > likeness(known_[best], now[j]))) {
          best = i;
        }
      };
      const auto [first, last] = by_date.equal_range(now[j].date);
      std::for_each(first, last, [&](const auto &entry) { consider(entry.second); });
      if (best == nobody && open.size() <= few && least >= edited_date) {
        std::for_each(open.begin(), open.end(), consider);
      }
      if (best != nobody) {
        partner[j] = best;
        taken[best] = true;
      }
    }
  }
  for (std::size_t j = 0; j < rows.size(); ++j) {
    now[j].id = partner[j] == nobody ? new_id() : known_[partner[j]].id;
    rows[j].record.key = {"spreadsheet", now[j].id};
  }
  std::vector<std::string> gone;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (!taken[i]) {
      gone.push_back(known_[i].id);
    }
  }
  known_ = std::move(now);
  return gone;
}

std::string RowIdentities::added(const std::string &idempotency) const {
  const auto found = added_.find(idempotency);
  return found == added_.end() ? "" : found->second;
}

void RowIdentities::follow_edit(std::vector<LogRow> &rows) {
  std::unordered_map<std::uint32_t, std::string> id_at;
  for (const Known &known : known_) {
    id_at.emplace(known.number, known.id);
  }
  known_.clear();
  for (LogRow &row : rows) {
    const auto found = id_at.find(row.number);
    row.record.key = {"spreadsheet", found == id_at.end() ? new_id() : found->second};
    known_.push_back(known_of(row));
  }
}

} // namespace tracekit::spreadsheet
