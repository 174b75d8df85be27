// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "store/repositories/login_attempts.hpp"
#include "store/repositories/people.hpp"
#include "store/repositories/sessions.hpp"
#include "support/temporary_store.hpp"

using namespace tracekit;
using namespace tracekit::store;

namespace {

struct Fixture {
  test::TemporaryStore database{GENERATE(from_range(test::engines_under_test()))};
  Store store = database.open();
  UserId owner = store.users().owner(1).id;
  People people{store.connection()};
};

} // namespace

TEST_CASE_METHOD(Fixture, "the owner is an administrator who cannot sign in yet") {
  const auto person = people.find(owner);
  REQUIRE(person);
  CHECK(person->is_admin);
  CHECK(person->state == PersonState::active);
  CHECK(person->password.empty());
  CHECK_FALSE(people.any_password());
}

TEST_CASE_METHOD(Fixture, "the owner is claimed once") {
  people.set_claim_token("first");
  people.set_claim_token("second");
  CHECK(people.claim_token() == "first");
  CHECK(people.claim(owner, " Anna@Example.org", "hash"));
  CHECK(people.claim_token().empty());
  CHECK(people.find("anna@example.org")->id == owner);
  CHECK_FALSE(people.claim(owner, "bert@example.org", "other"));
  CHECK(people.find(owner)->password == "hash");
}

TEST_CASE_METHOD(Fixture, "the owner is not claimed with somebody's address") {
  store.users().add("bert@example.org", 1);
  CHECK_THROWS_AS(people.claim(owner, "bert@example.org", "hash"), Error);
  CHECK_FALSE(people.any_password());
}

TEST_CASE_METHOD(Fixture, "there is data where there are secrets or other people") {
  CHECK_FALSE(people.has_data(owner));
  SECTION("a secret") { store.for_user(owner).credentials.save("garmin", "token", Bytes{1}, 1); }
  SECTION("another person") { store.users().add("bert@example.org", 1); }
  CHECK(people.has_data(owner));
}

TEST_CASE_METHOD(Fixture, "who waits is let in, or removed") {
  const UserId bert = people.add_pending("bert@example.org", "hash", 5);
  CHECK_THROWS_AS(people.add_pending("Bert@example.org", "hash", 5), Error);
  CHECK(people.find(bert)->state == PersonState::pending);
  CHECK_FALSE(people.find(bert)->is_admin);
  SECTION("removed") {
    CHECK(people.remove_pending(bert));
    CHECK_FALSE(people.find(bert));
  }
  SECTION("let in") {
    people.set_state(bert, PersonState::active);
    CHECK_FALSE(people.remove_pending(bert));
    CHECK(people.all().size() == 2);
  }
}

TEST_CASE_METHOD(Fixture, "a session is found by its hash, with its person") {
  const Session session = Sessions(store.connection(), owner).add("hash", "browser", "127.0.0.1", 100);
  SessionIndex index(store.connection());
  const auto found = index.find("hash");
  REQUIRE(found);
  CHECK(found->session.id == session.id);
  CHECK(found->person.id == owner);
  CHECK_FALSE(index.find("HASH"));
  index.note_use(found->session, 159);
  CHECK(index.find("hash")->session.last_seen_at == 100);
  CHECK(people.find(owner)->last_seen_at == 100);
  index.note_use(found->session, 160);
  CHECK(index.find("hash")->session.last_seen_at == 160);
  CHECK(people.find(owner)->last_seen_at == 160);
}

TEST_CASE_METHOD(Fixture, "a person ends only his own sessions") {
  const UserId bert = store.users().add("bert@example.org", 1).id;
  Sessions hers(store.connection(), owner);
  Sessions his(store.connection(), bert);
  const Session first = hers.add("a", "", "", 1);
  hers.add("b", "", "", 2);
  CHECK_FALSE(his.end(first.id));
  his.end_others(0);
  CHECK(hers.list().size() == 2);
  hers.end_others(first.id);
  REQUIRE(hers.list().size() == 1);
  CHECK(hers.end(first.id));
  CHECK_FALSE(SessionIndex(store.connection()).find("a"));
}

TEST_CASE_METHOD(Fixture, "old sessions and attempts are forgotten") {
  Sessions(store.connection(), owner).add("a", "", "", 100);
  SessionIndex index(store.connection());
  index.forget_old(100, 100);
  CHECK(index.find("a"));
  index.forget_old(0, 101);
  CHECK_FALSE(index.find("a"));
  LoginAttempts attempts(store.connection());
  attempts.note("peer", 5);
  attempts.note("peer", 7);
  CHECK(attempts.of("peer").count == 2);
  CHECK(attempts.of("peer").last_at == 7);
  CHECK(attempts.of("other").count == 0);
  attempts.forget_old(8);
  CHECK(attempts.of("peer").count == 0);
}
