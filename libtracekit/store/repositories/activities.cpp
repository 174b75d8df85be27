// SPDX-License-Identifier: MIT
#include "store/repositories/activities.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "model/month.hpp"
#include "store/repositories/record_row.hpp"
#include "store/repositories/row_text.hpp"
#include "store/sql/many_rows.hpp"

namespace tracekit::store {
namespace {

// Columns of a link, from `links l` and its `records r`.
constexpr std::string_view link_columns = "l.activity, r.provider, r.id, l.kind, l.role, l.score, l.evidence";

Link read_link(const sql::Query& row) {
  return {{row.text(1), row.text(2)},
          link_kind_of(row.text_view(3)),
          link_role_of(row.text_view(4)),
          row.real(5),
          evidence_of(row.text_view(6))};
}

// Links of one activity stand together.
std::vector<Activity> read_activities(sql::Query rows) {
  std::vector<Activity> activities;
  while (rows.next()) {
    if (activities.empty() || activities.back().id != rows.integer(0)) {
      activities.push_back({rows.integer(0), {}});
    }
    activities.back().links.push_back(read_link(rows));
  }
  return activities;
}

std::optional<int> month_index(std::optional<std::int64_t> day) {
  return day ? std::optional(Month::of(date_of_days(*day)).index()) : std::nullopt;
}

void insert_links(sql::Connection& connection, UserId user, ActivityId id, std::span<const Link> links) {
  for (const Link& link : links) {
    const std::int64_t written = connection.execute(
        "INSERT INTO links (record, user_id, activity, kind, role, score, evidence) "
        "SELECT number, user_id, CAST($4 AS BIGINT), $5, $6, CAST($7 AS DOUBLE PRECISION), $8 FROM records WHERE "
        "user_id = $1 AND provider = $2 AND id = $3 "
        "ON CONFLICT (record) DO UPDATE SET activity = excluded.activity, "
        "kind = excluded.kind, role = excluded.role, score = excluded.score, evidence = excluded.evidence",
        user, link.record.provider, link.record.id, id, to_string(link.kind), to_string(link.role), link.score,
        storable_text(evidence_text(link.evidence)));
    if (written == 0) {
      throw Error(ErrorKind::not_found,
                  fmt::format("there is no record {} of {}", link.record.id, link.record.provider));
    }
  }
}

/// Activities in the order of their ids: what is asked for first gets the smaller one.
void create_all(sql::Connection& connection, UserId user, std::span<MatchedActivity*> activities) {
  static const sql::ManyRows insert("INSERT INTO activities (user_id, local_day, month) VALUES ", "($1, ?, ?)",
                                    " RETURNING id", 2);
  insert.for_each_piece(connection, activities, [&](sql::Query& query, std::span<MatchedActivity*> piece) {
    int parameter = 1;
    query.bind(parameter, user);
    for (const MatchedActivity* activity : piece) {
      query.bind(++parameter, sql::to_value(activity->local_day));
      query.bind(++parameter, sql::to_value(month_index(activity->local_day)));
    }
    std::vector<ActivityId> ids;
    while (query.next()) {
      ids.push_back(query.integer(0));
    }
    std::ranges::sort(ids); // rows are inserted in the order of the list, but need not be returned so
    for (std::size_t i = 0; i < piece.size(); ++i) {
      piece[i]->id = ids[i];
    }
  });
}

Error no_activity(ActivityId id) { return {ErrorKind::not_found, fmt::format("there is no activity {}", id)}; }

void set_days(sql::Connection& connection, UserId user, std::span<MatchedActivity*> activities) {
  static const sql::ManyRows update("UPDATE activities SET local_day = v.column2, month = v.column3 FROM (VALUES ",
                                    "(?, ?, ?)", ") AS v WHERE activities.id = v.column1 AND activities.user_id = $1",
                                    2, "(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))");
  update.for_each_piece(connection, activities, [&](sql::Query& query, std::span<MatchedActivity*> piece) {
    int parameter = 1;
    query.bind(parameter, user);
    for (const MatchedActivity* activity : piece) {
      query.bind(++parameter, *activity->id);
      query.bind(++parameter, sql::to_value(activity->local_day));
      query.bind(++parameter, sql::to_value(month_index(activity->local_day)));
    }
    if (query.run() != std::ssize(piece)) {
      throw Error(ErrorKind::not_found,
                  fmt::format("one of the activities {} to {} is not there", *piece.front()->id, *piece.back()->id));
    }
  });
}

struct LinkRow {
  ActivityId activity;
  const NumberedLink* link;
};

void write_links(sql::Connection& connection, UserId user, std::span<LinkRow> links) {
  // The person is asked for row by row: a join would be planned once, by PostgreSQL for a table that is still small,
  // and then read all records for each piece.
  static const sql::ManyRows upsert(
      "INSERT INTO links (record, user_id, activity, kind, role, score, evidence) SELECT v.column1, CAST($1 AS "
      "BIGINT), "
      "v.column2, v.column3, v.column4, v.column5, v.column6 FROM (VALUES ",
      "(?, ?, ?, ?, ?, ?)",
      ") AS v WHERE (SELECT r.user_id FROM records r WHERE r.number = v.column1) = $1 "
      "ON CONFLICT (record) DO UPDATE SET activity = excluded.activity, kind = excluded.kind, role = excluded.role, "
      "score = excluded.score, evidence = excluded.evidence",
      2,
      "(CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS DOUBLE PRECISION), "
      "CAST(? AS TEXT))");
  std::vector<std::string> evidence;
  upsert.for_each_piece(connection, links, [&](sql::Query& query, std::span<LinkRow> piece) {
    evidence.clear();
    for (const auto& [activity, link] : piece) {
      evidence.push_back(storable_text(evidence_text(link->evidence)));
    }
    int parameter = 1;
    query.bind(parameter, user);
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const auto& [activity, link] = piece[i];
      query.bind(++parameter, link->record);
      query.bind(++parameter, activity);
      query.bind(++parameter, to_string(link->kind), sql::Lifetime::until_reset);
      query.bind(++parameter, to_string(link->role), sql::Lifetime::until_reset);
      query.bind(++parameter, link->score);
      query.bind(++parameter, sql::to_value(evidence[i]), sql::Lifetime::until_reset);
    }
    if (query.run() != std::ssize(piece)) {
      throw Error(ErrorKind::not_found, "a record that was matched is not stored any more");
    }
  });
}

void refresh_day(sql::Connection& connection, UserId user, ActivityId id) {
  std::optional<std::int64_t> day;
  {
    sql::Query row =
        connection.query("SELECT r.local_day FROM links l JOIN records r ON r.number = l.record WHERE l.activity = $1 "
                         "AND l.user_id = $2 "
                         "AND r.local_day IS NOT NULL ORDER BY CASE WHEN r.deleted_at IS NULL THEN 0 ELSE 1 END, "
                         "CASE WHEN l.kind = 'founder' THEN 0 ELSE 1 END, r.provider, r.id LIMIT 1",
                         id, user);
    if (row.next()) {
      day = row.integer(0);
    }
  }
  connection.execute("UPDATE activities SET local_day = $1, month = $2 WHERE id = $3 AND user_id = $4 "
                     "AND local_day IS DISTINCT FROM $1",
                     day, month_index(day), id, user);
}

} // namespace

