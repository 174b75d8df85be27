// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "contract/provider_fixtures.hpp"
#include "support/recording_sink.hpp"
#include "support/temporary_folder.hpp"

namespace tracekit::test {

/// One provider with a remote side of three workouts, not yet pulled.
class ProviderUnderTest {
public:
  explicit ProviderUnderTest(const RegisteredProvider& registered) : registered_(registered) {
    fixture_ = make_provider_fixture(registered.info.id);
    if (!fixture_) {
      FAIL("tests/contract/provider_fixtures.cpp has no fixture for the provider " << registered.info.id);
    }
    remote().hold({{1, 1}, {2, 1}, {3, 1}});
    connect();
  }

  [[nodiscard]] const ProviderInfo& info() const { return registered_.info; }
  [[nodiscard]] ProviderFixture& remote() { return *fixture_; }
  [[nodiscard]] Provider& provider() { return *provider_; }

  /// A new process: all that is known is what was stored.
  void connect() {
    if (!world.saved_cursor.empty()) {
      state.cursor = std::exchange(world.saved_cursor, "");
    }
    ProviderContext context = world.context(fixture_->settings(), data_.path(), state.cursor);
    context.base_urls = fixture_->base_urls();
    context.secrets = fixture_->secrets();
    context.tokens = fixture_->tokens();
    context.network.sleeper = [](double, const Cancellation&) {}; // the clock stands still
    provider_ = registered_.make(std::move(context));
  }
  PullOutcome pull() {
    connect();
    return state.pull(provider());
  }
  PullOutcome pull_everything() {
    connect();
    return state.pull(provider(), true);
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const auto& [id, record] : state.records) {
      out.push_back(id);
    }
    return out;
  }
  /// The record of this day of August 2025.
  const Record& of_day(int day) {
    for (const auto& [id, record] : state.records) {
      if (local_date(record, TimeZone("Europe/Berlin")) ==
          Date{std::chrono::year{2025}, std::chrono::August, std::chrono::day{static_cast<unsigned>(day)}}) {
        return record;
      }
    }
    FAIL(info().id << " has no record of day " << day);
    throw std::logic_error("unreachable");
  }

  ProviderWorld world;
  PulledState state;

private:
  const RegisteredProvider& registered_;
  TemporaryFolder data_;
  std::unique_ptr<ProviderFixture> fixture_;
  std::unique_ptr<Provider> provider_;
};

/// Runs a test against each provider that this version can connect to, or the one that TRACEKIT_TEST_PROVIDER names.
inline void for_each_provider(const std::function<void(ProviderUnderTest&)>& test) {
  const char* only = std::getenv("TRACEKIT_TEST_PROVIDER");
  int tested = 0;
  for (const RegisteredProvider& registered : provider_registry()) {
    if (registered.make != nullptr && (only == nullptr || registered.info.id == only)) {
      INFO("provider " << registered.info.id);
      ProviderUnderTest provider(registered);
      test(provider);
      ++tested;
    }
  }
  REQUIRE(tested > 0);
}

/// The kind of error that some work throws. Fails when it throws none.
inline ErrorKind kind_of_error(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    CHECK_FALSE(std::string(error.what()).empty());
    return error.kind();
  }
  FAIL("nothing was thrown");
  throw std::logic_error("unreachable");
}

} // namespace tracekit::test
