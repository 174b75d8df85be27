// SPDX-License-Identifier: MIT
#include "store/repositories/clock_corrections.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

void ClockCorrections::say(const ClockCorrection& correction) {
  connection().execute(
      "INSERT INTO clock_corrections (user_id, provider, first_day, last_day, offset_s, accepted, said_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, provider, first_day, offset_s) "
      "DO UPDATE SET last_day = excluded.last_day, accepted = excluded.accepted, said_at = excluded.said_at",
      user(), correction.provider, correction.first_day, correction.last_day, correction.offset_s, correction.accepted,
      correction.said_at);
}

std::vector<ClockCorrection> ClockCorrections::all() const {
  std::vector<ClockCorrection> corrections;
  sql::Query rows =
      connection().query("SELECT provider, first_day, last_day, offset_s, accepted, said_at "
                         "FROM clock_corrections WHERE user_id = $1 ORDER BY provider, first_day, offset_s",
                         user());
  while (rows.next()) {
    corrections.push_back(
        {rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.boolean(4), rows.integer(5)});
  }
  return corrections;
}

} // namespace tracekit::store
