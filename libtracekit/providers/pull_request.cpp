// SPDX-License-Identifier: MIT
#include "providers/provider.hpp"

namespace tracekit {

bool PullRequest::knows(const std::string& key, const std::string& fingerprint) const {
  if (known == nullptr || force) {
    return false;
  }
  const auto found = known->find(key);
  return found != known->end() && found->second == fingerprint;
}

} // namespace tracekit
