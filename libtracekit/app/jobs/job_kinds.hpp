// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/app.hpp"
#include "jobs/kind.hpp"
#include "jobs/runner.hpp"

namespace tracekit::app {

/// Every kind of work that tracekit does in the background, with the arguments that it takes (JSON):
///   pull           months ["2025-08"] or from, to or recent (this month and the one before), providers, force:
///                  adds a `pull-provider` for each enabled provider and month, newest first
///   pull-provider  provider, from, to, force
///   fetch-record   provider, id: one record again, or that it is gone
///   check-sign-in  provider: whether it still lets the person in, of which somebody said that it does not
///   apply-changes  month, changes (their ids), really_all
///   undo           change
///   import-file    path: takes a file of this machine into the folder of files
///   import         file, name: imports an uploaded archive and removes it in the end (app/jobs/import_job.hpp)
///   reset          provider, month or both; else everything: true
///   recompute      all: matches and counts what was marked, or everything
///   notify         level, topic, message
///   hook           event: hands it to the command or address of the operator (app/jobs/hook.hpp)
/// `overrides` tells the settings and the database; each job acts for its own person.
jobs::JobKinds job_kinds(const Overrides& overrides);

/// Checks arguments before a job is added, so that whoever asks hears what is wrong. Throws Error(usage).
void check_job(const std::string& kind, const nlohmann::json& arguments);

/// A job of a kind as it is to be added: one provider's jobs of a person run one after the other, and what waits
/// already is not added twice.
store::NewJob make_job(const std::string& kind, const nlohmann::json& arguments, int priority = 5);

/// Calls off a job that waits, with what was kept for it, or asks one that runs to stop. False when it is neither.
bool cancel_job(App& app, store::JobId id);

/// What is told of ended jobs: a notification when one is given up, the operator's hook, and the sums that metrics
/// show.
jobs::Ended tell_of_ended_jobs();

nlohmann::json to_json(const store::Job& job);

} // namespace tracekit::app
