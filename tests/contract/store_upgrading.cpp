// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <regex>

#include <fmt/format.h>

#include "base/file.hpp"
#include "store/checking/contents.hpp"
#include "store/checking/identities.hpp"
#include "store/checking/indexes.hpp"
#include "store/checking/references.hpp"
#include "store/checking/texts.hpp"
#include "store/migrations.hpp"
#include "store/opening.hpp"
#include "store/table_pages.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
namespace fs = std::filesystem;

namespace {

fs::path fixture_of(std::int64_t version) {
  return fs::path(TRACEKIT_SOURCE_DIR) / fmt::format("tests/data/schemas/schema-{}.sql", version);
}

/// The rows of a schema; written in SQLite's words.
std::string fixture_text(sql::Engine engine, std::int64_t version) {
  const std::string text(as_text(read_file(fixture_of(version))));
  return engine == sql::Engine::sqlite ? text
                                       : std::regex_replace(text, std::regex("X'([0-9a-f]*)'"), "decode('$1', 'hex')");
}

/// A database as somebody has it whose program knows no later schema.
void make_earlier_database(const std::string& url, std::int64_t version) {
  const auto connection = store::connect(url, 0, true);
  auto migrations = store::migrations_for(connection->engine());
  migrations.resize(static_cast<std::size_t>(version));
  store::apply_migrations(*connection, migrations);
  sql::Transaction transaction(*connection);
  connection->run_script(fixture_text(connection->engine(), version));
  transaction.commit();
  for (const store::LateIdentity& late : store::late_identities(*connection)) {
    store::continue_identity(*connection, late); // rows that bring their numbers do not count in PostgreSQL
  }
}

using Tables = std::map<std::string, std::vector<store::Row>>;

std::vector<store::TablePlan> plans_of(sql::Connection& connection) {
  std::vector<store::TablePlan> plans;
  for (const std::string& table : store::table_names(connection)) {
    if (table != "schema_migrations") {
      plans.push_back(store::plan_for(connection, {table}));
    }
  }
  return plans;
}

Tables rows_of(sql::Connection& connection, const std::vector<store::TablePlan>& plans) {
  Tables tables;
  for (const store::TablePlan& plan : plans) {
    store::for_each_page(connection, plan, [&](const std::vector<store::Row>& page) {
      tables[plan.table].insert(tables[plan.table].end(), page.begin(), page.end());
    });
  }
  return tables;
}

/// What a migration changes on purpose.
void expect_changed(Tables& tables, const std::vector<store::TablePlan>& plans, const std::string& table,
                    const std::string& column, const store::Cell& value) {
  const auto plan = std::ranges::find(plans, table, &store::TablePlan::table);
  const auto place = std::ranges::find(plan->columns, column, &store::Column::name) - plan->columns.begin();
  for (store::Row& row : tables[table]) {
    row[static_cast<std::size_t>(place)] = value;
  }
}

std::vector<std::string> faults_in(sql::Connection& connection) {
  std::vector<std::string> faults = store::engine_complaints(connection);
  const auto add = [&](const store::Fault& fault) { faults.push_back(fault.message); };
  store::check_references(connection, {}, add);
  store::check_texts(connection, {}, add);
  for (const std::int64_t number : store::next_blobs(connection, {}, 0, 1000)) {
    faults.push_back(store::problem_of(*store::packed_blob(connection, number)));
  }
  for (const std::int64_t record : store::next_recordings(connection, {}, 0, 1000)) {
    faults.push_back(store::problem_of(*store::packed_recording(connection, record)));
  }
  for (const store::Index& index : store::missing_indexes(connection)) {
    faults.push_back(index.name);
  }
  for (const store::LateIdentity& late : store::late_identities(connection)) {
    faults.push_back(late.table);
  }
  std::erase(faults, "");
  return faults;
}

} // namespace

TEST_CASE("each schema that there ever was has a fixture") {
  for (std::int64_t version = 1; version <= store::newest_version(); ++version) {
    INFO("tests/data/schemas/make_fixtures.py makes what is missing");
    INFO(fixture_of(version));
    CHECK(fs::exists(fixture_of(version)));
  }
}

TEST_CASE("a database of each earlier schema is upgraded with every row and value") {
  const sql::Engine engine = GENERATE(from_range(test::engines_under_test()));
  for (std::int64_t version = 1; version <= store::newest_version(); ++version) {
    DYNAMIC_SECTION(store::engine_name(engine) << " schema " << version) {
      const test::TemporaryStore database(engine, false);
      make_earlier_database(database.url(), version);
      auto before = store::connect(database.url(), 0, false);
      const std::vector<store::TablePlan> plans = plans_of(*before);
      Tables expected = rows_of(*before, plans);
      CHECK(expected.at("records").size() >= 4);
      CHECK(expected.at("streams").size() >= 6);
      before.reset();

      const MigrationReport report = Store::migrate(database.url());
      CHECK(report.from_version == version);
      CHECK(report.to_version == store::newest_version());
      Store store = database.open();
      if (version < 3) {
        expect_changed(expected, plans, "links", "evidence", std::string());
        expect_changed(expected, plans, "month_summaries", "dirty", std::int64_t{1});
      }
      const Tables found = rows_of(store.connection(), plans);
      for (const store::TablePlan& plan : plans) {
        INFO(plan.table);
        CHECK_FALSE(expected[plan.table].empty());
        CHECK(found.at(plan.table) == expected[plan.table]);
      }
      CHECK(faults_in(store.connection()) == std::vector<std::string>());
      CHECK(store.for_user(1).records.find({"strava", "strava-1"})->name == "Übung \"1\"");
      CHECK(
          store.connection().query("SELECT 1 FROM provider_accounts WHERE account = '227615' AND user_id = 1").next());
      CHECK(store.connection().query("SELECT 1 FROM users WHERE id = 1 AND is_admin = 1").next());

      const bool has_backup = engine == sql::Engine::sqlite && version < store::newest_version();
      CHECK(report.backup.empty() != has_backup);
      if (has_backup) {
        auto backup = store::connect(report.backup.string(), 0, false);
        CHECK(store::schema_version(*backup) == version);
        CHECK(rows_of(*backup, plans).at("records") == expected.at("records"));
      }
    }
  }
}
