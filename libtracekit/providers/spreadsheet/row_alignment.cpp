// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/row_alignment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr std::size_t hash_digits = 16;
constexpr std::size_t most_alike = 100; ///< rows that share a value; of more, the value tells nothing
constexpr int same_day_points = 2;      ///< that an edited row of the same day must keep
constexpr int other_day_points = 4;     ///< that a row with another date must keep

/// How much two rows that say different things look like one row before and after an edit, the date apart.
int likeness(const KnownRow& a, const KnownRow& b) {
  const auto same = [](const std::string& x, const std::string& y) { return !x.empty() && x == y ? 1 : 0; };
  return 2 * same(a.name, b.name) + 2 * same(a.distance, b.distance) + 2 * same(a.duration, b.duration) +
         same(a.type, b.type) + same(a.equipment, b.equipment);
}

class Alignment {
public:
  Alignment(const std::vector<KnownRow>& before, const std::vector<KnownRow>& now)
      : before_(before), now_(now), partner_(now.size()), taken_(before.size(), false) {}

  std::vector<std::optional<std::size_t>> run() {
    pair_equal([](const KnownRow& row) { return std::vector{row.content_hash}; });
    pair_equal([](const KnownRow& row) { return row.external; });
    pair_alike([](const KnownRow& row) { return std::vector{row.date}; }, same_day_points);
    pair_alike([](const KnownRow& row) { return std::vector{"n" + row.name, "d" + row.distance, "t" + row.duration}; },
               other_day_points);
    pair_by_place();
    return std::move(partner_);
  }

private:
  struct Candidate {
    int points;
    std::size_t distance; ///< of the two places in the sheet
    std::size_t before;
    std::size_t now;
  };
  using Index = std::unordered_map<std::string, std::vector<std::size_t>>;

  /// The rows of `before` that are still to be found, by their keys; empty keys lead nowhere.
  template <typename Keys> Index open_rows(Keys keys) const {
    Index index;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (!taken_[i]) {
        for (const std::string& key : keys(before_[i])) {
          if (key.size() > 1) { // a kind without a value
            index[key].push_back(i);
          }
        }
      }
    }
    return index;
  }

  void pair(std::size_t before, std::size_t now) {
    partner_[now] = before;
    taken_[before] = true;
  }

  /// Rows with a key in common are one, in order where several have it.
  template <typename Keys> void pair_equal(Keys keys) {
    const Index index = open_rows(keys);
    std::unordered_map<std::string, std::size_t> used;
    for (std::size_t j = 0; j < now_.size(); ++j) {
      for (const std::string& key : keys(now_[j])) {
        const auto found = index.find(key);
        if (partner_[j] || found == index.end()) {
          continue;
        }
        std::size_t& next = used[key];
        while (next < found->second.size() && taken_[found->second[next]]) {
          ++next;
        }
        if (next < found->second.size()) {
          pair(found->second[next], j);
        }
      }
    }
  }

  /// Of the rows with a key in common, the most alike are one, then the next.
  template <typename Keys> void pair_alike(Keys keys, int least) {
    const Index index = open_rows(keys);
    std::vector<Candidate> candidates;
    for (std::size_t j = 0; j < now_.size(); ++j) {
      if (partner_[j]) {
        continue;
      }
      for (const std::string& key : keys(now_[j])) {
        const auto found = index.find(key);
        if (found == index.end() || found->second.size() > most_alike) {
          continue;
        }
        for (const std::size_t i : found->second) {
          const int points = likeness(before_[i], now_[j]);
          if (points >= least) {
            candidates.push_back({points, i > j ? i - j : j - i, i, j});
          }
        }
      }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return a.points != b.points       ? a.points > b.points
             : a.distance != b.distance ? a.distance < b.distance
                                        : std::pair(a.now, a.before) < std::pair(b.now, b.before);
    });
    for (const Candidate& candidate : candidates) {
      if (!taken_[candidate.before] && !partner_[candidate.now]) {
        pair(candidate.before, candidate.now);
      }
    }
  }

  /// As many rows between the same two neighbours as there were: they were edited beyond recognition, if anything is
  /// alike.
  void pair_by_place() {
    std::size_t j = 0;
    while (j < now_.size()) {
      if (partner_[j]) {
        ++j;
        continue;
      }
      const std::size_t begin = j;
      while (j < now_.size() && !partner_[j]) {
        ++j;
      }
      const std::size_t from = begin == 0 ? 0 : *partner_[begin - 1] + 1;
      const std::size_t to = j == now_.size() ? before_.size() : *partner_[j];
      pair_run(begin, j, from, to);
    }
  }

  void pair_run(std::size_t begin, std::size_t end, std::size_t from, std::size_t to) {
    if (from > to || to - from != end - begin ||
        std::any_of(taken_.begin() + static_cast<std::ptrdiff_t>(from),
                    taken_.begin() + static_cast<std::ptrdiff_t>(to), [](bool taken) { return taken; })) {
      return;
    }
    for (std::size_t k = 0; k < end - begin; ++k) {
      const bool same_date = !before_[from + k].date.empty() && before_[from + k].date == now_[begin + k].date;
      if (before_[from + k].number != 0 && (same_date || likeness(before_[from + k], now_[begin + k]) > 0)) {
        pair(from + k, begin + k);
      }
    }
  }

  const std::vector<KnownRow>& before_;
  const std::vector<KnownRow>& now_;
  std::vector<std::optional<std::size_t>> partner_;
  std::vector<bool> taken_;
};

} // namespace

KnownRow known_row(const LogRow& row) {
  const Record& record = row.record;
  KnownRow known;
  known.number = row.number;
  known.content_hash = sha256_hex(as_bytes(row.content)).substr(0, hash_digits);
  known.date = record.start_local ? format_date(date_of_wall(*record.start_local)) : "";
  known.name = trim(record.name);
  known.type = to_lower(record.type);
  known.equipment = record.equipment;
  known.distance = record.totals.distance_m ? fmt::format("{:.0f}", *record.totals.distance_m) : "";
  known.duration = record.totals.timer_s ? fmt::format("{:.0f}", *record.totals.timer_s) : "";
  for (const ExternalId& id : record.external_ids) {
    known.external.push_back(id.provider + ":" + id.id);
  }
  return known;
}

std::vector<std::optional<std::size_t>> align_rows(const std::vector<KnownRow>& before,
                                                   const std::vector<KnownRow>& now) {
  return Alignment(before, now).run();
}

} // namespace tracekit::spreadsheet
