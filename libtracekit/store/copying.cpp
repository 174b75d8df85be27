// SPDX-License-Identifier: MIT
#include "store/copying.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/dialect.hpp"
#include "store/table_pages.hpp"

namespace tracekit::store {
namespace {

constexpr const char* copy_of = "copy_of"; // whose copy a database is
constexpr const char* last_backup_property = "last_backup_at";
constexpr const char* secret_key_id = "secret_key_id"; // see Sealing
constexpr const char* copy_state = "copy_state";       // `running` until everything is there

std::string property(sql::Connection& connection, const std::string& name) {
  sql::Query row = connection.query("SELECT value FROM database_properties WHERE name = $1", name);
  return row.next() ? row.text(0) : std::string();
}

void set_property(sql::Connection& connection, const std::string& name, const std::string& value) {
  connection.execute("INSERT INTO database_properties (name, value) VALUES ($1, $2) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                     name, value);
}

bool has_rows(sql::Connection& connection, std::string_view table) {
  const std::string sql = fmt::format("SELECT 1 FROM {} LIMIT 1", table);
  return connection.query(sql).next();
}

[[noreturn]] void refuse(sql::Connection& target, std::string_view reason) {
  throw Error(ErrorKind::conflict, fmt::format("the database {} {}", target.driver().location(), reason),
              "give an empty database");
}

// A copy of what one person may see would pass for a copy of everything.
void require_everything(sql::Connection& connection) {
  if (!sees_everybody(connection)) {
    throw Error(ErrorKind::database,
                fmt::format("the database user of {} sees one person's rows only", connection.driver().location()),
                "connect as the owner of the tables, tracekit_migrator");
  }
}

// What opening a database leaves behind, an owner without a name and settings from a file, is no data of anybody.
bool made_by_opening(std::string_view table) {
  return table == "users" || table == "settings" || table == "settings_seeds";
}

void claim_empty(sql::Connection& target, const std::string& id) {
  sql::Transaction transaction(target);
  if (holds_data(target)) {
    refuse(target, "holds other data");
  }
  target.run_script("DELETE FROM settings_seeds; DELETE FROM settings; DELETE FROM users");
  set_property(target, copy_of, id);
  set_property(target, copy_state, "running");
  transaction.commit();
}

void copy_table(sql::Connection& source, sql::Connection& target, const TablePlan& plan, const CopyProgress& progress) {
  std::int64_t done = 0;
  for_each_page(source, plan, [&](const std::vector<Row>& page) {
    sql::Transaction transaction(target);
    sql::Query insert(target, plan.insert);
    for (const Row& row : page) {
      insert.reset();
      for (std::size_t i = 0; i < row.size(); ++i) {
        insert.bind(static_cast<int>(i) + 1, value_of(row[i]), sql::Lifetime::until_reset);
      }
      while (insert.next()) {
      }
    }
    transaction.commit();
    done += std::ssize(page);
    if (progress) {
      progress(plan.table, done);
    }
  });
  if (const auto last = last_identity(source, plan.table)) {
    sql::Transaction transaction(target);
    set_last_identity(target, plan.table, *last);
    transaction.commit();
  }
}

std::vector<CopyReport::Table> compare(sql::Connection& source, sql::Connection& target) {
  std::vector<CopyReport::Table> tables;
  for (const CopiedTable& table : copied_tables()) {
    const CopyReport::Table original = checksum_of(source, plan_for(source, table));
    const CopyReport::Table copy = checksum_of(target, plan_for(target, table));
    if (original.rows != copy.rows || original.checksum != copy.checksum) {
      refuse(target,
             fmt::format("differs from its source in table {} ({} and {} rows)", table.name, copy.rows, original.rows));
    }
    tables.push_back(copy);
  }
  return tables;
}

} // namespace

bool holds_data(sql::Connection& connection) {
  return connection.query("SELECT 1 FROM users WHERE email IS NOT NULL").next() ||
         std::ranges::any_of(copied_tables(), [&](const CopiedTable& table) {
           return !made_by_opening(table.name) && has_rows(connection, table.name);
         });
}

CopyReport copy_all(sql::Connection& source, sql::Connection& target, const CopyProgress& progress) {
  require_everything(source);
  require_everything(target);
  const std::string id = property(source, "database_id");
  sql::Transaction snapshot(source, sql::Access::read); // others may write meanwhile
  const std::string original = property(target, copy_of);
  if (!original.empty() && original != id) {
    refuse(target, "holds a copy of another one");
  }
  if (original.empty()) {
    claim_empty(target, id);
  }
  if (property(target, copy_state) == "running") {
    for (const CopiedTable& table : copied_tables()) {
      copy_table(source, target, plan_for(source, table), progress);
    }
  }
  CopyReport report{compare(source, target)};
  if (const std::string key = property(source, secret_key_id); !key.empty()) { // which key opens the copied secrets
    set_property(target, secret_key_id, key);
  }
  set_property(target, copy_state, "complete");
  return report;
}

std::vector<CopyReport::Table> table_checksums(sql::Connection& connection) {
  std::vector<CopyReport::Table> tables;
  for (const CopiedTable& table : copied_tables()) {
    tables.push_back(checksum_of(connection, plan_for(connection, table)));
  }
  return tables;
}

std::optional<EpochSeconds> last_backup_at(sql::Connection& connection) {
  return parse_integer(property(connection, last_backup_property));
}

void note_backup(sql::Connection& connection, EpochSeconds now) {
  sql::Transaction transaction(connection);
  set_property(connection, last_backup_property, std::to_string(now));
  transaction.commit();
}

void back_up(Store& source, const std::filesystem::path& target, const CopyProgress& progress) {
  namespace fs = std::filesystem;
  const fs::path unfinished = fmt::format("{}.{}.unfinished", target.string(), ::getpid());
  fs::remove(unfinished);
  try {
    if (source.engine() == sql::Engine::sqlite) {
      source.connection().execute("VACUUM INTO $1", unfinished.string());
      fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
    }
    {
      Store copy = Store::open(fs::absolute(unfinished).string());
      if (source.engine() != sql::Engine::sqlite) {
        source.copy_to(copy, progress);
      }
      if (const std::vector<std::string> complaints = copy.check_integrity(); !complaints.empty()) {
        throw Error(ErrorKind::database,
                    fmt::format("the copy {} is damaged: {}", target.string(), complaints.front()));
      }
      copy.connection().run_script("PRAGMA journal_mode = DELETE"); // one file, nothing beside it
    }
    fs::rename(unfinished, target);
  } catch (...) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw;
  }
}

} // namespace tracekit::store
