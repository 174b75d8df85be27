// SPDX-License-Identifier: MIT
#include "store/repositories/coverage.hpp"

#include <array>

#include "store/repositories/month_rows.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::array<std::string_view, 5> status_names{"none", "complete", "partial", "failed", "impossible"};

CoverageStatus coverage_status_of(std::string_view text) {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (status_names[i] == text) {
      return static_cast<CoverageStatus>(i);
    }
  }
  return CoverageStatus::none;
}

constexpr std::string_view coverage_columns = "provider, month, status, reason, pulled_at, records";

std::vector<MonthCoverage> read_coverage(sql::Query rows) {
  std::vector<MonthCoverage> months;
  while (rows.next()) {
    months.push_back({rows.text(0), month_of_index(rows.integer(1)), coverage_status_of(rows.text_view(2)),
                      rows.text(3), rows.integer(4), rows.integer(5)});
  }
  return months;
}

} // namespace

std::string_view to_string(CoverageStatus status) { return status_names[static_cast<std::size_t>(status)]; }

void Coverage::save(std::span<const MonthCoverage> months) {
  sql::Transaction transaction(connection());
  for (const MonthCoverage& each : months) {
    connection().execute("INSERT INTO provider_months (user_id, provider, month, status, reason, pulled_at, records) "
                         "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, provider, month) DO UPDATE SET "
                         "status = excluded.status, reason = excluded.reason, pulled_at = excluded.pulled_at, records "
                         "= excluded.records",
                         user(), each.provider, each.month.index(), to_string(each.status), each.reason, each.pulled_at,
                         each.records);
  }
  transaction.commit();
}

std::optional<MonthCoverage> Coverage::find(const std::string& provider, Month month) const {
  static const std::string sql = "SELECT " + std::string(coverage_columns) +
                                 " FROM provider_months WHERE user_id = $1 AND provider = $2 AND month = $3";
  const std::vector<MonthCoverage> found = read_coverage(connection().query(sql, user(), provider, month.index()));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<MonthCoverage> Coverage::of_provider(const std::string& provider) const {
  static const std::string sql = "SELECT " + std::string(coverage_columns) +
                                 " FROM provider_months WHERE user_id = $1 AND provider = $2 ORDER BY month";
  return read_coverage(connection().query(sql, user(), provider));
}

std::vector<MonthCoverage> Coverage::in_months(Month from, Month to) const {
  static const std::string sql =
      "SELECT " + std::string(coverage_columns) +
      " FROM provider_months WHERE user_id = $1 AND month BETWEEN $2 AND $3 ORDER BY month, provider";
  return read_coverage(connection().query(sql, user(), from.index(), to.index()));
}

std::uint64_t Coverage::erase(const std::optional<std::string>& provider, std::optional<Month> month) {
  return static_cast<std::uint64_t>(
      connection().execute("DELETE FROM provider_months WHERE user_id = $1 AND ($2 = 1 OR provider = $3) "
                           "AND ($4 = 1 OR month = $5)",
                           user(), !provider, provider.value_or(""), !month, month ? month->index() : 0));
}

namespace {

constexpr std::string_view provider_status_columns = "provider, operation, succeeded, message, at, rate_limited_until";

ProviderStatus read_status(const sql::Query& row) {
  return {row.text(0), row.text(1), row.boolean(2), row.text(3), row.integer(4), row.optional_integer(5)};
}

} // namespace

void ProviderStates::save(const ProviderStatus& status) {
  connection().execute(
      "INSERT INTO provider_status (user_id, provider, operation, succeeded, message, at, "
      "rate_limited_until) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, provider) DO UPDATE SET "
      "operation = excluded.operation, succeeded = excluded.succeeded, message = excluded.message, "
      "at = excluded.at, rate_limited_until = excluded.rate_limited_until",
      user(), status.provider, status.operation, status.succeeded, status.message, status.at,
      status.rate_limited_until);
}

std::optional<ProviderStatus> ProviderStates::find(const std::string& provider) const {
  static const std::string sql =
      "SELECT " + std::string(provider_status_columns) + " FROM provider_status WHERE user_id = $1 AND provider = $2";
  sql::Query row = connection().query(sql, user(), provider);
  return row.next() ? std::optional(read_status(row)) : std::nullopt;
}

std::vector<ProviderStatus> ProviderStates::all() const {
  static const std::string sql =
      "SELECT " + std::string(provider_status_columns) + " FROM provider_status WHERE user_id = $1 ORDER BY provider";
  std::vector<ProviderStatus> all;
  sql::Query rows = connection().query(sql, user());
  while (rows.next()) {
    all.push_back(read_status(rows));
  }
  return all;
}

std::string ProviderStates::cursor(const std::string& provider) const {
  sql::Query row =
      connection().query("SELECT cursor FROM provider_cursors WHERE user_id = $1 AND provider = $2", user(), provider);
  return row.next() ? row.text(0) : std::string();
}

void ProviderStates::save_cursor(const std::string& provider, const std::string& cursor) {
  connection().execute("INSERT INTO provider_cursors (user_id, provider, cursor) VALUES ($1, $2, $3) "
                       "ON CONFLICT (user_id, provider) DO UPDATE SET cursor = excluded.cursor",
                       user(), provider, cursor);
}

void ProviderStates::erase(const std::optional<std::string>& provider) {
  sql::Transaction transaction(connection());
  connection().execute("DELETE FROM provider_status WHERE user_id = $1 AND ($2 = 1 OR provider = $3)", user(),
                       !provider, provider.value_or(""));
  connection().execute("DELETE FROM provider_cursors WHERE user_id = $1 AND ($2 = 1 OR provider = $3)", user(),
                       !provider, provider.value_or(""));
  transaction.commit();
}

} // namespace tracekit::store
