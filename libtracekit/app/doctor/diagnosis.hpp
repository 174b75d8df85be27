// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace tracekit::app {

/// What came of looking at one thing.
enum class Verdict {
  good,
  mended,      ///< was wrong before `--fix`
  attention,   ///< works, but somebody should look at it
  broken,      ///< does not work before somebody does something, or time passes
  not_checked, ///< was not asked for, or could not be looked at
};

/// One line of `tracekit doctor`.
struct Finding {
  std::string check;   ///< the same on every machine: `database`, `provider`, `clock` ...
  std::string subject; ///< for people: `Database`, `Strava`
  Verdict verdict = Verdict::good;
  std::string message;
  std::string advice;              ///< what to do, mostly a command; may be empty
  std::string provider = {};       ///< id, where it is about one
  std::optional<ErrorKind> kind{}; ///< of what is broken
};

/// All that was found, in the order in which it is shown.
class Diagnosis {
public:
  void good(std::string check, std::string subject, std::string message);
  void attention(std::string check, std::string subject, std::string message, std::string advice);
  void broken(std::string check, std::string subject, const Error& error);
  void not_checked(std::string check, std::string subject, std::string message);
  void add(Finding finding) { findings_.push_back(std::move(finding)); }

  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

  /// 0 when nothing is broken; 5 when signing in (and waiting for limits) mends it all, 4 when waiting alone does;
  /// else 1.
  [[nodiscard]] int exit_code() const;

private:
  std::vector<Finding> findings_;
};

nlohmann::json to_json(const Diagnosis& diagnosis);

} // namespace tracekit::app
