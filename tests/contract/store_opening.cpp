// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <deque>
#include <fstream>
#include <functional>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "store/dialect.hpp"
#include "store/opening.hpp"
#include "support/postgres_cluster.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
namespace fs = std::filesystem;
using test::a_record;

namespace {

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::string(to_string(error.kind())) + ": " + error.what() + " | " + error.hint();
  }
  return "no error";
}

// Runs in another process, which exits with 0 when the action does not throw.
pid_t in_another_process(const std::function<void()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      action();
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  REQUIRE(child > 0); // a failed fork must not become kill(-1)
  return child;
}

bool succeeds(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

std::vector<store::StoredRecord> many_records(int count) {
  std::vector<store::StoredRecord> records;
  for (int i = 0; i < count; ++i) {
    records.push_back(a_record("garmin", std::to_string(i)));
  }
  return records;
}

struct LaterFile {
  std::string_view name; ///< what follows the number, such as `later.sql`
  std::string_view text;
};

// The embedded migrations and the next one.
std::vector<store::Migration> later_migrations(sql::Engine engine, const std::vector<LaterFile>& more) {
  std::vector<store::EmbeddedSql> files = store::embedded_sql();
  std::deque<std::string> names;
  for (const LaterFile& file : more) {
    files.push_back({names.emplace_back(fmt::format("{:04}_{}", store::newest_version() + 1, file.name)), file.text});
  }
  return store::migrations_for(engine, files);
}

} // namespace

TEST_CASE("a new SQLite database is made for its owner alone") {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "new.db";
  Store store = Store::open("sqlite:///" + path.string());
  CHECK(store.schema_version() == Store::current_schema_version());
  CHECK(store.location() == path.string());
  CHECK(store.size_bytes() > 0);
  struct stat status{};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  REQUIRE(::stat((path.string() + "-wal").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a database that is not to be made is missed by name") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "missing.db").string();
  CHECK_THAT(message_of([&] { Store::open(path, {.create = false}); }),
             Catch::StartsWith("not_found: ") && Catch::Contains(path));
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a folder that does not exist is named") {
  CHECK_THAT(message_of([] { Store::open("sqlite:////nonexistent/folder/x.db"); }),
             Catch::StartsWith("database: ") && Catch::Contains("/nonexistent/folder/x.db"));
}

TEST_CASE("a file that is no database is refused and left alone") {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "letter.txt";
  std::ofstream(path) << "Dear reader, this is not a database, although it is long enough for a header of one.\n"
                      << std::string(2000, 'x');
  const Bytes before = read_file(path);
  CHECK_THAT(message_of([&] { Store::open(path.string()); }),
             Catch::StartsWith("database: ") && Catch::Contains(path.string() + " is not a tracekit database"));
  CHECK(read_file(path) == before);
}

TEST_CASE("another program's database is refused and left alone") {
  const test::TemporaryFolder folder;
  const fs::path path = folder.path() / "other.db";
  {
    auto other = store::connect(path.string(), 0, true);
    other->run_script("CREATE TABLE bookmarks (url TEXT)");
  }
  CHECK_THAT(message_of([&] { Store::open(path.string()); }), Catch::Contains("database of another program"));
  CHECK_THAT(message_of([&] { Store::migrate(path.string()); }), Catch::Contains("database of another program"));
}

TEST_CASE("a newer schema is refused with a sentence") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  {
    Store store = database.open();
    store.connection().run_script(
        store.engine() == sql::Engine::sqlite
            ? "PRAGMA user_version = 999"
            : "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (999, 'later', '', 0)");
  }
  CHECK_THAT(message_of([&] { static_cast<void>(database.open()); }), Catch::Contains("newer tracekit (schema 999"));
  CHECK_THAT(message_of([&] { Store::migrate(database.url()); }), Catch::Contains("newer tracekit"));
  CHECK(Store::open(database.url(), {.schema = SchemaPolicy::leave}).schema_version() == 999);
}

TEST_CASE("processes that open a new database at once set it up once") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test())), false};
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    children.push_back(in_another_process([&] {
      Store store = database.open();
      UserStore user = store.for_user(store.users().owner(i).id);
      user.records.upsert(std::vector{a_record("garmin", std::to_string(i))});
    }));
  }
  for (const pid_t child : children) {
    CHECK(succeeds(child));
  }
  Store store = database.open();
  CHECK(store.users().all().size() == 1);
  CHECK(store.for_user(1).records.counts().at("garmin") == 6);
}

