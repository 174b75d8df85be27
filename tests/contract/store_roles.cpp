// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/dialect.hpp"
#include "store/repositories/people.hpp"
#include "store/roles.hpp"
#include "support/filled_person.hpp"
#include "support/postgres_cluster.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using test::FilledPerson;

namespace {

/// One line for a failure: kind, sentence and hint.
std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return fmt::format("{}: {} | {}", to_string(error.kind()), error.what(), error.hint());
  }
  return "no error";
}

/// A database with roles, in which Anna has something everywhere and Bert nothing.
struct Shared {
  Shared() : name(cluster.create_database_with_roles()) {
    Store store = as("tracekit_writer");
    anna = store.users().owner(1).id;
    bert = store.users().add("bert@example.org", 1).id;
    UserStore hers = store.for_user(anna);
    filled.emplace(hers);
  }
  [[nodiscard]] Store as(const std::string& role) const { return Store::open(cluster.url(name, role)); }

  test::PostgresCluster& cluster = test::PostgresCluster::instance();
  std::string name;
  UserId anna = 0;
  UserId bert = 0;
  std::optional<FilledPerson> filled;
};

std::vector<std::string> guarded_tables(Store& store) {
  std::vector<std::string> names;
  sql::Query rows = store.connection().query("SELECT relname::text FROM pg_class WHERE relnamespace = "
                                             "'tracekit'::regnamespace AND relrowsecurity ORDER BY relname");
  while (rows.next()) {
    names.push_back(rows.text(0));
  }
  return names;
}

std::int64_t count(Store& store, const std::string& table) {
  const std::string sql = "SELECT count(*) FROM " + table;
  sql::Query row = store.connection().query(sql);
  row.next();
  return row.integer(0);
}

bool no_postgres() { return !test::under_test(sql::Engine::postgres); }

} // namespace

TEST_CASE("statements that name nobody see the rows of the one who is acted for, and change no others") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  const std::vector<std::string> tables = guarded_tables(store);
  REQUIRE(tables.size() > 20);
  for (const std::string& table : tables) {
    INFO(table);
    store.connection().act_for(shared.anna);
    const std::int64_t hers = count(store, table);
    CHECK(hers > 0);
    store.connection().act_for(shared.bert);
    CHECK(count(store, table) == 0);
    if (table == "audit") {
      continue; // nobody changes anything there
    }
    const std::string column = store::columns_of(store.connection(), table).front().name;
    CHECK(store.connection().execute(fmt::format("UPDATE {0} SET {1} = {1}", table, column)) == 0);
    CHECK(store.connection().execute("DELETE FROM " + table) == 0);
    store.connection().act_for(shared.anna);
    CHECK(count(store, table) == hers);
  }
}

TEST_CASE("rows cannot be given to somebody else") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  store.connection().act_for(shared.bert);
  const auto is_refused = [&](const std::string& sql) {
    const std::string message = message_of([&] { store.connection().run_script(sql); });
    CHECK_THAT(message, Catch::Contains("row-level security policy") && Catch::Contains("migrate --roles"));
  };
  is_refused(fmt::format("INSERT INTO settings VALUES ({}, 'units', '2', 'x', 1) ON CONFLICT (user_id, key) DO UPDATE "
                         "SET value_json = excluded.value_json",
                         shared.anna));
  is_refused(
      fmt::format("INSERT INTO audit (user_id, at, actor, action, detail) VALUES ({}, 1, '', '', '')", shared.anna));
  is_refused("INSERT INTO blob_chunks SELECT 1, 7, ''");
  store.for_user(shared.bert).settings.set("units", "1", "person", 1);
  is_refused(fmt::format("UPDATE settings SET user_id = {}, key = 'mine'", shared.anna));
}

TEST_CASE("who acts for nobody sees nothing") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  for (const std::string& table : guarded_tables(store)) {
    INFO(table);
    CHECK(count(store, table) == 0);
  }
}

