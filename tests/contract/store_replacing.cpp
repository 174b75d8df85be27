// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "store/copying.hpp"
#include "store/replacing.hpp"
#include "store/sqlite/sqlite_driver.hpp"
#include "support/filled_person.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> checksums(Store& store) {
  std::vector<std::string> out;
  for (const CopyReport::Table& table : store::table_checksums(store.connection())) {
    out.push_back(table.checksum);
  }
  return out;
}

void fill(Store& store) {
  UserStore user = store.for_user(store.users().owner(1).id);
  const test::FilledPerson filled(user);
}

} // namespace

TEST_CASE("opening a database makes nothing that counts as data") {
  const test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  CHECK_FALSE(store::holds_data(store.connection()));
  store.users().owner(1);
  CHECK_FALSE(store::holds_data(store.connection()));
  fill(store);
  CHECK(store::holds_data(store.connection()));
}

TEST_CASE("what a PostgreSQL database holds is replaced as a whole, or not at all") {
  if (!test::under_test(sql::Engine::postgres)) {
    return;
  }
  const test::TemporaryStore from(sql::Engine::sqlite);
  const test::TemporaryStore to(sql::Engine::postgres);
  Store source = from.open();
  source.for_user(source.users().owner(1).id).records.upsert(std::vector{test::a_record("garmin", "restored")});
  Store target = to.open();
  fill(target);
  const std::vector<std::string> before = checksums(target);

  SECTION("interrupted, it has changed nothing, nor the numbers that come next") {
    const std::int64_t next = target.for_user(1).activities.create();
    const auto with_one_more = checksums(target);
    const auto stop = [](const std::string& table, std::int64_t) {
      if (table == "records") {
        throw std::runtime_error("interrupted");
      }
    };
    CHECK_THROWS_AS(store::replace_all(source, target, stop), std::runtime_error);
    CHECK(checksums(target) == with_one_more);
    CHECK(target.for_user(1).activities.create() == next + 1);
  }
  SECTION("numbers go on where the source stopped, and what is only added to stays so") {
    store::replace_all(source, target);
    CHECK(checksums(target) == checksums(source));
    CHECK(target.for_user(1).activities.create() == source.for_user(1).activities.create());
    CHECK_THROWS_AS(target.connection().execute("TRUNCATE audit"), Error);
  }
  SECTION("again with another one") {
    store::replace_all(source, target);
    const test::TemporaryStore third(sql::Engine::sqlite);
    Store other = third.open();
    fill(other);
    store::replace_all(other, target);
    CHECK(checksums(target) == checksums(other));
  }
}

namespace {

/// A database and a file that is to take its place, in a folder.
class Exchange {
public:
  Exchange() {
    Store store = Store::open(database().string());
    fill(store);
    store.backup_to(file());
    store.users().add("late@example.org", 1);
  }
  [[nodiscard]] fs::path database() const { return folder_.path() / "database"; }
  [[nodiscard]] fs::path file() const { return folder_.path() / "new"; }
  [[nodiscard]] fs::path aside() const { return folder_.path() / "aside"; }
  bool make(AtomicFile::Existing existing = AtomicFile::Existing::replace) const {
    return store::put_in_place(file(), database(), aside(), existing);
  }
  [[nodiscard]] bool has_nothing_aside() const {
    return fs::exists(database()) && fs::exists(file()) && !fs::exists(aside());
  }

private:
  test::TemporaryFolder folder_;
};

bool knows_the_late_one(const fs::path& database) {
  return Store::open(database.string()).users().find("late@example.org").has_value();
}

ErrorKind refusal_of(const Exchange& exchange, AtomicFile::Existing existing = AtomicFile::Existing::replace) {
  try {
    exchange.make(existing);
  } catch (const Error& error) {
    CHECK(exchange.has_nothing_aside());
    return error.kind();
  }
  FAIL("it was replaced");
  return ErrorKind::usage;
}

void end_write_ahead_log(const fs::path& database) {
  sqlite::SqliteDriver(database.string(), false).run_script("PRAGMA journal_mode = DELETE");
}

} // namespace

TEST_CASE("an SQLite file takes the place of a database that nobody uses, which is kept") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  CHECK(exchange.make());
  CHECK_FALSE(knows_the_late_one(exchange.database()));
  CHECK(knows_the_late_one(exchange.aside()));
  CHECK(fs::hard_link_count(exchange.database()) == 1);
  CHECK(fs::hard_link_count(exchange.aside()) == 1);
}

