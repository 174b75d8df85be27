// SPDX-License-Identifier: MIT
#include "contract/provider_contract.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"

using namespace tracekit;
using test::for_each_provider;
using test::kind_of_error;
using test::ProviderUnderTest;

TEST_CASE("every provider pulls one record a workout with an identity and a date") {
  for_each_provider([](ProviderUnderTest& a) {
    const PullOutcome outcome = a.pull();
    CHECK(outcome.warnings.empty());
    CHECK(outcome.sources_read <= outcome.sources_seen);
    REQUIRE(a.state.records.size() == 3);
    for (const auto& [id, record] : a.state.records) {
      CHECK_FALSE(id.empty());
      CHECK(record.key == RecordKey{a.info().id, id});
      CHECK((record.origin == Origin::api || record.origin == Origin::file));
      CHECK(local_date(record, TimeZone("Europe/Berlin")).has_value());
      CHECK((record.start.has_value() || record.date_only));
      CHECK(record.totals.distance_m.has_value());
      CHECK(record.fetched_at == a.world.clock.now());
      CHECK_FALSE(record.deleted_at.has_value());
      CHECK((a.info().lists_equipment || record.equipment.empty()));
    }
  });
}

TEST_CASE("every provider tells the sources of its records and gives their bytes") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    for (const PulledSource& source : a.state.last.sources) {
      CHECK(source.failure.empty());
      CHECK(source.key.empty() == source.fingerprint.empty());
      CHECK(to_valid_utf8(source.key) == source.key);
      CHECK(source.original.has_value() == !source.original_sha256.empty());
      if (source.original) {
        CHECK(sha256_hex(*source.original) == source.original_sha256);
      }
    }
  });
}

TEST_CASE("every provider reads nothing again that has not changed") {
  for_each_provider([](ProviderUnderTest& a) {
    const std::string cursor = a.pull().cursor;
    const auto before = a.state.records;
    const PullOutcome again = a.pull();
    CHECK(again.sources_read == 0);
    CHECK(again.cursor == cursor);
    CHECK(a.state.last.sources.empty());
    CHECK(a.state.last.gone.empty());
    CHECK(a.state.last.forgotten.empty());
    CHECK(a.state.records == before);
  });
}

TEST_CASE("every provider gives the same records when everything is asked for again") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const auto before = a.state.records;
    CHECK(a.pull_everything().sources_read > 0);
    CHECK(a.state.records == before);
    CHECK(a.state.last.gone.empty());
    for (const PulledSource& source : a.state.last.sources) {
      for (const PulledRecord& record : source.records) {
        CHECK_FALSE(record.replaces.has_value());
      }
    }
  });
}

TEST_CASE("every provider gives records the same ids when nothing is known any more") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const auto ids = a.ids();
    a.state = {};
    a.pull();
    CHECK(a.ids() == ids);
  });
}

TEST_CASE("every provider notices a new workout and leaves the others alone") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const auto before = a.state.records;
    a.remote().hold({{7, 1}, {1, 1}, {2, 1}, {3, 1}});
    a.pull();
    CHECK(a.state.records.size() == 4);
    CHECK(a.state.last.gone.empty());
    for (const auto& [id, record] : before) {
      CHECK(a.state.records.at(id) == record);
    }
    CHECK_FALSE(before.contains(a.of_day(7).key.id));
  });
}

TEST_CASE("every provider reports a workout that went, once") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const std::string id = a.of_day(2).key.id;
    a.remote().hold({{1, 1}, {3, 1}});
    a.pull();
    CHECK(a.state.last.gone == std::vector<std::string>{id});
    CHECK(a.state.records.size() == 2);
    a.pull();
    CHECK(a.state.last.gone.empty());
  });
}

TEST_CASE("every provider goes on with the record of a workout that was edited") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const std::string id = a.of_day(2).key.id;
    a.remote().hold({{1, 1}, {2, 2}, {3, 1}});
    a.pull();
    CHECK(a.state.records.size() == 3);
    CHECK(a.state.last.gone.empty());
    CHECK(a.state.last.unknown_replaced.empty());
    std::string continued;
    for (const PulledSource& source : a.state.last.sources) {
      for (const PulledRecord& record : source.records) {
        if (record.record.key.id == id || record.replaces == RecordKey{a.info().id, id}) {
          continued = record.record.key.id;
        }
      }
    }
    CHECK(continued == a.of_day(2).key.id);
  });
}

TEST_CASE("every provider names what it cannot read, reads the rest and keeps what it had") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const auto before = a.state.records;
    if (!a.remote().spoil(2)) {
      return;
    }
    a.pull();
    CHECK(a.state.failures().size() == 1);
    CHECK(a.state.records == before);
    CHECK(a.state.last.gone.empty());
    SECTION("and goes on when it can be read again") {
      a.remote().hold({{1, 1}, {2, 2}, {3, 1}});
      a.pull();
      CHECK(a.state.failures().empty());
      CHECK(a.state.records.size() == 3);
      CHECK(a.state.last.gone.empty());
    }
  });
}

TEST_CASE("every provider stops when it is asked to") {
  for_each_provider([](ProviderUnderTest& a) {
    a.world.cancellation.request();
    CHECK(kind_of_error([&] { a.pull(); }) == ErrorKind::interrupted);
    CHECK(a.state.records.empty());
  });
}

TEST_CASE("every provider reports an error and no deletions when its remote side is not there") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    a.remote().vanish();
    test::RecordingSink sink;
    PullRequest request;
    request.cursor = a.state.cursor;
    request.known = &a.state.known;
    kind_of_error([&] { a.provider().pull(request, sink); });
    CHECK(sink.gone_ids.empty());
    CHECK(sink.forgotten.empty());
  });
}

TEST_CASE("every provider passes on the error of the one who stores") {
  class FullDisk final : public PullSink {
  public:
    void take(PulledSource) override { throw Error(ErrorKind::database, "the disk is full"); }
    void gone(const std::string&) override {}
    void forget(const std::string&) override {}
  };
  for_each_provider([](ProviderUnderTest& a) {
    FullDisk sink;
    CHECK(kind_of_error([&] { a.provider().pull({}, sink); }) == ErrorKind::database);
  });
}

TEST_CASE("every provider names the setting that it misses") {
  for_each_provider([](ProviderUnderTest& a) {
    for (const Option& option : a.info().options) {
      if (!option.required) {
        continue;
      }
      auto settings = a.remote().settings();
      settings.erase(option.key);
      const std::string wanted = "providers." + a.info().id + "." + option.key;
      CHECK_THROWS_WITH(registered_provider(a.info().id).make(a.world.context(settings, "/nowhere")),
                        Catch::Contains(wanted));
    }
  });
}
