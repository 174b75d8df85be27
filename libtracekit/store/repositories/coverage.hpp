// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/month.hpp"
#include "model/record.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// How much of a provider's month is here.
enum class CoverageStatus { none, complete, partial, failed, impossible };
std::string_view to_string(CoverageStatus status);

/// One month as one provider was last asked for it.
struct MonthCoverage {
  std::string provider;
  Month month;
  CoverageStatus status = CoverageStatus::none;
  std::string reason; ///< one sentence where it is not complete
  EpochSeconds pulled_at = 0;
  std::int64_t records = 0; ///< that the pull returned
  friend bool operator==(const MonthCoverage&, const MonthCoverage&) = default;
};

/// Which months were pulled from whom.
class Coverage : public Scope {
public:
  using Scope::Scope;

  void save(std::span<const MonthCoverage> months);
  [[nodiscard]] std::optional<MonthCoverage> find(const std::string& provider, Month month) const;
  [[nodiscard]] std::vector<MonthCoverage> of_provider(const std::string& provider) const; ///< by month
  [[nodiscard]] std::vector<MonthCoverage> in_months(Month from, Month to) const;          ///< by month, provider
  /// Nothing given means everything. Returns how many were forgotten.
  std::uint64_t erase(const std::optional<std::string>& provider, std::optional<Month> month);
};

/// How the last operation of a provider went.
struct ProviderStatus {
  std::string provider;
  std::string operation; ///< pull, apply, auth ...
  bool succeeded = true;
  std::string message; ///< one sentence; the error's where it failed
  EpochSeconds at = 0;
  std::optional<EpochSeconds> rate_limited_until; ///< no call is made before
  friend bool operator==(const ProviderStatus&, const ProviderStatus&) = default;
};

/// One row a provider: its last operation and its sync cursor.
class ProviderStates : public Scope {
public:
  using Scope::Scope;

  void save(const ProviderStatus& status);
  [[nodiscard]] std::optional<ProviderStatus> find(const std::string& provider) const;
  [[nodiscard]] std::vector<ProviderStatus> all() const; ///< by provider

  [[nodiscard]] std::string cursor(const std::string& provider) const; ///< empty when there is none
  void save_cursor(const std::string& provider, const std::string& cursor);

  /// Forgets cursor and status of one provider, or of all.
  void erase(const std::optional<std::string>& provider);
};

/// One source (a path, a sheet) as it was last read.
struct Source {
  std::string provider;
  std::string key;
  std::string fingerprint;
  std::string failure; ///< why it could not be read; empty when it could
  EpochSeconds read_at = 0;
  std::vector<std::string> record_ids; ///< provider ids of the records that it gave
  friend bool operator==(const Source&, const Source&) = default;
};

/// What was read already, so that it is opened again only when it changes.
class Sources : public Scope {
public:
  using Scope::Scope;

  /// Key to fingerprint, of all sources of a provider, failed ones included.
  [[nodiscard]] std::map<std::string, std::string> known(const std::string& provider) const;
  void save(const Source& source);
  [[nodiscard]] std::optional<Source> find(const std::string& provider, const std::string& key) const;
  /// Keys of the sources that hold a record.
  [[nodiscard]] std::vector<std::string> of_record(const RecordKey& key) const;
  [[nodiscard]] std::vector<Source> failures() const; ///< by provider, key; without record ids
  void erase(const std::string& provider, const std::string& key);
};

} // namespace tracekit::store
