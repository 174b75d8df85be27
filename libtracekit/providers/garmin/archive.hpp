// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "model/record.hpp"
#include "providers/garmin/gear.hpp"

namespace tracekit::garmin {

/// Which equipment activities have, as `gear.json` of an account's archive tells.
class ArchivedGear {
public:
  /// Adds what a file tells. Throws Error(input), without a subject, when it is no such file.
  void read(ByteView json);
  /// The equipment of an activity; nothing when it has none.
  [[nodiscard]] std::optional<Gear> of(const std::string& activity_id) const;

private:
  std::map<std::string, Gear> by_number_;
  std::multimap<std::string, std::string> numbers_; ///< activity to numbers of gear
};

/// Reads `summarizedActivities.json` of an account's archive, of any size in little memory, and hands out a record for
/// each activity, with origin `archive`. Legs of a multisport activity name it as their parent, and have their place in
/// it by their start. Returns a sentence for each activity that could not be read. Throws Error(input), without a
/// subject, when it is no such file.
std::vector<std::string> read_archived_summaries(std::FILE* json, const ArchivedGear& gear, EpochSeconds now,
                                                 const std::function<void(Record)>& take);

} // namespace tracekit::garmin
