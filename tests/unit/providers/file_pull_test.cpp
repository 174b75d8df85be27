// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <stdlib.h>
#include <time.h>

#include <filesystem>

#include "base/hash.hpp"
#include "providers/file/file_provider.hpp"
#include "sample_files.hpp"
#include "support/packing.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

using namespace tracekit;
using test::a_fit;
using test::a_gpx;
using test::PulledState;

namespace {

namespace fs = std::filesystem;

/// A folder of files, the provider on it, and what a database would hold.
struct Setup {
  test::TemporaryFolder folder;
  test::ProviderWorld world;
  std::unique_ptr<Provider> provider = file::make(world.context({{"path", folder.path().string()}}, folder.path()));
  PulledState state;

  PullOutcome pull(bool force = false) { return state.pull(*provider, force); }
  const Record& only_record() {
    REQUIRE(state.records.size() == 1);
    return state.records.begin()->second;
  }
};

std::string sha_of(std::string_view text) { return sha256_hex(as_bytes(text)); }

/// As a version left it that named packed files by their packed bytes.
void forget_what_is_inside(PulledState& state, const std::string& key, const std::string& content_id,
                           const std::string& packed_id) {
  std::string& fingerprint = state.known.at(key);
  fingerprint.resize(fingerprint.rfind(':'));
  fingerprint.replace(fingerprint.find(content_id), content_id.size(), packed_id);
  Record record = state.records.at(content_id);
  state.records.erase(content_id);
  record.key.id = packed_id;
  state.records[packed_id] = record;
}

class ZoneOfProcess {
public:
  explicit ZoneOfProcess(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  ~ZoneOfProcess() {
    ::unsetenv("TZ");
    ::tzset();
  }
};

} // namespace

TEST_CASE("a new file becomes a record whose identity is its content") {
  Setup a;
  a.folder.write("2025/ride.gpx", a_gpx());
  const PullOutcome outcome = a.pull();
  CHECK(outcome.sources_seen == 1);
  CHECK(outcome.sources_read == 1);
  CHECK(outcome.warnings.empty());
  const Record& record = a.only_record();
  CHECK(record.key == RecordKey{"file", sha_of(a_gpx())});
  CHECK(record.origin == Origin::file);
  CHECK(record.format == "gpx");
  CHECK(record.start == parse_iso_time("2025-08-03T07:00:00Z")->utc_ms() / 1000);
  CHECK(record.totals.distance_m.value() == Approx(445).margin(3));
  CHECK(record.totals.elapsed_s == 240.0);
  CHECK(record.payload_sha256 == sha_of(a_gpx()));
  CHECK(record.fetched_at == a.world.clock.now());
  const PulledSource& source = a.state.last.sources.at(0);
  CHECK(source.key == "2025/ride.gpx");
  CHECK(as_text(source.original.value()) == a_gpx());
  CHECK(source.original_sha256 == sha_of(a_gpx()));
  CHECK(source.records.at(0).recording->streams.size() == 5);
}

TEST_CASE("a file's title is no name for syncing but is kept as description") {
  Setup a;
  a.folder.write("ride.gpx", a_gpx("2025-08-03T07:00:00Z", 5, "Morning loop"));
  a.pull();
  CHECK(a.only_record().name.empty());
  CHECK(a.only_record().equipment.empty());
  CHECK(a.only_record().description == "Morning loop");
}

TEST_CASE("unchanged files are not opened again") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.folder.write("b.fit", a_fit().build());
  a.pull();
  const PullOutcome again = a.pull();
  CHECK(again.sources_seen == 2);
  CHECK(again.sources_read == 0);
  CHECK(a.state.last.sources.empty());
  CHECK(a.state.last.gone.empty());
  SECTION("unless everything is asked for") {
    CHECK(a.pull(true).sources_read == 2);
    CHECK(a.state.records.size() == 2);
    CHECK(a.state.last.gone.empty());
    CHECK(a.state.last.sources.at(0).records.at(0).recording.has_value());
  }
}