TEST_CASE("an SQLite database is upgraded after a backup copy, another process's upgrade is waited for") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "old.db").string();
  {
    Store store = Store::open(path);
    store.for_user(store.users().owner(1).id).records.upsert(many_records(10));
  }
  const auto newer = later_migrations(sql::Engine::sqlite, {{"later.sql", "CREATE TABLE later (id INTEGER) STRICT;"},
                                                            {"later.postgres.sql", "SYNTAX ERROR"}});
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(in_another_process([&] {
      auto connection = store::connect(path, 0, false);
      const MigrationReport report = store::prepare_schema(*connection, SchemaPolicy::prepare, newer);
      if (report.to_version != Store::current_schema_version() + 1 ||
          !connection->query("SELECT count(*) FROM later").next()) {
        throw std::runtime_error("not upgraded");
      }
    }));
  }
  for (const pid_t child : children) {
    CHECK(succeeds(child));
  }
  CHECK(Store::open(fmt::format("{}.schema-{}.backup", path, store::newest_version()))
            .for_user(1)
            .records.counts()
            .at("garmin") == 10);
  CHECK_THAT(message_of([&] { Store::open(path); }), Catch::Contains("newer tracekit"));
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    CHECK(entry.path().string().find("unfinished") == std::string::npos);
  }
}

TEST_CASE("a migration that fails changes nothing") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  auto connection = store::connect(database.url(), 0, false);
  const auto broken = later_migrations(
      connection->engine(),
      {{"broken.sql", "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE users (id INTEGER) STRICT;"}});
  CHECK_THROWS_AS(store::prepare_schema(*connection, SchemaPolicy::migrate, broken), Error);
  CHECK(store::schema_version(*connection) == Store::current_schema_version());
  CHECK_THROWS_AS(connection->query("SELECT * FROM half").next(), Error);
}

TEST_CASE("an old PostgreSQL schema asks for tracekit migrate") {
  if (!test::under_test(sql::Engine::postgres)) {
    return;
  }
  const test::TemporaryStore database(sql::Engine::postgres);
  auto connection = store::connect(database.url(), 0, false);
  const auto newer =
      later_migrations(sql::Engine::postgres, {{"later.sql", "CREATE TABLE later (id INTEGER) STRICT;"}});
  CHECK_THAT(message_of([&] { store::prepare_schema(*connection, SchemaPolicy::prepare, newer); }),
             Catch::Contains("older schema " + std::to_string(Store::current_schema_version())) &&
                 Catch::Contains("`tracekit migrate`"));
  CHECK(store::prepare_schema(*connection, SchemaPolicy::migrate, newer).applied == std::vector<std::string>{"later"});
}

TEST_CASE("a migration whose text has changed since it was applied is refused") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  auto connection = store::connect(database.url(), 0, false);
  auto changed = store::migrations_for(connection->engine());
  changed.front().text += " ";
  CHECK_THAT(message_of([&] { store::prepare_schema(*connection, SchemaPolicy::migrate, changed); }),
             Catch::Contains("another text of migration 1"));
}

TEST_CASE("migrating twice does nothing the second time") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test())), false};
  const MigrationReport first = Store::migrate(database.url());
  CHECK(first.from_version == 0);
  CHECK(first.applied.front() == "initial");
  CHECK(first.applied.size() == static_cast<std::size_t>(Store::current_schema_version()));
  const MigrationReport second = Store::migrate(database.url());
  CHECK(second.from_version == Store::current_schema_version());
  CHECK(second.applied.empty());
}

TEST_CASE("a database that may not be written says so by name") {
  if (!test::under_test(sql::Engine::sqlite) || ::geteuid() != 0) {
    return; // only root can become somebody who may not write
  }
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "fixed.db").string();
  {
    Store::open(path);
  }
  fs::permissions(folder.path(), fs::perms(0755));
  fs::permissions(path, fs::perms(0644));
  const pid_t child = in_another_process([&] {
    if (::setgid(65534) != 0 || ::setuid(65534) != 0) {
      throw std::runtime_error("cannot become nobody");
    }
    const std::string message = message_of([&] {
      Store store = Store::open(path);
      store.users().owner(1);
    });
    if (!message.starts_with("database: ") || message.find(path) == std::string::npos) {
      throw std::runtime_error(message);
    }
  });
  CHECK(succeeds(child));
}

