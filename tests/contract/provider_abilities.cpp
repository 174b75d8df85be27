// SPDX-License-Identifier: MIT
#include "contract/provider_contract.hpp"

#include "base/text.hpp"
#include "model/record_field.hpp"

using namespace tracekit;
using test::for_each_provider;
using test::kind_of_error;
using test::ProviderUnderTest;

namespace {

Record a_workout() {
  Record record;
  record.key = {"elsewhere", "1"};
  record.start = parse_iso_time("2025-08-20T16:00:00Z")->utc_ms() / 1000;
  record.sport = "cycling";
  record.name = "Evening ride";
  record.totals.timer_s = 3600;
  record.totals.distance_m = 30000;
  return record;
}

} // namespace

TEST_CASE("what a provider says it can is what it offers") {
  for_each_provider([](ProviderUnderTest& a) {
    const ProviderInfo& info = a.info();
    CHECK((a.provider().writer() != nullptr) == (info.rename || info.set_equipment || info.set_metadata));
    CHECK((a.provider().adder() != nullptr) == info.add_without_file);
    CHECK((a.provider().file_storer() != nullptr) == info.store_files);
    CHECK((a.provider().file_source() != nullptr) == info.source_files);
    CHECK((a.provider().account_reader() != nullptr) == (info.sign_in != SignIn::none));
    CHECK((a.remote().secrets().empty() && !a.remote().tokens()) == (info.sign_in == SignIn::none));
    CHECK((a.provider().place_reader() != nullptr) == (info.sign_in == SignIn::none));
    // Each write is checked against the provider before and after.
    CHECK((a.provider().writer() == nullptr || a.provider().fetcher() != nullptr));
  });
}

TEST_CASE("a provider without a sign-in tells its place, and misses it when it is taken away") {
  for_each_provider([](ProviderUnderTest& a) {
    if (PlaceReader* reader = a.provider().place_reader()) {
      CHECK_FALSE(reader->place({}).empty());
      a.remote().vanish();
      a.connect();
      CHECK(kind_of_error([&] { a.provider().place_reader()->place({}); }) == ErrorKind::input);
    }
  });
}

TEST_CASE("a provider that fetches gives the record that it listed") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    a.connect();
    if (RecordFetcher* fetcher = a.provider().fetcher()) {
      for (const auto& [id, record] : a.state.records) {
        const auto fetched = fetcher->fetch(id);
        REQUIRE(fetched.has_value());
        CHECK(*fetched == record);
      }
      CHECK_FALSE(fetcher->fetch("unheard-of").has_value());
    }
  });
}

TEST_CASE("a provider that writes shows the new value in its answer and in the next pull") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    a.connect();
    RecordWriter* writer = a.provider().writer();
    if (writer == nullptr) {
      return;
    }
    const ProviderInfo& info = a.info();
    const std::string id = a.of_day(2).key.id;
    std::vector<FieldWrite> writes;
    if (info.rename) {
      writes.push_back({"name", "Über \"the\" hills, <twice> & back"});
    }
    if (info.set_equipment) {
      writes.push_back({"equipment", "2019 Altruiste"});
    }
    if (info.set_metadata) {
      writes.push_back({"timer_s", "5025"});
    }
    for (const FieldWrite& write : writes) {
      const Record after = writer->write(id, {write});
      CHECK(after.key.id == id);
      CHECK(field_text(after, write.field) == write.value);
    }
    a.pull();
    CHECK(a.state.records.size() == 3);
    CHECK(a.state.last.gone.empty());
    for (const FieldWrite& write : writes) {
      CHECK(field_text(a.state.records.at(id), write.field) == write.value);
    }
  });
}

TEST_CASE("a provider that writes refuses a record that it does not hold") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    a.connect();
    if (RecordWriter* writer = a.provider().writer()) {
      CHECK(kind_of_error([&] { writer->write("unheard-of", {{"name", "x"}}); }) == ErrorKind::not_found);
    }
  });
}

TEST_CASE("a provider that writes refuses a record that was edited there since it was read") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    const std::string id = a.of_day(2).key.id;
    const std::string name = a.of_day(2).name;
    a.remote().hold({{1, 1}, {2, 2}, {3, 1}});
    a.connect();
    if (RecordWriter* writer = a.provider().writer()) {
      CHECK(kind_of_error([&] { writer->write(id, {{"name", "x", name}}); }) == ErrorKind::conflict);
    }
  });
}

TEST_CASE("a provider that adds does it once a change and lists what it added") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    a.connect();
    if (a.provider().adder() == nullptr) {
      return;
    }
    const Record added = a.provider().adder()->add(a_workout(), "change-1");
    CHECK(added.key.provider == a.info().id);
    CHECK(added.name == "Evening ride");
    CHECK(a.provider().adder()->add(a_workout(), "change-1").key == added.key);
    a.connect();
    CHECK(a.provider().adder()->add(a_workout(), "change-1").key == added.key);
    a.pull();
    REQUIRE(a.state.records.size() == 4);
    CHECK(a.state.records.at(added.key.id) == added);
    CHECK(a.state.last.gone.empty());
  });
}

TEST_CASE("a provider that stores files lists them as it said and keeps what is there") {
  for_each_provider([](ProviderUnderTest& a) {
    FileStorer* storer = a.provider().file_storer();
    if (storer == nullptr) {
      return;
    }
    a.pull();
    const auto before = a.state.records;
    const std::string content = a.remote().file_of(20);
    const auto stored = a.provider().file_storer()->store("../2025-08-02.gpx", as_bytes(content));
    REQUIRE(stored.size() == 1);
    CHECK(a.provider().file_storer()->store("again.gpx", as_bytes(content)).at(0).record.key == stored[0].record.key);
    a.pull();
    CHECK(a.state.records.size() == before.size() + 1);
    CHECK(a.state.records.at(stored[0].record.key.id) == stored[0].record);
    for (const auto& [id, record] : before) {
      CHECK(a.state.records.at(id) == record);
    }
  });
}

TEST_CASE("a provider with source files gives the bytes of each record and names a missing one") {
  for_each_provider([](ProviderUnderTest& a) {
    a.pull();
    std::map<std::string, Bytes> originals;
    for (const PulledSource& source : a.state.last.sources) {
      for (const PulledRecord& record : source.records) {
        originals[record.record.key.id] = source.original.value_or(Bytes{});
      }
    }
    for (const int day : {1, 2, 3}) {
      if (const auto original = a.remote().original_of(day)) {
        originals[a.of_day(day).key.id] = *original;
      }
    }
    a.connect();
    if (FileSource* files = a.provider().file_source()) {
      for (const auto& [id, original] : originals) {
        CHECK(files->download(id) == original);
      }
      CHECK(kind_of_error([&] { files->download("unheard-of"); }) == ErrorKind::not_found);
    }
  });
}

TEST_CASE("a provider with a sign-in tells whose it is and refuses to work without it") {
  for_each_provider([](ProviderUnderTest& a) {
    if (a.info().sign_in == SignIn::none) {
      return;
    }
    CHECK_FALSE(a.provider().account_reader()->account().id.empty());
    ProviderContext context = a.world.context(a.remote().settings(), "/nowhere");
    context.base_urls = a.remote().base_urls();
    context.network.sleeper = [](double, const Cancellation&) {};
    const auto stranger = registered_provider(a.info().id).make(context);
    test::RecordingSink sink;
    CHECK(kind_of_error([&] { stranger->pull({}, sink); }) == ErrorKind::auth);
    CHECK(kind_of_error([&] { stranger->account_reader()->account(); }) == ErrorKind::auth);
    CHECK(sink.sources.empty());
  });
}