TEST_CASE("the same content at two paths is one record with two sources") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.folder.write("copy/b.gpx", a_gpx());
  a.pull();
  CHECK(a.state.records.size() == 1);
  CHECK(a.state.known.size() == 2);
  int with_streams = 0;
  for (const PulledSource& source : a.state.last.sources) {
    with_streams += source.records.at(0).recording.has_value() ? 1 : 0;
  }
  CHECK(with_streams == 1);
  SECTION("and stays while one of them is there") {
    fs::remove(a.folder / "a.gpx");
    a.pull();
    CHECK(a.state.records.size() == 1);
    CHECK(a.state.last.forgotten == std::vector<std::string>{"a.gpx"});
    CHECK(a.state.last.gone.empty());
    fs::remove(a.folder / "copy/b.gpx");
    a.pull();
    CHECK(a.state.records.empty());
    CHECK(a.state.known.empty());
  }
}

TEST_CASE("packed or not, the same content is one record") {
  Setup a;
  a.folder.write("a.gpx.gz", test::gzip(as_bytes(a_gpx())));
  a.folder.write("twice.gpx.gz", test::gzip(test::gzip(as_bytes(a_gpx()))));
  a.pull();
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
  CHECK(a.only_record().payload_sha256 == sha_of(a_gpx()));
  CHECK(a.pull().sources_read == 0);
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
  for (const PulledSource& source : a.state.last.sources) {
    CHECK(source.original_sha256 == sha_of(a_gpx()));
    CHECK(as_text(source.original.value()) == a_gpx());
  }
  SECTION("and stays while it is there in one way") {
    fs::remove(a.folder / "a.gpx.gz");
    fs::remove(a.folder / "twice.gpx.gz");
    a.pull();
    CHECK(a.state.records.size() == 1);
    CHECK(a.state.last.gone.empty());
  }
  SECTION("packing it changes nothing") {
    a.folder.write("a.gpx", test::gzip(as_bytes(a_gpx())));
    a.pull();
    CHECK_FALSE(a.state.last.sources.at(0).records.at(0).replaces.has_value());
    CHECK(a.only_record().key.id == sha_of(a_gpx()));
  }
}

TEST_CASE("a record that was named by its packed bytes goes on under the name of what is inside") {
  Setup a;
  const Bytes packed = test::gzip(as_bytes(a_gpx()));
  const std::string old_id = sha256_hex(packed);
  const std::string new_id = sha_of(a_gpx());
  a.folder.write("a.gpx.gz", packed);
  a.folder.write("b.gpx", a_gpx("2025-08-04T07:00:00Z"));
  a.pull();
  forget_what_is_inside(a.state, "a.gpx.gz", new_id, old_id);
  const auto number_of_replacements = [&] {
    std::size_t count = 0;
    for (const PulledSource& source : a.state.last.sources) {
      for (const PulledRecord& record : source.records) {
        count += static_cast<std::size_t>(record.replaces == RecordKey{"file", old_id});
      }
    }
    return count;
  };
  SECTION("with the next pull, once") { CHECK(a.pull().sources_read == 1); }
  SECTION("also when all are read again") { CHECK(a.pull(true).sources_read == 2); }
  SECTION("also when the file has moved") {
    fs::create_directories(a.folder / "sorted");
    fs::rename(a.folder / "a.gpx.gz", a.folder / "sorted/z.gpx.gz");
    a.pull();
  }
  SECTION("also when the same content came unpacked meanwhile, as a record of its own") {
    a.state.records[new_id] = a.state.records.at(old_id);
    a.state.known["imported/a.gpx"] = "1:2:3:" + new_id + ":1";
    a.folder.write("imported/a.gpx", a_gpx());
    a.pull();
  }
  SECTION("also when it comes unpacked with the same pull") {
    a.folder.write("0.gpx", a_gpx());
    a.pull();
  }
  CHECK(number_of_replacements() == 1);
  CHECK(a.state.last.gone.empty());
  CHECK(a.state.last.unknown_replaced.empty());
  CHECK(a.state.records.size() == 2);
  CHECK(a.state.records.count(new_id) == 1);
  CHECK(a.pull().sources_read == 0);
}

TEST_CASE("a changed file goes on as the record that it was") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  const std::string longer = a_gpx("2025-08-03T07:00:00Z", 9);
  a.folder.write("a.gpx", longer);
  CHECK(a.pull().sources_read == 1);
  CHECK(a.only_record().key.id == sha_of(longer));
  CHECK(a.state.last.sources.at(0).records.at(0).replaces == RecordKey{"file", sha_of(a_gpx())});
  CHECK(a.state.last.gone.empty());
  CHECK(a.state.last.unknown_replaced.empty());
}