TEST_CASE("one connection serves one person after the other, also after a rollback") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  UserStore anna = store.for_user(shared.anna);
  UserStore bert = store.for_user(shared.bert);
  CHECK(anna.records.find(FilledPerson::key));
  {
    auto given_up = store.transaction();
    CHECK_FALSE(bert.records.find(FilledPerson::key));
    CHECK(anna.records.find(FilledPerson::key));
    CHECK_FALSE(bert.records.find(FilledPerson::key));
  }
  CHECK_FALSE(bert.records.find(FilledPerson::key)); // the rollback made it Anna's again
  CHECK(count(store, "records") == 0);
  {
    auto kept = store.transaction();
    CHECK(anna.records.counts().size() == 2);
    bert.settings.set("units", "1", "person", 1);
    kept.commit();
  }
  CHECK(anna.settings.find("units"));
  CHECK(bert.settings.find("units"));
  CHECK_THROWS_AS(anna.questions.answer(0, store::VerdictKind::same, 1), Error);
  CHECK(bert.records.counts().empty());
}

TEST_CASE("every table that names a person is guarded, or is known not to be") {
  if (no_postgres()) {
    return;
  }
  const test::TemporaryStore database(sql::Engine::postgres);
  Store store = database.open();
  // Read before anybody is acted for, or by workers for everybody: docs/reference/schema.md.
  const std::set<std::string> open{"api_tokens", "job_outcomes", "jobs", "provider_accounts", "schedules", "sessions"};
  std::set<std::string> unguarded;
  sql::Query rows = store.connection().query(
      "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id' "
      "WHERE c.relnamespace = 'tracekit'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity");
  while (rows.next()) {
    unguarded.insert(rows.text(0));
  }
  CHECK(unguarded == open);
}

TEST_CASE("the audit can be added to and read, and neither changed nor shortened") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  store.for_user(shared.anna).audit.append("cli", "act", "", 2);
  CHECK(store.for_user(shared.anna).audit.list(10).size() == 2);
  for (const char* sql : {"UPDATE audit SET actor = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"}) {
    CHECK_THAT(message_of([&] { store.connection().run_script(sql); }),
               Catch::Contains("permission denied for table audit"));
  }
}

TEST_CASE("a reader looks, and is told so when it tries to write") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_reader");
  UserStore anna = store.for_user(store.users().owner(1).id);
  CHECK_FALSE(store.may_write());
  CHECK(anna.records.counts().size() == 2);
  CHECK(store.for_user(shared.bert).records.counts().empty());
  CHECK_THAT(message_of([&] { anna.settings.set("units", "2", "person", 1); }),
             Catch::Contains("permission denied for table settings") && Catch::Contains("connect as a database user"));
  CHECK(shared.as("tracekit_writer").may_write());
  CHECK_THAT(message_of([&] { static_cast<void>(store::People(store.connection()).find("anna@example.org")); }),
             Catch::Contains("permission denied for table users"));
}

TEST_CASE("who sees one person's rows makes no copy that would lack the others'") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  const test::TemporaryFolder folder;
  const auto copy = [&](const std::string& role, const std::string& file) {
    Store store = shared.as(role);
    return message_of([&] { store.backup_to(folder.path() / file); });
  };
  for (const char* role : {"tracekit_writer", "tracekit_reader"}) {
    CHECK_THAT(copy(role, role), Catch::Contains("sees one person's rows only"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / role));
  }
  CHECK(copy("tracekit_migrator", "whole") == "no error");
  Store whole = Store::open((folder.path() / "whole").string());
  CHECK(whole.for_user(shared.anna).records.counts().size() == 2);
}

TEST_CASE("the writer may not change the schema, and is told that there is nothing to change") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  CHECK(Store::migrate(shared.cluster.url(shared.name, "tracekit_writer")).applied.empty());
  Store store = shared.as("tracekit_writer");
  CHECK_THAT(message_of([&] { store.connection().run_script("CREATE TABLE notes (id INTEGER)"); }),
             Catch::Contains("permission denied for schema tracekit"));
}

