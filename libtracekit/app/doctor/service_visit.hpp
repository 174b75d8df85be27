// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/app.hpp"
#include "app/doctor/diagnosis.hpp"
#include "app/doctor/witness.hpp"

namespace tracekit::app {

/// One service asked with one call who is signed in. Prepared and told by the thread that owns the App; only `ask` may
/// run on another.
class ServiceVisit {
public:
  /// Throws Error(config) when the sealed sign-in cannot be opened.
  ServiceVisit(App& app, const std::string& provider);
  ServiceVisit(const ServiceVisit&) = delete;
  ServiceVisit& operator=(const ServiceVisit&) = delete;

  /// Never throws; what happened is told by `report`.
  void ask() noexcept;

  /// Who is signed in, and what is wrong with that.
  void report(App& app, Diagnosis& diagnosis) const;

  [[nodiscard]] std::optional<EpochSeconds> clock_ahead_s() const { return witness_.clock_ahead_s(); }

private:
  void report_account(App& app, Diagnosis& diagnosis) const;
  void add(Diagnosis& diagnosis, Verdict verdict, std::string message, std::string advice,
           std::optional<ErrorKind> kind) const;
  [[nodiscard]] std::optional<std::string> account_before(App& app) const;

  const ProviderInfo& info_;
  Witness witness_;
  std::shared_ptr<net::TokenStore> tokens_;
  std::optional<net::Tokens> tokens_before_;
  std::unique_ptr<Provider> provider_;
  std::optional<Account> account_;
  std::optional<Error> error_;
  std::optional<EpochSeconds> limited_until_;
  bool renewed_ = false;
};

} // namespace tracekit::app
