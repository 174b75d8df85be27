// SPDX-License-Identifier: MIT
#include "store/repositories/api_tokens.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr EpochSeconds between_notes_s = 60;

ApiToken token_of(const sql::Query& row) {
  return {row.integer(0),
          row.integer(1),
          row.text(2),
          row.text(3),
          row.integer(4),
          row.optional_integer(5),
          row.optional_integer(6),
          row.optional_integer(7)};
}

} // namespace

ApiToken ApiTokens::add(const std::string& name, const std::string& sha256, const std::string& scopes,
                        std::optional<EpochSeconds> expires_at, EpochSeconds now) {
  sql::Transaction transaction(connection());
  sql::Query row = connection().query("INSERT INTO api_tokens (user_id, name, sha256, scopes, created_at, expires_at) "
                                      "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                                      user(), name, sha256, scopes, now, expires_at);
  row.next();
  ApiToken token{row.integer(0), user(), name, scopes, now, expires_at, {}, {}};
  row.next();
  transaction.commit();
  return token;
}

std::vector<ApiToken> ApiTokens::list() const {
  std::vector<ApiToken> tokens;
  sql::Query rows = connection().query("SELECT id, user_id, name, scopes, created_at, expires_at, last_used_at, "
                                       "revoked_at FROM api_tokens WHERE user_id = $1 ORDER BY id DESC",
                                       user());
  while (rows.next()) {
    tokens.push_back(token_of(rows));
  }
  return tokens;
}

bool ApiTokens::revoke(std::int64_t id, EpochSeconds now) {
  return connection().execute(
             "UPDATE api_tokens SET revoked_at = $3 WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL", user(), id,
             now) > 0;
}

std::optional<ApiToken> ApiTokenIndex::find(const std::string& sha256) const {
  sql::Query row = connection_->query("SELECT id, user_id, name, scopes, created_at, expires_at, last_used_at, "
                                      "revoked_at FROM api_tokens WHERE sha256 = $1",
                                      sha256);
  return row.next() ? std::optional(token_of(row)) : std::nullopt;
}

void ApiTokenIndex::note_use(const ApiToken& token, EpochSeconds now) {
  if (!token.last_used_at || now - *token.last_used_at >= between_notes_s) {
    connection_->execute("UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", token.id, now);
  }
}

} // namespace tracekit::store
