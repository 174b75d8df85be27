// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>

#include "base/error.hpp"
#include "store/copying.hpp"
#include "store/replacing.hpp"
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

TEST_CASE("an SQLite file takes the place of a database that nobody uses, which is kept") {
  if (!test::under_test(sql::Engine::sqlite)) {
    return;
  }
  const test::TemporaryFolder folder;
  const fs::path database = folder.path() / "database";
  const fs::path file = folder.path() / "new";
  const fs::path aside = folder.path() / "aside";
  {
    Store store = Store::open(database.string());
    fill(store);
    store.backup_to(file);
    store.users().add("late@example.org", 1);
    CHECK_THROWS_AS(store::put_in_place(file, database, aside), Error);
    CHECK_FALSE(fs::exists(aside));
  }
  store::put_in_place(file, database, aside);
  CHECK_FALSE(Store::open(database.string()).users().find("late@example.org"));
  CHECK(Store::open(aside.string()).users().find("late@example.org"));
}
