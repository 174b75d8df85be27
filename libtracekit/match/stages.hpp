// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "match/clusters.hpp"
#include "match/item.hpp"
#include "match/match.hpp"
#include "match/score.hpp"

namespace tracekit::match {

/// Why a record that lay a time zone away was linked: what was found with its clock set back.
struct ShiftLink {
  Score score;
  Index witness;
};

/// What the stages work on, one after the other: each only adds to the clusters.
struct Workbench {
  std::span<const Record> records;
  std::span<const Item> items;
  const TimeZone& home;
  Clusters clusters;
  std::vector<Question> questions;
  std::map<Index, ShiftLink> shifts; ///< by the misplaced record

  [[nodiscard]] const Item& item(Index i) const { return items[i]; }
  /// The place of an item's record among the records.
  [[nodiscard]] std::uint32_t place(Index i) const {
    return static_cast<std::uint32_t>(items[i].record - records.data());
  }
  [[nodiscard]] const Item& primary(Index i) const { return items[clusters.primary(i)]; }
  /// Asks about two clusters, in the name of the given members.
  void ask(Index a, Index b, const Score& score, std::string why);
};

/// Whether the sports let two records be one workout: the same family, or one of them unknown.
inline bool sports_agree(const Item& a, const Item& b) {
  return a.family == 0 || b.family == 0 || a.family == b.family;
}

/// What a person has said.
void apply_verdicts(Workbench& bench, const Constraints& constraints);

/// Records that are copies of one recording by what they carry: payload, FIT file_id, foreign ids, device serial.
void link_identities(Workbench& bench);

/// Consecutive records of one provider that together are what another provider holds as one.
void link_splits(Workbench& bench);

/// The same where nobody holds the whole, but several providers hold parts that were cut at different places.
void link_cuts(Workbench& bench);

/// Records that share their time: nobody does two workouts at once.
void link_overlaps(Workbench& bench);

/// Copies of parts: of a piece of a workout that another provider holds whole, or cut elsewhere.
void link_copies_of_parts(Workbench& bench);

/// Records that lie a time zone apart.
void link_time_shifts(Workbench& bench);

/// Records of one length to the metre and the second that lie days apart: a device whose clock was reset. Only asks.
void ask_about_clocks(Workbench& bench);

/// Records that tell only the date, attached to the workouts of their day.
void link_date_rows(Workbench& bench);

} // namespace tracekit::match
