// SPDX-License-Identifier: MIT
#pragma once

#include "model/record.hpp"

namespace tracekit::app {

// A service's answers lack fields that its archive has: Strava's lists have no description and no calories. What the
// service tells counts; what only the archive told stays, whichever came first. The record's detail names these fields
// (`"from_archive": ["calories_kcal", "description"]`), so that they outlast every later answer, and nothing else does.

/// A service's answer as it is to be stored over `known`: with what only the archive told.
Record with_archived_fields(Record answer, const Record& known);

/// A record that came from its service, with what `archived` tells and the service does not.
Record filled_from_archive(Record known, const Record& archived);

} // namespace tracekit::app
