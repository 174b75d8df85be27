// SPDX-License-Identifier: MIT
#pragma once

#include "store/repositories/activities.hpp"
#include "store/repositories/api_tokens.hpp"
#include "store/repositories/blobs.hpp"
#include "store/repositories/clock_corrections.hpp"
#include "store/repositories/coverage.hpp"
#include "store/repositories/jobs.hpp"
#include "store/repositories/journal.hpp"
#include "store/repositories/month_summaries.hpp"
#include "store/repositories/notifications.hpp"
#include "store/repositories/records.hpp"
#include "store/repositories/schedules.hpp"
#include "store/repositories/settings.hpp"
#include "store/repositories/streams.hpp"
#include "store/repositories/verdicts.hpp"

namespace tracekit {

/// Everything that belongs to one person. Cheap to make and copy; lives no longer than its Store.
struct UserStore {
  UserStore(sql::Connection& connection, UserId user)
      : records(connection, user), activities(connection, user), verdicts(connection, user),
        questions(connection, user), coverage(connection, user), provider_states(connection, user),
        sources(connection, user), month_summaries(connection, user), journal(connection, user),
        blobs(connection, user), streams(connection, user), settings(connection, user), credentials(connection, user),
        gear_aliases(connection, user), clock_corrections(connection, user), audit(connection, user),
        jobs(connection, user), schedules(connection, user), notifications(connection, user),
        api_tokens(connection, user), connection_(&connection) {}

  [[nodiscard]] UserId user() const { return records.user(); }

  /// A transaction that may change records, matching and months, each of which touches many rows: one at a time for
  /// each person, so that no two wait for each other's rows.
  [[nodiscard]] sql::Transaction changing_workouts();

  store::Records records;
  store::Activities activities;
  store::Verdicts verdicts;
  store::Questions questions;
  store::Coverage coverage;
  store::ProviderStates provider_states;
  store::Sources sources;
  store::MonthSummaries month_summaries;
  store::Journal journal;
  store::Blobs blobs;
  store::Streams streams;
  store::Settings settings;
  store::Credentials credentials;
  store::GearAliases gear_aliases;
  store::ClockCorrections clock_corrections;
  store::Audit audit;
  store::Jobs jobs;
  store::Schedules schedules;
  store::Notifications notifications;
  store::ApiTokens api_tokens;

private:
  sql::Connection* connection_;
};

} // namespace tracekit
