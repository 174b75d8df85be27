// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "app/app.hpp"
#include "store/repositories/verdicts.hpp"

// What a person says about matching: it is kept for ever, by record identity, and the machine never contradicts it.
namespace tracekit::app {

/// The record that a person means by `provider:id`; of long ids the first six characters do. Throws Error(usage) for a
/// text of another form, Error(not_found) when there is none or more than one.
RecordKey find_record(App& app, const std::string& text);

/// The activity that a record belongs to. Throws Error(not_found) when it is ignored.
ActivityId activity_of_record(App& app, const RecordKey& key);

/// A record that was left out, as the person means it: likewise, but it need not be stored any more.
RecordKey find_left_out(App& app, const std::string& text);

/// The records of an activity. Throws Error(not_found) when there is no such activity.
std::vector<RecordKey> records_of(App& app, ActivityId id);

/// The records that a person means: one as `provider:id`, or all of an activity by its number.
std::vector<RecordKey> find_records(App& app, const std::string& text);

/// All of these are one workout with all of those, whatever was said before. Returns the activity that they are now.
ActivityId say_same(App& app, const std::vector<RecordKey>& some, const std::vector<RecordKey>& others);

/// This record is another workout than all others of its activity. Returns the activity that it has become. Throws
/// Error(usage) when it is alone already.
ActivityId say_different(App& app, const RecordKey& record);

/// Leaves the record out of matching and of all views until `stop_ignoring`. It stays stored.
void ignore_record(App& app, const RecordKey& record);
/// Throws Error(not_found) when it was not ignored.
void stop_ignoring(App& app, const RecordKey& record);

/// A doubtful match with all that tells for and against it.
struct OpenQuestion {
  std::int64_t id = 0;
  Record a;
  Record b;
  double score = 0;               ///< bits
  std::string why;                ///< what is doubtful, one sentence
  std::vector<Evidence> evidence; ///< adds up to the score
};

/// All doubtful matches that wait for a word, newest day first.
std::vector<OpenQuestion> open_questions(App& app);

/// Remembers the answer and matches again. Throws Error(not_found) when there is no such open question.
void answer_question(App& app, std::int64_t id, store::VerdictKind verdict);

/// Remembers that two records are, or are not, one workout, and marks their months.
void remember(App& app, const RecordKey& a, const RecordKey& b, store::VerdictKind verdict);

nlohmann::json to_json(const std::vector<OpenQuestion>& questions);
nlohmann::json to_json(const std::vector<Evidence>& evidence);

} // namespace tracekit::app
