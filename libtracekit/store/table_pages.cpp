// SPDX-License-Identifier: MIT
#include "store/table_pages.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

#include "base/hash.hpp"

namespace tracekit::store {
namespace {

constexpr std::array tables{
    CopiedTable{"users"},
    CopiedTable{"records"},
    CopiedTable{"record_versions"},
    CopiedTable{"activities"},
    CopiedTable{"activity_aliases"},
    CopiedTable{"links"},
    CopiedTable{"verdicts"},
    CopiedTable{"ignored_records"},
    CopiedTable{"questions"},
    CopiedTable{"clock_corrections"},
    CopiedTable{"provider_months"},
    CopiedTable{"provider_status"},
    CopiedTable{"provider_cursors"},
    CopiedTable{"sources"},
    CopiedTable{"source_records"},
    CopiedTable{"month_summaries"},
    CopiedTable{"month_providers"},
    CopiedTable{"changes"},
    CopiedTable{"dismissed_changes"},
    CopiedTable{"blobs"},
    CopiedTable{"blob_chunks", 8},
    CopiedTable{"recordings", 100},
    CopiedTable{"streams", 100},
    CopiedTable{"settings"},
    CopiedTable{"settings_seeds"},
    CopiedTable{"credentials"},
    CopiedTable{"gear_aliases"},
    CopiedTable{"audit", 500, true},
    CopiedTable{"jobs"},
    CopiedTable{"job_outcomes"},
    CopiedTable{"schedules"},
    CopiedTable{"notifications"},
    CopiedTable{"api_tokens"},
    CopiedTable{"sessions"},
    CopiedTable{"login_attempts"},
    CopiedTable{"provider_accounts"},
    CopiedTable{"webhook_subscriptions"},
};

std::string join(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ", ")); }

Cell read_cell(const sql::Query& row, const Column& column, int index) {
  if (row.is_null(index)) {
    return std::monostate{};
  }
  switch (column.type) {
  case Column::Type::integer:
    return row.integer(index);
  case Column::Type::real:
    return row.real(index) + 0.0; // -0 becomes 0: SQLite does not keep the sign
  case Column::Type::text:
    return row.text(index);
  case Column::Type::blob:
    return row.blob(index);
  }
  return std::monostate{};
}

void append(std::string& text, const Cell& cell) {
  const auto number = [&](std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      text += static_cast<char>(value >> shift & 0xffU);
    }
  };
  text += static_cast<char>(cell.index());
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    number(static_cast<std::uint64_t>(*integer));
  } else if (const auto* real = std::get_if<double>(&cell)) {
    number(std::bit_cast<std::uint64_t>(*real));
  } else if (const auto* string = std::get_if<std::string>(&cell)) {
    number(string->size());
    text += *string;
  } else if (const auto* bytes = std::get_if<Bytes>(&cell)) {
    number(bytes->size());
    text.append(as_text(*bytes));
  }
}

} // namespace

std::span<const CopiedTable> copied_tables() { return tables; }

sql::Value value_of(const Cell& cell) {
  return std::visit(
      []<class T>(const T& value) -> sql::Value {
        if constexpr (std::is_same_v<T, std::monostate>) {
          return value;
        } else {
          return sql::to_value(value);
        }
      },
      cell);
}

TablePlan plan_for(sql::Connection& connection, const CopiedTable& table) {
  TablePlan plan;
  plan.table = table.name;
  plan.columns = columns_of(connection, plan.table);
  std::vector<std::string> names;
  std::vector<std::string> parameters;
  std::vector<std::string> assignments;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const Column& column = plan.columns[i];
    names.push_back(column.name);
    parameters.push_back(fmt::format("${}", i + 1));
    if (column.key_position > 0) {
      plan.key.push_back(i);
    } else {
      assignments.push_back(fmt::format("{0} = excluded.{0}", column.name));
    }
  }
  std::ranges::sort(plan.key, {}, [&](std::size_t index) { return plan.columns[index].key_position; });
  std::vector<std::string> keys;
  for (const std::size_t index : plan.key) {
    keys.push_back(plan.columns[index].name);
  }
  const std::string order = fmt::format("ORDER BY {} LIMIT {}", join(keys), table.batch);
  const std::vector<std::string> key_parameters(parameters.begin(), parameters.begin() + std::ssize(keys));
  plan.first_page = fmt::format("SELECT {} FROM {} {}", join(names), plan.table, order);
  plan.next_page = fmt::format("SELECT {} FROM {} WHERE ({}) > ({}) {}", join(names), plan.table, join(keys),
                               join(key_parameters), order);
  const std::string on_conflict =
      table.append_only ? "DO NOTHING" : fmt::format("({}) DO UPDATE SET {}", join(keys), join(assignments));
  plan.insert = fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT {}", plan.table, join(names), join(parameters),
                            on_conflict);
  return plan;
}

void for_each_page(sql::Connection& connection, const TablePlan& plan,
                   const std::function<void(const std::vector<Row>&)>& take) {
  std::vector<Row> page;
  Row last;
  while (true) {
    page.clear();
    sql::Query rows(connection, last.empty() ? plan.first_page : plan.next_page);
    for (std::size_t i = 0; i < plan.key.size() && !last.empty(); ++i) {
      rows.bind(static_cast<int>(i) + 1, value_of(last[plan.key[i]]));
    }
    while (rows.next()) {
      Row row;
      for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        row.push_back(read_cell(rows, plan.columns[i], static_cast<int>(i)));
      }
      page.push_back(std::move(row));
    }
    if (page.empty()) {
      return;
    }
    take(page);
    last = std::move(page.back());
  }
}

CopyReport::Table checksum_of(sql::Connection& connection, const TablePlan& plan) {
  // A chain over all rows: each link hashes the one before it and one row.
  CopyReport::Table result{plan.table, 0, std::string(64, '0')};
  for_each_page(connection, plan, [&](const std::vector<Row>& page) {
    for (const Row& row : page) {
      std::string text = result.checksum;
      for (const Cell& cell : row) {
        append(text, cell);
      }
      result.checksum = sha256_hex(as_bytes(text));
      ++result.rows;
    }
  });
  return result;
}

} // namespace tracekit::store