TEST_CASE("roles are made in a database that is in use, twice without harm, and cover tables that come later") {
  if (no_postgres()) {
    return;
  }
  auto& cluster = test::PostgresCluster::instance();
  const std::string url = cluster.create_database(true);
  const std::string name = url.substr(url.rfind('/') + 1);
  Store owner = Store::open(url);
  UserStore anna = owner.for_user(owner.users().owner(1).id);
  const FilledPerson filled(anna);
  store::apply_roles(url);
  store::apply_roles(url);
  CHECK(anna.records.counts().size() == 2); // a superuser goes on as before
  Store writer = Store::open(cluster.url(name, "tracekit_writer"));
  CHECK(writer.for_user(anna.user()).records.counts().size() == 2);
  CHECK_THAT(message_of([&] { writer.connection().run_script("DELETE FROM audit"); }),
             Catch::Contains("permission denied"));

  Store migrator = Store::open(cluster.url(name, "tracekit_migrator"));
  migrator.connection().run_script(
      "CREATE TABLE later (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n BIGINT)");
  CHECK(writer.connection().execute("INSERT INTO later (n) VALUES (1)") == 1);
  Store reader = Store::open(cluster.url(name, "tracekit_reader"));
  CHECK(count(reader, "later") == 1);
}

TEST_CASE("who owns the database and may make roles needs no superuser") {
  if (no_postgres()) {
    return;
  }
  auto& cluster = test::PostgresCluster::instance();
  cluster.create_database_with_roles(); // the roles are there, and somebody else's
  cluster.run("CREATE ROLE landlord LOGIN CREATEROLE");
  cluster.run("CREATE DATABASE rented OWNER landlord TEMPLATE template0");
  Store::migrate(cluster.url("rented", "landlord"));
  CHECK(store::apply_roles(cluster.url("rented", "landlord")).starts_with("rented on "));
  Store writer = Store::open(cluster.url("rented", "tracekit_writer"));
  CHECK(writer.users().owner(1).id == 1);
  Store landlord = Store::open(cluster.url("rented", "landlord"));
  CHECK(landlord.for_user(1).records.counts().empty());
}

TEST_CASE("who may not make roles is told so, and SQLite has none") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "test.db").string();
  Store::migrate(file);
  CHECK_THAT(message_of([&] { store::apply_roles(file); }), Catch::StartsWith("usage: " + file + " is an SQLite file"));
  if (no_postgres()) {
    return;
  }
  auto& cluster = test::PostgresCluster::instance();
  const std::string name = cluster.create_database_with_roles();
  CHECK_THAT(message_of([&] { store::apply_roles(cluster.url(name, "tracekit_writer")); }),
             Catch::Contains("tracekit_writer may not make roles in " + name));
}

TEST_CASE("row-level security leaves the way by the indexes open") {
  if (no_postgres()) {
    return;
  }
  const Shared shared;
  Store store = shared.as("tracekit_writer");
  store.connection().act_for(shared.anna);
  store.connection().run_script("SET enable_seqscan = off"); // the tables are tiny
  const auto plan_of = [&](const std::string& sql) {
    std::string plan;
    const std::string explain = "EXPLAIN " + sql;
    sql::Query rows = store.connection().query(explain);
    while (rows.next()) {
      plan += rows.text(0) + "\n";
    }
    return plan;
  };
  CHECK_THAT(plan_of("SELECT * FROM records WHERE user_id = 1 AND provider = 'garmin' AND id = '1'"),
             Catch::Contains("Index Scan") && Catch::Contains("user_id = 1"));
  CHECK_THAT(plan_of("SELECT * FROM records WHERE user_id = 1 AND local_day BETWEEN 1 AND 2"),
             Catch::Contains("records_by_day"));
  CHECK_THAT(plan_of("SELECT * FROM streams WHERE record = 1"), Catch::Contains("streams_pkey"));
}
