// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/server/http.hpp"

namespace tracekit::sandbox {

enum class FaultKind {
  status,        ///< another status instead of the answer, nothing done
  slow,          ///< the right answer, late
  cut_off,       ///< half of the answer's body, then the connection is closed
  body,          ///< what was asked is done, and the answer is another body
  nulls,         ///< the right answer with null for every value in its objects
  expired_token, ///< 401, as if the token had just ended
  wrong_clock,   ///< the right answer, with a time of day that is `seconds` ahead
  held,          ///< the right answer, when it is released
  newest_goes,   ///< the right answer, after which the newest activity is deleted
  newer_comes,   ///< the right answer, after which there is a still newer activity
  lost_answer,   ///< what was asked is done, then the connection is closed without an answer
};

/// What goes wrong, where and how often.
struct Fault {
  FaultKind kind = FaultKind::status;
  std::string path;   ///< how the path begins
  std::string method; ///< empty: all
  int status = 503;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  double seconds = 1;
  int count = 1; ///< so many requests; -1: all

  /// Throws std::invalid_argument.
  static Fault from_json(const nlohmann::json& document);
};

/// The faults that wait for their requests.
class Faults {
public:
  void add(Fault fault) { waiting_.push_back(std::move(fault)); }
  void clear() { waiting_.clear(); }
  void remove(FaultKind kind) {
    std::erase_if(waiting_, [kind](const Fault& fault) { return fault.kind == kind; });
  }
  /// The fault for this request, used up by it.
  std::optional<Fault> take(const std::string& method, const std::string& path);

private:
  std::vector<Fault> waiting_;
};

} // namespace tracekit::sandbox