TEST_CASE("an SQLite file takes a free name only when that is asked for") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  CHECK(refusal_of(exchange, AtomicFile::Existing::keep) == ErrorKind::conflict);
  CHECK(knows_the_late_one(exchange.database()));
  fs::remove(exchange.database());
  write_file_atomically(exchange.database().string() + "-wal", as_bytes("of the one that is gone"));
  CHECK_FALSE(exchange.make(AtomicFile::Existing::keep));
  CHECK_FALSE(fs::exists(exchange.aside()));
  CHECK(fs::exists(exchange.aside().string() + "-wal"));
  CHECK_FALSE(knows_the_late_one(exchange.database()));
}

TEST_CASE("a database that somebody has open is not replaced, whatever is in it") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  SECTION("with a write-ahead log") {
    const Store store = Store::open(exchange.database().string());
    CHECK(refusal_of(exchange) == ErrorKind::conflict);
  }
  SECTION("without one, while it is read or written") {
    end_write_ahead_log(exchange.database());
    sqlite::SqliteDriver other(exchange.database().string(), false);
    other.begin(GENERATE(sql::Access::read, sql::Access::write));
    other.run_script("SELECT count(*) FROM users");
    CHECK(refusal_of(exchange) == ErrorKind::conflict);
  }
  SECTION("damaged since") {
    const Store store = Store::open(exchange.database().string());
    std::fstream(exchange.database(), std::ios::in | std::ios::out | std::ios::binary) << "no database at all";
    CHECK(refusal_of(exchange) == ErrorKind::conflict);
  }
}

TEST_CASE("what is damaged and used by nobody is replaced, with its logs, and kept") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  const std::string content(GENERATE(std::size_t{0}, std::size_t{10}, std::size_t{100'000}), 'x');
  write_file_atomically(exchange.database(), as_bytes(content));
  write_file_atomically(exchange.database().string() + "-journal", as_bytes("log"));
  CHECK(exchange.make());
  CHECK(as_text(read_file(exchange.aside())) == content);
  CHECK_FALSE(fs::exists(exchange.database().string() + "-journal"));
  CHECK_FALSE(knows_the_late_one(exchange.database()));
}

TEST_CASE("where nobody can tell whether a database is used, nothing is done") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  fs::remove(exchange.database());
  fs::create_directory(exchange.database());
  CHECK(refusal_of(exchange) == ErrorKind::database);
  CHECK_THROWS_AS(store::refuse_if_in_use(exchange.database()), Error);
}

TEST_CASE("nobody gets hold of a database while it is replaced") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const test::TemporaryFolder folder;
  const fs::path database = folder.path() / "database";
  const fs::path file = folder.path() / "new";
  sqlite::SqliteDriver(database.string(), true).run_script("CREATE TABLE one (number)");
  const auto inode = [&] { return stamp_of(database).inode; };
  std::atomic<bool> is_over = false;
  std::atomic<int> held = 0;
  std::atomic<int> replaced_beneath = 0;
  std::thread other([&] {
    while (!is_over) {
      const std::uint64_t opened = inode();
      sqlite::SqliteDriver driver(database.string(), false);
      driver.begin(sql::Access::write);
      if (inode() == opened) {
        std::this_thread::sleep_for(std::chrono::microseconds(300));
        replaced_beneath += inode() == opened ? 0 : 1;
        ++held;
      } // else it waited while the name went to another file
      driver.rollback();
    }
  });
  int replaced = 0;
  for (int round = 0; round < 100; ++round) {
    fs::copy_file(database, file, fs::copy_options::overwrite_existing);
    const std::string aside = fmt::format("{}-{}", database.string(), round); // all stay: no inode comes again
    try {
      replaced += store::put_in_place(file, database, aside, AtomicFile::Existing::replace) ? 1 : 0;
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::conflict);
    }
  }
  is_over = true;
  other.join();
  CHECK(replaced_beneath == 0);
  CHECK(held > 0);
  CHECK(replaced > 0);
}

TEST_CASE("who opened a database before it was replaced does not write beside the new one") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const Exchange exchange;
  end_write_ahead_log(exchange.database());
  sqlite::SqliteDriver early(exchange.database().string(), false); // has read nothing yet, so that nobody can tell
  CHECK(exchange.make());
  CHECK_THROWS_WITH(early.use_write_ahead_log(), Catch::Contains("was replaced by another one"));
  CHECK_FALSE(fs::exists(exchange.database().string() + "-wal"));
}