ActivityId Activities::create() {
  MatchedActivity activity;
  save({&activity, 1});
  return *activity.id;
}

void Activities::save_links(ActivityId id, std::span<const Link> links) {
  sql::Transaction transaction(connection());
  if (resolve(id) != id) {
    throw no_activity(id);
  }
  connection().execute("DELETE FROM links WHERE activity = $1 AND user_id = $2 AND record IN "
                       "(SELECT number FROM records WHERE user_id = $2 AND deleted_at IS NULL AND number = record)",
                       id, user());
  insert_links(connection(), user(), id, links);
  refresh_day(connection(), user(), id);
  transaction.commit();
}

void Activities::save(std::span<MatchedActivity> activities) {
  sql::Transaction transaction(connection());
  std::vector<MatchedActivity*> known;
  std::vector<MatchedActivity*> unknown;
  for (MatchedActivity& activity : activities) {
    (activity.id ? known : unknown).push_back(&activity);
  }
  set_days(connection(), user(), known);
  create_all(connection(), user(), unknown);
  std::vector<LinkRow> links;
  for (const MatchedActivity& activity : activities) {
    for (const NumberedLink& link : activity.links) {
      links.push_back({*activity.id, &link});
    }
  }
  write_links(connection(), user(), links);
  transaction.commit();
}

