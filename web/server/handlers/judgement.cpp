// SPDX-License-Identifier: MIT
#include "app/judgement.hpp"
#include "app/words_said.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/clock_doctor.hpp"
#include "handlers/list.hpp"
#include "handlers/values.hpp"

// A person's word on matching.
namespace tracekit::web {
namespace {

/// A record that is stored, named by `{"provider", "id"}`.
RecordKey known_record(Call& call, const nlohmann::json& named) {
  RecordKey key{text_field(named, "provider"), text_field(named, "id")};
  if (!call.app().mine().records.find(key)) {
    throw Error(ErrorKind::not_found, fmt::format("there is no record {} of {}", key.id, key.provider));
  }
  return key;
}

RecordKey known_record(Call& call, const nlohmann::json& body, const char* field) {
  return known_record(call, object_field(body, field));
}

/// One record, or all of an activity that is named by `{"activity"}`.
std::vector<RecordKey> known_records(Call& call, const nlohmann::json& body, const char* field) {
  const nlohmann::json& named = object_field(body, field);
  const auto activity = named.find("activity");
  if (activity == named.end()) {
    return {known_record(call, named)};
  }
  if (!activity->is_number_integer()) {
    throw Error(ErrorKind::usage, "\"activity\" is not a number");
  }
  return app::records_of(call.app(), activity->get<ActivityId>());
}

Response link(Call& call) {
  const nlohmann::json body = call.body();
  const ActivityId activity = app::say_same(call.app(), known_records(call, body, "a"), known_records(call, body, "b"));
  return json_response({{"activity", activity}});
}

Response unlink(Call& call) {
  return json_response({{"activity", app::say_different(call.app(), known_record(call, call.body()))}});
}

Response ignore(Call& call) {
  const nlohmann::json body = call.body();
  const RecordKey key{text_field(body, "provider"), text_field(body, "id")};
  const bool ignored = flag_field(body, "ignored");
  if (ignored) {
    app::ignore_record(call.app(), known_record(call, body));
  } else {
    app::stop_ignoring(call.app(), key);
  }
  return json_response({{"provider", key.provider}, {"id", key.id}, {"ignored", ignored}});
}

/// What `tracekit --json review --said` prints.
Response list_said(Call& call) {
  call.knows_only({});
  return json_response(app::to_json(app::words_said(call.app())));
}

/// What `tracekit --json review` prints.
nlohmann::json review(Call& call) {
  nlohmann::json document = app::to_json(app::open_questions(call.app()));
  document["clock_offsets"] = app::to_json(app::clock_offsets(call.app()));
  return document;
}

Response list_questions(Call& call) {
  call.knows_only({});
  return json_response(review(call));
}

std::optional<std::int64_t> question_about(Call& call, const RecordKey& a, const RecordKey& b) {
  for (const store::Question& question : call.app().mine().questions.open()) {
    if ((question.a == a && question.b == b) || (question.a == b && question.b == a)) {
      return question.id;
    }
  }
  return std::nullopt;
}

Response answer_question(Call& call) {
  const nlohmann::json body = call.body();
  const RecordKey a = known_record(call, body, "a");
  const RecordKey b = known_record(call, body, "b");
  const std::string verdict = text_field(body, "verdict");
  if (verdict != "same" && verdict != "different" && verdict != "later") {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no answer", verdict), "say same, different or later");
  }
  const auto id = question_about(call, a, b);
  if (!id) {
    throw Error(ErrorKind::not_found, "nobody asks whether these two are the same workout",
                "`GET /api/questions` lists what is asked");
  }
  if (verdict != "later") {
    app::answer_question(call.app(), *id, verdict == "same" ? store::VerdictKind::same : store::VerdictKind::different);
  }
  return json_response({{"question", *id}, {"verdict", verdict}, {"left", call.app().mine().questions.open_count()}});
}

Response answer_clock(Call& call) {
  const nlohmann::json body = call.body();
  const std::string id = text_field(body, "id");
  const bool accepted = flag_field(body, "correct");
  app::say_on_clock(call.app(), id, accepted);
  return json_response({{"id", id}, {"correct", accepted}});
}

} // namespace

void add_judgement(Routes& routes) {
  routes.add("POST", "/api/link", Access::write, link)
      .says("Says that two records, or activities, are one workout")
      .shape("judged-activity")
      .takes("a", "a record: provider, id; or all of an activity: activity", Description::Type::object)
      .takes("b", "the other one", Description::Type::object);
  routes.add("POST", "/api/unlink", Access::write, unlink)
      .says("Says that a record is another workout than those it stands with")
      .shape("judged-activity")
      .takes("provider", "whose")
      .takes("id", "which");
  routes.add("POST", "/api/ignore", Access::write, ignore)
      .says("Leaves a record out, or brings it back")
      .shape("ignored-record")
      .takes("provider", "whose")
      .takes("id", "which")
      .takes("ignored", "whether it is left out", Description::Type::boolean);
  routes.add("GET", "/api/said", Access::read, list_said)
      .says("What the person has said about matching, and which records are left out")
      .shape("words-said");
  routes.add("GET", "/api/questions", Access::read, list_questions)
      .says("Doubtful matches, and clocks that are off")
      .shape("review");
  routes.add("POST", "/api/questions/answer", Access::write, answer_question)
      .says("Answers a doubtful match")
      .tells("question", Description::Type::integer)
      .tells("verdict")
      .tells("left", Description::Type::integer)
      .takes("a", "a record: provider, id", Description::Type::object)
      .takes("b", "the other one", Description::Type::object)
      .takes("verdict", "same, different or later");
  routes.add("POST", "/api/clock-offsets/answer", Access::write, answer_clock)
      .says("Says whether a clock is off")
      .tells("id")
      .tells("correct", Description::Type::boolean)
      .takes("id", "provider@day")
      .takes("correct", "whether the times are taken for wrong", Description::Type::boolean);
}

} // namespace tracekit::web
