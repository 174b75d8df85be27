// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace tracekit::test {

/// A folder that goes with its owner.
class TemporaryFolder {
public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// The engines that tests run on: those that $TRACEKIT_TEST_ENGINES names (`sqlite,postgres`), else all that are
/// installed.
std::vector<sql::Engine> engines_under_test();
/// Whether an engine is among them.
bool under_test(sql::Engine engine);

/// A database for one test, on one engine.
class TemporaryStore {
public:
  explicit TemporaryStore(sql::Engine engine, bool with_schema = true);
  [[nodiscard]] const std::string& url() const { return url_; }
  /// Another connection to it.
  [[nodiscard]] Store open() const { return Store::open(url_); }

private:
  TemporaryFolder folder_;
  std::string url_;
};

/// Every field set, to a value that differs by `number`.
Record a_full_record(const std::string& provider, int number);
/// Only what a record must have, on a local day.
store::StoredRecord a_record(const std::string& provider, const std::string& id, std::int64_t day = 20000);

} // namespace tracekit::test
