// SPDX-License-Identifier: MIT
#include "sandbox/server/faults.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tracekit::sandbox {
namespace {

struct KindWord {
  std::string_view word;
  FaultKind kind;
};

constexpr KindWord kind_words[] = {
    {"status", FaultKind::status},
    {"slow", FaultKind::slow},
    {"cut_off", FaultKind::cut_off},
    {"expired_token", FaultKind::expired_token},
    {"lost_answer", FaultKind::lost_answer},
    {"body", FaultKind::body},
    {"nulls", FaultKind::nulls},
    {"wrong_clock", FaultKind::wrong_clock},
    {"held", FaultKind::held},
    {"newest_goes", FaultKind::newest_goes},
    {"newer_comes", FaultKind::newer_comes},
};

} // namespace

Fault Fault::from_json(const nlohmann::json& document) {
  Fault fault;
  const auto word = document.value("kind", "status");
  const auto* found =
      std::find_if(std::begin(kind_words), std::end(kind_words), [&](const KindWord& k) { return k.word == word; });
  if (found == std::end(kind_words)) {
    throw std::invalid_argument("unknown kind of fault: " + word);
  }
  fault.kind = found->kind;
  fault.path = document.value("path", "/");
  fault.method = document.value("method", "");
  fault.body = document.value("body", "");
  fault.status = document.value("status", fault.status);
  fault.seconds = document.value("seconds", fault.seconds);
  fault.count = document.value("count", fault.count);
  if (document.contains("headers")) {
    for (const auto& [name, value] : document.at("headers").items()) {
      fault.headers.emplace_back(name, value.get<std::string>());
    }
  }
  return fault;
}

std::optional<Fault> Faults::take(const std::string& method, const std::string& path) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Fault& fault) {
    return path.starts_with(fault.path) && (fault.method.empty() || fault.method == method);
  });
  if (found == waiting_.end()) {
    return std::nullopt;
  }
  Fault taken = *found;
  if (found->count > 0) {
    --found->count;
    if (found->count == 0) {
      waiting_.erase(found);
    }
  }
  return taken;
}

} // namespace tracekit::sandbox
