// SPDX-License-Identifier: MIT
#include "store/repositories/month_summaries.hpp"

#include "store/repositories/month_rows.hpp"
#include "store/sql/many_rows.hpp"

namespace tracekit::store {
namespace {

struct ProviderRow {
  Month month;
  const ProviderMonth* counts;
};

void save_totals(sql::Connection& connection, UserId user, std::span<const MonthSummary> months) {
  static const sql::ManyRows upsert(
      "INSERT INTO month_summaries (user_id, month, activities, matched, open_differences, dirty) VALUES ",
      "($1, ?, ?, ?, ?, 0)",
      " ON CONFLICT (user_id, month) DO UPDATE SET activities = excluded.activities, matched = excluded.matched, "
      "open_differences = excluded.open_differences, dirty = 0",
      2);
  upsert.for_each_piece(connection, months, [&](sql::Query& query, std::span<const MonthSummary> piece) {
    int parameter = 1;
    query.bind(parameter, user);
    for (const MonthSummary& each : piece) {
      query.bind(++parameter, sql::to_value(each.month.index()));
      query.bind(++parameter, each.activities);
      query.bind(++parameter, each.matched);
      query.bind(++parameter, each.open_differences);
    }
    query.run();
  });
}

void save_providers(sql::Connection& connection, UserId user, std::span<const ProviderRow> rows) {
  static const sql::ManyRows insert(
      "INSERT INTO month_providers (user_id, month, provider, records, days, open_differences, devices) VALUES ",
      "($1, ?, ?, ?, ?, ?, ?)", "", 2);
  insert.for_each_piece(connection, rows, [&](sql::Query& query, std::span<const ProviderRow> piece) {
    int parameter = 1;
    query.bind(parameter, user);
    for (const auto& [month, counts] : piece) {
      query.bind(++parameter, sql::to_value(month.index()));
      query.bind(++parameter, sql::to_value(counts->provider), sql::Lifetime::until_reset);
      query.bind(++parameter, counts->records);
      query.bind(++parameter, sql::to_value(counts->days));
      query.bind(++parameter, counts->open_differences);
      query.bind(++parameter, sql::to_value(counts->devices), sql::Lifetime::until_reset);
    }
    query.run();
  });
}

} // namespace

void MonthSummaries::save(std::span<const MonthSummary> months) {
  sql::Transaction transaction(connection());
  std::vector<ProviderRow> providers;
  for (const MonthSummary& each : months) {
    connection().execute("DELETE FROM month_providers WHERE user_id = $1 AND month = $2", user(), each.month.index());
    for (const ProviderMonth& provider : each.providers) {
      providers.push_back({each.month, &provider});
    }
  }
  save_totals(connection(), user(), months);
  save_providers(connection(), user(), providers);
  transaction.commit();
}

std::vector<MonthSummary> MonthSummaries::in_months(Month from, Month to) const {
  std::vector<MonthSummary> months;
  sql::Query rows = connection().query(
      "SELECT m.month, m.activities, m.matched, m.open_differences, m.dirty, p.provider, p.records, p.days, "
      "p.open_differences, p.devices FROM month_summaries m "
      "LEFT JOIN month_providers p ON p.user_id = m.user_id AND p.month = m.month "
      "WHERE m.user_id = $1 AND m.month BETWEEN $2 AND $3 ORDER BY m.month, p.provider",
      user(), from.index(), to.index());
  while (rows.next()) {
    const Month month = month_of_index(rows.integer(0));
    if (months.empty() || months.back().month != month) {
      months.push_back({month, rows.integer(1), rows.integer(2), rows.integer(3), rows.boolean(4), {}});
    }
    if (!rows.is_null(5)) {
      months.back().providers.push_back(
          {rows.text(5), rows.integer(6), static_cast<std::uint32_t>(rows.integer(7)), rows.integer(8), rows.text(9)});
    }
  }
  return months;
}

std::optional<std::pair<Month, Month>> MonthSummaries::range() const {
  sql::Query row = connection().query(
      "SELECT min(month), max(month) FROM (SELECT month FROM month_summaries WHERE user_id = $1 "
      "AND (activities > 0 OR dirty = 1) UNION ALL SELECT month FROM provider_months WHERE user_id = $1) AS months",
      user());
  if (!row.next() || row.is_null(0)) {
    return std::nullopt;
  }
  return std::pair(month_of_index(row.integer(0)), month_of_index(row.integer(1)));
}

void MonthSummaries::mark_dirty(std::span<const Month> months) {
  sql::Transaction transaction(connection());
  for (const Month month : months) {
    connection().execute("INSERT INTO month_summaries (user_id, month, activities, matched, open_differences, dirty) "
                         "VALUES ($1, $2, 0, 0, 0, 1) ON CONFLICT (user_id, month) DO UPDATE SET dirty = 1",
                         user(), month.index());
  }
  transaction.commit();
}

void MonthSummaries::mark_all_dirty() {
  connection().execute("UPDATE month_summaries SET dirty = 1 WHERE user_id = $1", user());
}

std::vector<Month> MonthSummaries::dirty() const {
  std::vector<Month> months;
  sql::Query rows =
      connection().query("SELECT month FROM month_summaries WHERE user_id = $1 AND dirty = 1 ORDER BY month", user());
  while (rows.next()) {
    months.push_back(month_of_index(rows.integer(0)));
  }
  return months;
}

std::vector<Month> MonthSummaries::missing() const {
  std::vector<Month> months;
  sql::Query rows = connection().query(
      "SELECT DISTINCT a.month FROM activities a WHERE a.user_id = $1 AND a.month IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM month_summaries m WHERE m.user_id = $1 AND m.month = a.month) ORDER BY a.month",
      user());
  while (rows.next()) {
    months.push_back(month_of_index(rows.integer(0)));
  }
  return months;
}

void MonthSummaries::erase(std::optional<Month> month) {
  const int index = month ? month->index() : 0;
  sql::Transaction transaction(connection());
  connection().execute("DELETE FROM month_providers WHERE user_id = $1 AND ($2 = 1 OR month = $3)", user(), !month,
                       index);
  connection().execute("DELETE FROM month_summaries WHERE user_id = $1 AND ($2 = 1 OR month = $3)", user(), !month,
                       index);
  transaction.commit();
}

} // namespace tracekit::store