void Activities::merge(ActivityId younger, ActivityId older) {
  if (younger == older) {
    return;
  }
  sql::Transaction transaction(connection());
  if (resolve(younger) != younger || resolve(older) != older) {
    throw Error(ErrorKind::not_found, fmt::format("there are no two activities {} and {}", younger, older));
  }
  connection().execute("UPDATE links SET activity = $1 WHERE activity = $2 AND user_id = $3", older, younger, user());
  connection().execute("UPDATE activity_aliases SET activity = $1 WHERE activity = $2 AND user_id = $3", older, younger,
                       user());
  connection().execute("INSERT INTO activity_aliases (alias, user_id, activity) VALUES ($1, $2, $3)", younger, user(),
                       older);
  connection().execute("DELETE FROM activities WHERE id = $1 AND user_id = $2", younger, user());
  refresh_day(connection(), user(), older);
  transaction.commit();
}

std::optional<ActivityId> Activities::resolve(ActivityId id_or_alias) const {
  sql::Query row = connection().query("SELECT id FROM activities WHERE id = $1 AND user_id = $2 UNION ALL "
                                      "SELECT activity FROM activity_aliases WHERE alias = $1 AND user_id = $2",
                                      id_or_alias, user());
  return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::optional<Activity> Activities::find(ActivityId id_or_alias) const {
  const auto id = resolve(id_or_alias);
  if (!id) {
    return std::nullopt;
  }
  static const std::string sql =
      fmt::format("SELECT {} FROM links l JOIN records r ON r.number = l.record "
                  "WHERE l.activity = $1 AND l.user_id = $2 AND r.deleted_at IS NULL ORDER BY r.provider, r.id",
                  link_columns);
  Activity activity;
  activity.id = *id;
  sql::Query rows = connection().query(sql, *id, user());
  while (rows.next()) {
    activity.links.push_back(read_link(rows));
  }
  return activity;
}

std::optional<ActivityId> Activities::of_record(const RecordKey& key) const {
  sql::Query row = connection().query("SELECT l.activity FROM records r JOIN links l ON l.record = r.number "
                                      "WHERE r.user_id = $1 AND r.provider = $2 AND r.id = $3",
                                      user(), key.provider, key.id);
  return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

std::vector<Activity> Activities::in_days(std::int64_t from_day, std::int64_t to_day) const {
  static const std::string sql =
      fmt::format("SELECT {} FROM activities a JOIN links l ON l.activity = a.id JOIN records r ON r.number = l.record "
                  "WHERE a.user_id = $1 AND a.local_day BETWEEN $2 AND $3 AND r.deleted_at IS NULL "
                  "ORDER BY a.local_day, a.id, r.provider, r.id",
                  link_columns);
  return read_activities(connection().query(sql, user(), from_day, to_day));
}

std::optional<Activity> Activities::latest() const {
  sql::Query row = connection().query(
      "SELECT l.activity FROM activities a JOIN links l ON l.activity = a.id JOIN records r ON r.number = l.record "
      "WHERE a.user_id = $1 AND r.deleted_at IS NULL AND a.local_day = (SELECT max(x.local_day) FROM activities x "
      "JOIN links y ON y.activity = x.id JOIN records z ON z.number = y.record "
      "WHERE x.user_id = $1 AND z.deleted_at IS NULL) "
      "ORDER BY coalesce(r.start, r.start_local, 0) DESC, l.activity DESC LIMIT 1",
      user());
  return row.next() ? find(row.integer(0)) : std::nullopt;
}

std::int64_t Activities::count() const {
  sql::Query row =
      connection().query("SELECT count(DISTINCT l.activity) FROM links l JOIN records r ON r.number = l.record "
                         "WHERE l.user_id = $1 AND r.deleted_at IS NULL",
                         user());
  return row.next() ? row.integer(0) : 0;
}

std::uint64_t Activities::remove_empty() {
  return static_cast<std::uint64_t>(connection().execute("DELETE FROM activities WHERE user_id = $1 AND NOT EXISTS "
                                                         "(SELECT 1 FROM links WHERE links.activity = activities.id)",
                                                         user()));
}

} // namespace tracekit::store
