// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <vector>

#include "model/activity.hpp"
#include "store/repositories/clock_corrections.hpp"
#include "store/repositories/journal.hpp"
#include "store/repositories/records.hpp"
#include "store/repositories/schedules.hpp"
#include "store/repositories/settings.hpp"
#include "store/repositories/verdicts.hpp"

/// Lines of the portable archive. Readers throw Error(input) naming the field that is missing or malformed.
namespace tracekit::app {

nlohmann::json portable_form(const RecordKey& key);
RecordKey key_from_json(const nlohmann::json& line, const char* field);

nlohmann::json portable_form(const Activity& activity);
std::vector<Link> links_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::Verdict& verdict);
store::Verdict verdict_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::GearAlias& alias);
store::GearAlias alias_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const RecordKey& key, const store::RecordVersion& version);
store::RecordVersion version_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::ClockCorrection& correction);
store::ClockCorrection clock_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::Dismissal& dismissal);
store::Dismissal dismissal_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::Schedule& schedule);
store::Schedule schedule_from_json(const nlohmann::json& line);

nlohmann::json portable_form(const store::JournalEntry& entry);
store::JournalEntry journal_entry_from_json(const nlohmann::json& line);

} // namespace tracekit::app