TEST_CASE("a touched file with the same content replaces nothing") {
  Setup a;
  const fs::path path = a.folder.write("a.gpx", a_gpx());
  a.pull();
  fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(5));
  a.pull();
  CHECK_FALSE(a.state.last.sources.at(0).records.at(0).replaces.has_value());
  CHECK(a.state.last.gone.empty());
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
  CHECK(a.pull().sources_read == 0);
}

TEST_CASE("a moved file loses nothing") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  fs::create_directories(a.folder / "sorted");
  fs::rename(a.folder / "a.gpx", a.folder / "sorted/new.gpx");
  a.pull();
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
  CHECK(a.state.last.gone.empty());
  CHECK(a.state.last.forgotten == std::vector<std::string>{"a.gpx"});
  CHECK(a.state.known.count("sorted/new.gpx") == 1);
}

TEST_CASE("a file that moved aside for another is not replaced by it") {
  Setup a;
  const std::string other = a_gpx("2025-08-04T07:00:00Z");
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  SECTION("when the old content has a new path") {
    fs::rename(a.folder / "a.gpx", a.folder / "z.gpx");
    a.folder.write("a.gpx", other);
  }
  SECTION("when two files swap their paths") {
    a.folder.write("b.gpx", other);
    a.pull();
    a.folder.write("a.gpx", other);
    a.folder.write("b.gpx", a_gpx());
  }
  a.pull();
  CHECK(a.state.records.count(sha_of(a_gpx())) == 1);
  CHECK(a.state.records.count(sha_of(other)) == 1);
  CHECK(a.state.last.gone.empty());
  for (const PulledSource& source : a.state.last.sources) {
    CHECK_FALSE(source.records.at(0).replaces.has_value());
  }
}

TEST_CASE("a file overwritten with the content of another is gone and not merged into it") {
  Setup a;
  const std::string other = a_gpx("2025-08-04T07:00:00Z");
  a.folder.write("a.gpx", a_gpx());
  a.folder.write("b.gpx", other);
  a.pull();
  a.folder.write("a.gpx", other);
  a.pull();
  CHECK(a.only_record().key.id == sha_of(other));
  CHECK(a.state.last.gone == std::vector<std::string>{sha_of(a_gpx())});
}