TEST_CASE("a full disk keeps what was stored and is named") {
  const test::TemporaryStore database(sql::Engine::sqlite);
  Store store = database.open();
  UserStore user = store.for_user(store.users().owner(1).id);
  user.records.upsert(many_records(5));
  store.connection().run_script("PRAGMA max_page_count = 100");
  const std::string message = message_of([&] { user.records.upsert(many_records(20000)); });
  CHECK_THAT(message, Catch::StartsWith("database: the disk that holds the database") && Catch::Contains("test.db"));
  store.connection().run_script("PRAGMA max_page_count = 1000000");
  CHECK(user.records.counts().at("garmin") == 5);
  CHECK(store.check_integrity().empty());
}

TEST_CASE("a quick look finds what is broken") {
  SECTION("a page of an SQLite file") {
    const test::TemporaryStore database(sql::Engine::sqlite);
    {
      Store store = database.open();
      store.for_user(store.users().owner(1).id).records.upsert(many_records(2000));
      store.connection().run_script("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const std::string path = database.open().location();
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    constexpr std::streamoff somewhere_inside = 60 * 4096;
    file.seekp(somewhere_inside);
    file << std::string(2048, '\x55');
    file.close();
    const Store damaged = database.open();
    CHECK_FALSE(damaged.check_integrity_quickly().empty());
  }
  SECTION("an index of PostgreSQL") {
    if (!test::under_test(sql::Engine::postgres)) {
      return;
    }
    const test::TemporaryStore database(sql::Engine::postgres);
    Store store = database.open();
    store.connection().run_script("UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
                                  "'tracekit.records_by_day'::regclass");
    CHECK(store.check_integrity_quickly() == std::vector<std::string>{"the index records_by_day is not valid"});
  }
}

TEST_CASE("a server that does not answer is named without the password") {
  if (!test::under_test(sql::Engine::postgres)) {
    return;
  }
  const std::string url = "postgresql://anna:top-secret@127.0.0.1:1/training";
  CHECK_THAT(message_of([&] { Store::open(url); }),
             Catch::StartsWith("database: ") && Catch::Contains("127.0.0.1:1") && !Catch::Contains("top-secret"));
  CHECK_THAT(message_of([] { Store::open("postgresql://anna:top-secret@host:notaport/x"); }),
             Catch::StartsWith("config: ") && !Catch::Contains("top-secret"));
  CHECK_THAT(message_of([] { Store::open("postgresql://anna:top@secret@host/x"); }),
             Catch::StartsWith("config: ") && !Catch::Contains("secret"));
  const auto begun = std::chrono::steady_clock::now();
  CHECK_THAT(message_of([&] { Store::open(url, {.wait_seconds = 0.3}); }), Catch::Contains("127.0.0.1:1"));
  CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(300));
}

TEST_CASE("a process that is killed inside a transaction leaves nothing of it and no lock") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  const UserId owner = store.users().owner(1).id;
  store.for_user(owner).records.upsert(many_records(3));
  int ready[2] = {};
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = in_another_process([&] {
    Store mine = database.open();
    const auto lock = mine.try_lock("pull:garmin");
    const sql::Transaction transaction = mine.transaction();
    mine.for_user(owner).records.upsert(many_records(500));
    const char done = lock != nullptr ? '1' : '0';
    static_cast<void>(::write(ready[1], &done, 1));
    ::pause();
  });
  char done = 0;
  REQUIRE(::read(ready[0], &done, 1) == 1);
  CHECK(done == '1');
  CHECK(store.try_lock("pull:garmin") == nullptr);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  Store after = database.open();
  CHECK(after.for_user(owner).records.counts().at("garmin") == 3);
  CHECK(after.for_user(owner).records.upsert(many_records(4)).added == 1);
  CHECK(after.check_integrity().empty());
  CHECK(after.check_integrity_quickly().empty());
  std::unique_ptr<StoreLock> lock = after.try_lock("pull:garmin");
  for (int i = 0; i < 200 && lock == nullptr; ++i) { // the server notices a dead client a moment later
    ::usleep(10'000);
    lock = after.try_lock("pull:garmin");
  }
  CHECK(lock != nullptr);
}
