// SPDX-License-Identifier: MIT
#include "support/temporary_store.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "support/postgres_cluster.hpp"

namespace tracekit::test {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "tracekit-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<sql::Engine> engines_under_test() {
  const char* chosen = std::getenv("TRACEKIT_TEST_ENGINES");
  const std::string_view names = chosen == nullptr ? "" : chosen;
  std::vector<sql::Engine> engines;
  if (names.empty() || names.find("sqlite") != std::string_view::npos) {
    engines.push_back(sql::Engine::sqlite);
  }
  if (names.find("postgres") != std::string_view::npos || (names.empty() && PostgresCluster::available())) {
    engines.push_back(sql::Engine::postgres);
  }
  return engines;
}

bool under_test(sql::Engine engine) {
  for (const sql::Engine each : engines_under_test()) {
    if (each == engine) {
      return true;
    }
  }
  return false;
}

TemporaryStore::TemporaryStore(sql::Engine engine, bool with_schema) {
  if (engine == sql::Engine::postgres) {
    url_ = PostgresCluster::instance().create_database(with_schema);
    return;
  }
  url_ = fmt::format("sqlite:///{}", (folder_.path() / "test.db").string());
  if (with_schema) {
    Store::migrate(url_);
  }
}

Record a_full_record(const std::string& provider, int number) {
  const double fraction = number + 0.1;
  Record record;
  record.key = {provider, fmt::format("full-{}", number)};
  record.origin = Origin::archive;
  record.account = "account";
  record.start = 1'700'000'000 + number;
  record.start_local = 1'700'003'600 + number;
  record.tz = "Europe/Berlin";
  record.utc_offset_s = 3600;
  record.date_only = true;
  record.sport = "cycling";
  record.sub_sport = "road";
  record.type = "Ride";
  record.name = fmt::format("Übung 🚲 \"{}\"\n", number);
  record.description = "a\tdescription";
  record.equipment = "Tarmac 2019";
  record.gear_id = "b123";
  record.totals = {fraction + 1,  fraction + 2,  fraction + 3,  fraction + 4,  fraction + 5,  fraction + 6,
                   fraction + 7,  fraction + 8,  fraction + 9,  fraction + 10, fraction + 11, fraction + 12,
                   fraction + 13, fraction + 14, fraction + 15, -fraction,     1.0 / 3.0,     0.0};
  record.first = Position{48.123456789012345, 11.1};
  record.last = Position{-48.5, -179.99999999999997};
  for (int i = 0; i < 32; ++i) {
    record.sketch.push_back({48.0 + i / 7.0, 11.0 - i / 3.0});
  }
  record.device = {"garmin", "Edge 530", 3121, "3993821234", "9.73"};
  record.file_id = FitFileId{1, 3121, 3993821234, 1'699'999'999};
  record.external_ids = {{"garmin", "123"}, {"strava", "a\"b\\c"}};
  record.source = "GARMIN";
  record.format = "fit";
  record.parent_id = "parent";
  record.part = 2;
  record.stub = true;
  record.manual = true;
  record.indoor = true;
  record.commute = true;
  record.private_ = true;
  record.updated_at = 1'700'000'100;
  record.fetched_at = 1'700'000'200;
  record.deleted_at = 1'700'000'300;
  record.payload_sha256 = std::string(64, 'a');
  record.detail_json = R"({"city":"Köln"})";
  return record;
}

store::StoredRecord a_record(const std::string& provider, const std::string& id, std::int64_t day) {
  Record record;
  record.key = {provider, id};
  record.start = day * 86400 + 3600;
  record.fetched_at = 1'700'000'000;
  return {record, day};
}

} // namespace tracekit::test
