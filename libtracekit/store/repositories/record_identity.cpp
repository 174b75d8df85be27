// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <map>

#include "base/error.hpp"
#include "store/repositories/record_row.hpp"
#include "store/repositories/records.hpp"
#include "store/repositories/row_text.hpp"
#include "store/repositories/verdicts.hpp"

namespace tracekit::store {
namespace {

/// Where both have a link, a person's stands before the machine's, and the old record's before the new one's.
void move_link(sql::Connection& connection, UserId user, std::int64_t old_number, std::int64_t new_number) {
  std::map<std::int64_t, bool> said_by_person;
  sql::Query links = connection.query("SELECT record, kind FROM links WHERE record IN ($1, $2) AND user_id = $3",
                                      old_number, new_number, user);
  while (links.next()) {
    said_by_person[links.integer(0)] = link_kind_of(links.text_view(1)) == LinkKind::person;
  }
  const bool keeps_new =
      !said_by_person.contains(old_number) || (!said_by_person[old_number] && said_by_person[new_number]);
  if (!keeps_new) {
    connection.execute("DELETE FROM links WHERE record = $1 AND user_id = $2", new_number, user);
    connection.execute("UPDATE links SET record = $1 WHERE record = $2 AND user_id = $3", new_number, old_number, user);
  }
}

void move_verdicts(sql::Connection& connection, UserId user, const RecordKey& old_key, const RecordKey& new_key) {
  Verdicts verdicts(connection, user);
  for (const Verdict& verdict : verdicts.about(old_key)) {
    const RecordKey& other = verdict.a == old_key ? verdict.b : verdict.a;
    verdicts.withdraw(verdict.a, verdict.b);
    if (other != new_key) {
      verdicts.say(new_key, other, verdict.kind, verdict.said_at);
    }
  }
  connection.execute("INSERT INTO ignored_records (user_id, provider, id, ignored_at) "
                     "SELECT user_id, $4, $5, ignored_at FROM ignored_records "
                     "WHERE user_id = $1 AND provider = $2 AND id = $3 ON CONFLICT DO NOTHING",
                     user, old_key.provider, old_key.id, new_key.provider, new_key.id);
  verdicts.stop_ignoring(old_key);
}

} // namespace

void Records::replace_identity(const RecordKey& old_key, const RecordKey& new_key, EpochSeconds when) {
  if (old_key == new_key) {
    return;
  }
  sql::Transaction transaction(connection());
  const std::int64_t old_number = required_record_number(connection(), user(), old_key);
  const std::int64_t new_number = required_record_number(connection(), user(), new_key);
  move_link(connection(), user(), old_number, new_number);
  move_verdicts(connection(), user(), old_key, new_key);
  connection().execute("UPDATE record_versions SET record = $1 WHERE record = $2 AND user_id = $3", new_number,
                       old_number, user());
  const std::string changes = changes_between(*find(old_key), *find(new_key));
  connection().execute(
      "INSERT INTO record_versions (user_id, record, changed_at, changes_json) VALUES ($1, $2, $3, $4)", user(),
      new_number, when, changes);
  connection().execute("DELETE FROM records WHERE number = $1 AND user_id = $2", old_number, user());
  transaction.commit();
}

} // namespace tracekit::store