TEST_CASE("a file that vanishes takes its records along") {
  Setup a;
  const Bytes two = a_fit(1'754'204'400, 2).build();
  a.folder.write("two.fit", two);
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  CHECK(a.state.records.size() == 3);
  fs::remove(a.folder / "two.fit");
  a.pull();
  CHECK(a.state.last.gone == std::vector<std::string>{sha256_hex(two), sha256_hex(two) + "#1"});
  CHECK(a.state.last.forgotten == std::vector<std::string>{"two.fit"});
  CHECK(a.state.records.size() == 1);
}

TEST_CASE("every session of a file is a record of its own") {
  Setup a;
  const Bytes content = a_fit(1'754'204'400, 3).build();
  a.folder.write("brick.fit", content);
  a.pull();
  REQUIRE(a.state.records.size() == 3);
  CHECK(a.state.records.at(sha256_hex(content)).start == 1'754'204'400);
  CHECK(a.state.records.at(sha256_hex(content) + "#1").start == 1'754'205'060);
  CHECK(a.state.records.at(sha256_hex(content) + "#2").totals.distance_m == 3000.0);
  SECTION("and sessions that an edit removes are gone") {
    const Bytes shorter = a_fit(1'754'204'400, 1).build();
    a.folder.write("brick.fit", shorter);
    a.pull();
    CHECK(a.only_record().key.id == sha256_hex(shorter));
    CHECK(a.state.last.gone == std::vector<std::string>{sha256_hex(content) + "#1", sha256_hex(content) + "#2"});
  }
}

TEST_CASE("a file that cannot be read is reported by name and reason, once, and the others are read") {
  Setup a;
  a.folder.write("bad.gpx", "<gpx><trk>");
  a.folder.write("empty.fit", "");
  a.folder.write("not-packed.fit.gz", "no gzip");
  a.folder.write("good.gpx", a_gpx());
  a.pull();
  CHECK(a.state.records.size() == 1);
  CHECK(a.state.failures().size() == 3);
  for (const PulledSource& source : a.state.last.sources) {
    CHECK((source.failure.empty() ? source.key == "good.gpx" : source.failure.starts_with(source.key)));
  }
  CHECK(a.pull().sources_read == 0);
  SECTION("it is tried again when everything is asked for") {
    CHECK(a.pull(true).sources_read == 4);
    CHECK(a.state.failures().size() == 3);
  }
  SECTION("it is tried again when it changes") {
    a.folder.write("bad.gpx", a_gpx("2025-08-05T07:00:00Z"));
    CHECK(a.pull().sources_read == 1);
    CHECK(a.state.records.size() == 2);
    CHECK(a.state.last.unknown_replaced.empty());
  }
  SECTION("it is forgotten when it goes") {
    fs::remove(a.folder / "bad.gpx");
    a.pull();
    CHECK(a.state.last.forgotten == std::vector<std::string>{"bad.gpx"});
    CHECK(a.state.last.gone.empty());
  }
}

TEST_CASE("a file that breaks keeps its record and continues it when it is mended") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  a.folder.write("a.gpx", "half copied");
  a.pull();
  CHECK(a.state.failures().size() == 1);
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
  CHECK(a.state.last.gone.empty());
  CHECK(a.pull().sources_read == 0);
  const std::string mended = a_gpx("2025-08-03T07:00:00Z", 7);
  a.folder.write("a.gpx", mended);
  a.pull();
  CHECK(a.only_record().key.id == sha_of(mended));
  CHECK(a.state.last.sources.at(0).records.at(0).replaces == RecordKey{"file", sha_of(a_gpx())});
}

TEST_CASE("damaged files keep what can be read and say so") {
  Setup a;
  Bytes cut = a_fit().build();
  cut.resize(cut.size() - 40);
  a.folder.write("cut.fit", cut);
  const PullOutcome outcome = a.pull();
  CHECK(a.state.records.size() == 1);
  CHECK(a.state.failures().empty());
  REQUIRE(outcome.warnings.size() == 1);
  CHECK(outcome.warnings[0].starts_with("cut.fit: "));
  CHECK(outcome.warnings[0].ends_with("; what could be read was read"));
  CHECK(outcome.warnings[0].find(".;") == std::string::npos);
}

TEST_CASE("files without an activity are remembered and counted but are no records") {
  Setup a;
  a.folder.write("settings.fit", test::a_fit_settings());
  a.folder.write("course.tcx", test::a_tcx_course());
  const PullOutcome outcome = a.pull();
  CHECK(a.state.records.empty());
  CHECK(a.state.failures().empty());
  CHECK(a.state.known.size() == 2);
  CHECK(outcome.warnings ==
        std::vector<std::string>{"no activity (courses, settings, monitoring ...) in course.tcx, settings.fit"});
  CHECK(a.pull().sources_read == 0);
}

TEST_CASE("what has no time is no activity and is named") {
  Setup a;
  a.folder.write("route.gpx", test::a_gpx_without_times());
  a.folder.write("no-lap.tcx", "<TrainingCenterDatabase><Activities><Activity Sport=\"Biking\"/></Activities>"
                               "</TrainingCenterDatabase>");
  const PullOutcome outcome = a.pull();
  CHECK(a.state.records.empty());
  CHECK(a.state.known.size() == 2);
  CHECK(outcome.warnings ==
        std::vector<std::string>{"no activity (courses, settings, monitoring ...) in no-lap.tcx, route.gpx",
                                 "no-lap.tcx: a track without times is no activity"});
}

TEST_CASE("a packed file is told by content and not by its name") {
  Setup a;
  a.folder.write("a.fit.gz", test::gzip(a_fit().build()));
  a.folder.write("x.fit.gz.gpx", a_gpx());
  a.folder.write("my.fit.gz.bak.fit", a_fit(1'754'300'000).build());
  a.folder.write("WRONG.FIT", a_gpx("2025-08-09T07:00:00Z"));
  a.pull();
  CHECK(a.state.failures().empty());
  CHECK(a.state.records.size() == 4);
}

TEST_CASE("the distance of a file with laps is that of all laps") {
  Setup a;
  a.folder.write("laps.tcx", test::a_tcx("2025-08-03T07:00:00Z", {8000, 8000, 5000}));
  a.pull();
  CHECK(a.only_record().totals.distance_m.value() == Approx(21000));
}

TEST_CASE("start times do not depend on the zone of the process") {
  for (const char* zone : {"UTC", "US/Eastern", "Asia/Tokyo"}) {
    const ZoneOfProcess process(zone);
    Setup a;
    a.folder.write("a.fit", a_fit(1'704'149'190).build());
    a.pull();
    CHECK(a.only_record().start == 1'704'149'190);
  }
}

TEST_CASE("links to nothing and rings are one warning") {
  Setup a;
  a.folder.write("x.fit/a.gpx", a_gpx());
  fs::create_symlink("nowhere", a.folder / "gone.fit");
  fs::create_directory_symlink(".", a.folder / "ring");
  const PullOutcome outcome = a.pull();
  CHECK(a.state.records.size() == 1);
  CHECK(outcome.warnings ==
        std::vector<std::string>{"not followed: gone.fit (a link to nothing), ring (a link to a folder)"});
}

TEST_CASE("the window of a pull does not hide files") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  PullRequest request;
  request.from = *parse_date("1999-01-01");
  request.to = *parse_date("1999-01-31");
  test::RecordingSink sink;
  a.provider->pull(request, sink);
  CHECK(sink.records().size() == 1);
}

TEST_CASE("hundreds of files are read on all cores and each is told once") {
  Setup a;
  for (int i = 0; i < 300; ++i) {
    a.folder.write(fmt::format("{}.gpx", i), a_gpx(format_utc(1'754'204'400 + i * 86400)));
  }
  CHECK(a.pull().sources_read == 300);
  CHECK(a.state.records.size() == 300);
  CHECK(a.state.last.sources.size() == 300);
}

TEST_CASE("a stop is noticed between files") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.world.cancellation.request();
  CHECK_THROWS_AS(a.pull(), Error);
  CHECK(a.state.records.empty());
}

TEST_CASE("an error of the one who stores ends the pull and reaches the caller") {
  class FullDisk final : public PullSink {
  public:
    void take(PulledSource) override { throw Error(ErrorKind::database, "disk is full"); }
    void gone(const std::string&) override {}
    void forget(const std::string&) override {}
  };
  Setup a;
  for (int i = 0; i < 20; ++i) {
    a.folder.write(fmt::format("{}.gpx", i), a_gpx(format_utc(1'754'204'400 + i * 86400)));
  }
  FullDisk sink;
  CHECK_THROWS_WITH(a.provider->pull({}, sink), "disk is full");
}

TEST_CASE("a chosen folder that is missing is an error and deletes nothing") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  fs::rename(a.folder.path(), a.folder.path().string() + "-away");
  CHECK_THROWS_WITH(a.pull(), Catch::Contains(a.folder.path().string()));
  CHECK(a.state.records.size() == 1);
  fs::rename(a.folder.path().string() + "-away", a.folder.path());
}

TEST_CASE("the default folder may be missing and says where files belong") {
  const test::TemporaryFolder data;
  test::ProviderWorld world;
  const auto provider = file::make(world.context({}, data.path()));
  PulledState state;
  const PullOutcome outcome = state.pull(*provider);
  REQUIRE(outcome.warnings.size() == 1);
  CHECK(outcome.warnings[0].find((data.path() / "activities/1").string()) != std::string::npos);
  SECTION("and is used when it is there") {
    data.write("activities/1/a.gpx", a_gpx());
    state.pull(*provider);
    CHECK(state.records.size() == 1);
  }
}

TEST_CASE("records that a better decoder no longer finds are gone when everything is read again") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  std::string& fingerprint = a.state.known["a.gpx"];
  const std::size_t sessions = fingerprint.find(":1:unpacked");
  REQUIRE(sessions != std::string::npos);
  fingerprint[sessions + 1] = '2';
  a.pull(true);
  CHECK(a.state.last.gone == std::vector<std::string>{sha_of(a_gpx()) + "#1"});
  CHECK(a.only_record().key.id == sha_of(a_gpx()));
}

TEST_CASE("every user has a folder of one's own") {
  const test::TemporaryFolder data;
  data.write("activities/1/a.gpx", a_gpx());
  data.write("activities/2/a.gpx", a_gpx());
  test::ProviderWorld world;
  for (const std::int64_t user : {1, 2, 3}) {
    ProviderContext context = world.context({}, data.path());
    context.user_id = user;
    PulledState state;
    state.pull(*file::make(std::move(context)));
    CHECK(state.records.size() == (user == 3 ? 0 : 1));
  }
}

TEST_CASE("what is remembered of a file survives as text") {
  Setup a;
  a.folder.write("a.gpx", a_gpx());
  a.pull();
  SECTION("and text that nobody understands means reading again") {
    a.state.known["a.gpx"] = "v0 of something";
    CHECK(a.pull().sources_read == 1);
    CHECK(a.state.last.unknown_replaced.empty());
    CHECK(a.state.records.size() == 1);
  }
}
