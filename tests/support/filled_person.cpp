// SPDX-License-Identifier: MIT
#include "support/filled_person.hpp"

#include "support/temporary_store.hpp"

namespace tracekit::test {

using namespace store;

const RecordKey FilledPerson::key{"garmin", "1"};
const RecordKey FilledPerson::other_key{"strava", "2"};

FilledPerson::FilledPerson(UserStore& user) {
  StoredRecord record = a_record(key.provider, key.id, day);
  record.record.payload_sha256 = "abc";
  user.records.upsert(std::vector{record, a_record(other_key.provider, other_key.id, day)});
  record.record.name = "changed";
  user.records.upsert(std::vector{record});
  activity = user.activities.create();
  user.activities.save_links(activity, std::vector<Link>{{key, {}, {}, 0, {}}});
  younger = user.activities.create();
  user.activities.merge(younger, activity);
  user.verdicts.say(key, other_key, VerdictKind::same, 1);
  user.verdicts.ignore(other_key, 1);
  user.questions.replace(0, day, std::vector<Question>{{0, key, other_key, 1, "why", day}});
  question = user.questions.open().at(0).id;
  user.coverage.save(std::vector{MonthCoverage{"garmin", month, CoverageStatus::complete, "", 1, 1}});
  user.provider_states.save({"garmin", "pull", true, "", 1, {}});
  user.provider_states.save_cursor("garmin", "cursor");
  user.sources.save({"garmin", "source", "print", "failure", 1, {"1"}});
  user.month_summaries.save(std::vector{MonthSummary{month, 1, 1, 1, false, {{"garmin", 1, 1, 1, ""}}}});
  user.month_summaries.mark_dirty(std::vector{month});
  entry = user.journal.begin_intent({"change", "rename", "garmin", key, {}, "name", "a", "b", "{}", {}}, 1);
  user.journal.dismiss("dismissed", "{}", 1);
  user.blobs.put("abc", encode_blob(Bytes{1}), BlobKind::original, 1);
  user.streams.save(key, {{{"time", "", {1}}}, {}});
  user.settings.set("units", "1", "person", 1);
  user.settings.set_seed_hash("hash", 1);
  user.credentials.save("garmin", "token", Bytes{1}, 1);
  user.gear_aliases.add("a", "b", 1);
  user.audit.append("cli", "act", "", 1);
  user.clock_corrections.say({"garmin", day, day, 3600, true, 1});
  job = user.jobs.add({"pull", "{}", "", "", false, 5, 0}).id;
  Schedule schedule;
  schedule.name = "nightly";
  user.schedules.save(schedule);
  user.notifications.add(NotificationLevel::error, "topic", "message", 1);
  notification = user.notifications.unread(2).at(0).id;
  token = user.api_tokens.add("script", "hash " + std::to_string(user.user()), "read", {}, 1).id;
}

} // namespace tracekit::test
