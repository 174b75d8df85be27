// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "providers/provider.hpp"

namespace tracekit::test {

/// What a provider's remote side holds in the contract test, under the test's control: days of workouts, one each. A
/// new provider adds a fixture of its own and one line in `make_provider_fixture`.
class ProviderFixture {
public:
  virtual ~ProviderFixture() = default;

  /// The settings with which the provider finds this remote side.
  [[nodiscard]] virtual std::map<std::string, std::string> settings() const = 0;

  /// Where it is reached, for those that are servers, and the secrets that it accepts.
  [[nodiscard]] virtual std::map<std::string, std::string> base_urls() const { return {}; }
  [[nodiscard]] virtual std::map<std::string, Secret> secrets() const { return {}; }
  /// What a sign-in with OAuth has left.
  [[nodiscard]] virtual std::shared_ptr<net::TokenStore> tokens() const { return {}; }

  /// Holds exactly these workouts from now on; a workout is told by its day and may have been edited.
  struct Workout {
    int day = 1; ///< of August 2025
    int version = 1;
  };
  virtual void hold(const std::vector<Workout>& workouts) = 0;

  /// Makes what holds the workout of this day unreadable, if there is such a thing at this provider.
  virtual bool spoil(int day) = 0;

  /// Takes the whole remote side away.
  virtual void vanish() = 0;

  /// The original file of the workout of this day, where the provider gives source files; else what it lists as one.
  [[nodiscard]] virtual std::optional<Bytes> original_of(int /*day*/) const { return std::nullopt; }

  /// A file that the provider would store, if it stores files.
  [[nodiscard]] virtual std::string file_of(int day) const = 0;
};

/// The fixture of a provider; null when nobody has written one.
std::unique_ptr<ProviderFixture> make_provider_fixture(const std::string& provider);

} // namespace tracekit::test
