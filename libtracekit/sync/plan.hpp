// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/timezone.hpp"
#include "model/activity.hpp"
#include "model/month.hpp"
#include "model/record.hpp"
#include "sync/gear_names.hpp"

namespace tracekit::sync {

/// What planning needs to know of a provider: settings of the person and abilities of the provider.
struct ProviderRules {
  std::string id;
  std::string title; ///< "Garmin Connect"
  int priority = 0;  ///< 1 is the first authority
  bool sync_name = true;
  bool sync_equipment = true;
  bool write_only = false; ///< never an authority; its values never go elsewhere
  bool can_rename = false; ///< the provider has such a call at all (whether or not it is connected)
  bool can_set_equipment = false;
  bool can_add = false;                    ///< takes a new activity without a file (a spreadsheet row)
  bool can_store_file = false;             ///< takes source files (the file provider)
  bool can_upload = false;                 ///< takes uploads of source files and the person allowed it
  bool has_source_files = false;           ///< source files can be downloaded from it
  bool can_set_metadata = false;           ///< duration and empty cells (the spreadsheet)
  bool lists_equipment = true;             ///< its records carry equipment (files do not)
  std::vector<std::string> refused_sports; ///< sport families that it does not take
  std::string unavailable; ///< why changes cannot be applied now (not signed in ...); empty when they can
};

enum class ChangeKind { rename, set_equipment, set_metadata, add, download, upload, link, duplicate };
std::string_view to_string(ChangeKind kind);
std::optional<ChangeKind> change_kind_of(std::string_view text);

/// One proposed write to one provider, or one question or notice about records. It has a stable id,
/// which is worked out when somebody asks for it (sync/change_id.hpp).
struct Change {
  ChangeKind kind = ChangeKind::rename;
  std::string provider; ///< where it would be written
  ActivityId activity = 0;
  RecordKey target;  ///< the record changed; for add/download/upload its id is empty
  RecordKey source;  ///< where the new value comes from; for link questions the other record
  std::string field; ///< name, equipment, or a metadata field (`timer_s`, `distance_m` ...)
  std::string old_value;
  std::string new_value; ///< for add: a short description of the activity
  std::string why;       ///< one sentence for the person
  bool stale = false;    ///< rests on values of a write-only provider older than 7 days
  std::string blocked;   ///< why it cannot be applied now; empty when it can
};

/// How a cell of the comparison table stands to the others.
enum class CellStatus { authority, same, missing, differs, none };
std::string_view to_string(CellStatus status);

struct Cell {
  bool present = false;
  RecordKey record;
  std::string name;
  CellStatus name_status = CellStatus::none;
  std::string equipment;
  CellStatus equipment_status = CellStatus::none;
  int copies = 1; ///< records of this provider in the activity (duplicates or parts)
};

/// One row of the month's comparison, the same for terminal and web.
struct Row {
  ActivityId activity = 0;
  std::optional<WallSeconds> start_local;
  bool date_only = false;
  std::string sport; ///< words for people
  std::optional<double> distance_m;
  std::optional<double> duration_s;
  double certainty = 0;    ///< the weakest link's score in bits; 0 for single records
  std::vector<Cell> cells; ///< in the order of `Comparison::providers`
};

struct Comparison {
  Month month;
  std::vector<std::string> providers; ///< enabled ones by priority
  std::vector<Row> rows;              ///< by local start
  std::vector<Change> changes;        ///< in row order, then provider order, then kind
};

/// A workout with the records that describe it.
struct Workout {
  Activity activity;
  std::vector<Record> records; ///< parallel to activity.links
};

/// A doubtful pair that becomes a `link` change.
struct OpenQuestion {
  RecordKey a;
  RecordKey b;
  double score = 0;
  std::string why;
};

/// What a comparison depends on besides the workouts. Must outlive it.
struct PlanInput {
  Month month;
  std::span<const OpenQuestion> questions;
  std::span<const ProviderRules> providers; ///< enabled ones; any order
  const GearNames& gear;
  const TimeZone& home;
  EpochSeconds now = 0;
  std::vector<std::string> dismissed; ///< ids of changes that a person never wants to see
};

} // namespace tracekit::sync
