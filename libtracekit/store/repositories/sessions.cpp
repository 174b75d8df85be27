// SPDX-License-Identifier: MIT
#include "store/repositories/sessions.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr EpochSeconds between_sightings_s = 60;

Session session_of(const sql::Query& row) {
  return {row.integer(0), row.integer(1), row.text(2), row.text(3), row.integer(4), row.integer(5)};
}

} // namespace

Session Sessions::add(const std::string& sha256, const std::string& agent, const std::string& peer, EpochSeconds now) {
  sql::Transaction transaction(connection());
  sql::Query row = connection().query("INSERT INTO sessions (user_id, sha256, agent, peer, created_at, last_seen_at) "
                                      "VALUES ($1, $2, $3, $4, $5, $5) RETURNING id",
                                      user(), sha256, agent, peer, now);
  row.next();
  Session session{row.integer(0), user(), agent, peer, now, now};
  row.next();
  connection().execute("UPDATE users SET last_seen_at = $2 WHERE id = $1", user(), now);
  transaction.commit();
  return session;
}

std::vector<Session> Sessions::list() const {
  std::vector<Session> sessions;
  sql::Query rows = connection().query("SELECT id, user_id, agent, peer, created_at, last_seen_at FROM sessions "
                                       "WHERE user_id = $1 ORDER BY id DESC",
                                       user());
  while (rows.next()) {
    sessions.push_back(session_of(rows));
  }
  return sessions;
}

bool Sessions::end(std::int64_t id) {
  return connection().execute("DELETE FROM sessions WHERE user_id = $1 AND id = $2", user(), id) > 0;
}

void Sessions::end_others(std::int64_t kept) {
  connection().execute("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", user(), kept);
}

std::optional<SessionIndex::Found> SessionIndex::find(const std::string& sha256) const {
  sql::Query row = connection_->query("SELECT s.id, s.user_id, s.agent, s.peer, s.created_at, s.last_seen_at "
                                      "FROM sessions s WHERE s.sha256 = $1",
                                      sha256);
  if (!row.next()) {
    return std::nullopt;
  }
  Session session = session_of(row);
  row.next();
  auto person = People(*connection_).find(session.user);
  if (!person) {
    return std::nullopt;
  }
  person->password.clear();
  return Found{std::move(session), std::move(*person)};
}

void SessionIndex::note_use(const Session& session, EpochSeconds now) {
  if (now - session.last_seen_at >= between_sightings_s) {
    connection_->execute("UPDATE sessions SET last_seen_at = $2 WHERE id = $1", session.id, now);
    connection_->execute("UPDATE users SET last_seen_at = $2 WHERE id = $1", session.user, now);
  }
}

void SessionIndex::forget_old(EpochSeconds created_before, EpochSeconds seen_before) {
  connection_->execute("DELETE FROM sessions WHERE created_at < $1 OR last_seen_at < $2", created_before, seen_before);
}

} // namespace tracekit::store
