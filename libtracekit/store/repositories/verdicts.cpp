// SPDX-License-Identifier: MIT
#include "store/repositories/verdicts.hpp"

#include <array>
#include <set>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/repositories/record_row.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

std::pair<const RecordKey&, const RecordKey&> ordered(const RecordKey& a, const RecordKey& b) {
  return a < b ? std::pair<const RecordKey&, const RecordKey&>(a, b)
               : std::pair<const RecordKey&, const RecordKey&>(b, a);
}

VerdictKind verdict_kind_of(std::string_view text) {
  return text == to_string(VerdictKind::same) ? VerdictKind::same : VerdictKind::different;
}

std::vector<Verdict> read_verdicts(sql::Query rows) {
  std::vector<Verdict> verdicts;
  while (rows.next()) {
    verdicts.push_back({{rows.text(0), rows.text(1)},
                        {rows.text(2), rows.text(3)},
                        verdict_kind_of(rows.text_view(4)),
                        rows.integer(5)});
  }
  return verdicts;
}

constexpr std::string_view question_query =
    "SELECT q.id, a.provider, a.id, b.provider, b.id, q.score, q.why, q.day FROM questions q "
    "JOIN records a ON a.number = q.record_a JOIN records b ON b.number = q.record_b WHERE q.user_id = $1";

std::vector<Question> read_questions(sql::Query rows) {
  std::vector<Question> questions;
  while (rows.next()) {
    questions.push_back({rows.integer(0),
                         {rows.text(1), rows.text(2)},
                         {rows.text(3), rows.text(4)},
                         rows.real(5),
                         rows.text(6),
                         rows.integer(7)});
  }
  return questions;
}

} // namespace

std::string_view to_string(VerdictKind kind) { return kind == VerdictKind::same ? "same" : "different"; }

void Verdicts::say(const RecordKey& a, const RecordKey& b, VerdictKind kind, EpochSeconds when) {
  const auto [first, second] = ordered(a, b);
  connection().execute("INSERT INTO verdicts (user_id, a_provider, a_id, b_provider, b_id, kind, said_at) "
                       "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, a_provider, a_id, b_provider, b_id) "
                       "DO UPDATE SET kind = excluded.kind, said_at = excluded.said_at",
                       user(), first.provider, first.id, second.provider, second.id, to_string(kind), when);
}

bool Verdicts::withdraw(const RecordKey& a, const RecordKey& b) {
  const auto [first, second] = ordered(a, b);
  return connection().execute("DELETE FROM verdicts WHERE user_id = $1 AND a_provider = $2 AND a_id = $3 "
                              "AND b_provider = $4 AND b_id = $5",
                              user(), first.provider, first.id, second.provider, second.id) > 0;
}

std::vector<Verdict> Verdicts::all() const {
  return read_verdicts(connection().query("SELECT a_provider, a_id, b_provider, b_id, kind, said_at FROM verdicts "
                                          "WHERE user_id = $1 ORDER BY a_provider, a_id, b_provider, b_id",
                                          user()));
}

std::vector<Verdict> Verdicts::about(const RecordKey& key) const {
  return read_verdicts(
      connection().query("SELECT a_provider, a_id, b_provider, b_id, kind, said_at FROM verdicts "
                         "WHERE user_id = $1 AND ((a_provider = $2 AND a_id = $3) "
                         "OR (b_provider = $2 AND b_id = $3)) ORDER BY a_provider, a_id, b_provider, b_id",
                         user(), key.provider, key.id));
}

void Verdicts::ignore(const RecordKey& key, EpochSeconds when) {
  connection().execute("INSERT INTO ignored_records (user_id, provider, id, ignored_at) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (user_id, provider, id) DO NOTHING",
                       user(), key.provider, key.id, when);
}

bool Verdicts::stop_ignoring(const RecordKey& key) {
  return connection().execute("DELETE FROM ignored_records WHERE user_id = $1 AND provider = $2 AND id = $3", user(),
                              key.provider, key.id) > 0;
}

std::vector<RecordKey> Verdicts::ignored() const {
  std::vector<RecordKey> keys;
  sql::Query rows =
      connection().query("SELECT provider, id FROM ignored_records WHERE user_id = $1 ORDER BY provider, id", user());
  while (rows.next()) {
    keys.push_back({rows.text(0), rows.text(1)});
  }
  return keys;
}

void Questions::replace(std::int64_t from_day, std::int64_t to_day, std::span<const Question> questions) {
  sql::Transaction transaction(connection());
  std::set<std::int64_t> gone;
  {
    sql::Query rows = connection().query("SELECT id FROM questions WHERE user_id = $1 AND day BETWEEN $2 AND $3",
                                         user(), from_day, to_day);
    while (rows.next()) {
      gone.insert(rows.integer(0));
    }
  }
  for (const Question& question : questions) {
    const auto [a, b] = ordered(question.a, question.b);
    sql::Query row = connection().query(
        "INSERT INTO questions (user_id, record_a, record_b, score, why, day) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (record_a, record_b) DO UPDATE SET score = excluded.score, why = excluded.why, day = excluded.day "
        "RETURNING id",
        user(), required_record_number(connection(), user(), a), required_record_number(connection(), user(), b),
        question.score, question.why, question.day);
    while (row.next()) {
      gone.erase(row.integer(0));
    }
  }
  for (const std::int64_t id : gone) {
    connection().execute("DELETE FROM questions WHERE id = $1 AND user_id = $2", id, user());
  }
  transaction.commit();
}

std::vector<Question> Questions::open() const {
  static const std::string sql = std::string(question_query) + " ORDER BY q.day DESC, q.id";
  return read_questions(connection().query(sql, user()));
}

std::int64_t Questions::open_count() const {
  sql::Query row = connection().query("SELECT count(*) FROM questions WHERE user_id = $1", user());
  return row.next() ? row.integer(0) : 0;
}

std::vector<Question> Questions::open_in_days(std::int64_t from_day, std::int64_t to_day) const {
  static const std::string sql = std::string(question_query) + " AND q.day BETWEEN $2 AND $3 ORDER BY q.day, q.id";
  return read_questions(connection().query(sql, user(), from_day, to_day));
}

std::optional<Question> Questions::find(std::int64_t id) const {
  static const std::string sql = std::string(question_query) + " AND q.id = $2";
  std::vector<Question> found = read_questions(connection().query(sql, user(), id));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Verdict Questions::answer(std::int64_t id, VerdictKind verdict, EpochSeconds when) {
  sql::Transaction transaction(connection());
  const auto question = find(id);
  if (!question) {
    throw Error(ErrorKind::not_found, fmt::format("there is no open question {}", id));
  }
  Verdicts(connection(), user()).say(question->a, question->b, verdict, when);
  connection().execute("DELETE FROM questions WHERE id = $1 AND user_id = $2", id, user());
  transaction.commit();
  return {question->a, question->b, verdict, when};
}

} // namespace tracekit::store
