// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "net/oauth2.hpp"
#include "store/repositories/users.hpp"

namespace tracekit::web {

/// A person that was sent to a provider to agree, until the browser comes back.
struct BrowserSignIn {
  UserId user = 0;
  std::string provider;
  std::string redirect_uri;
  net::AuthorizationRequest request;
  EpochSeconds begun_at = 0;
};

/// Those that are under way, by the state that comes back with the browser; each is good once, and for ten minutes.
/// Thread-safe.
class BrowserSignIns {
public:
  void remember(BrowserSignIn sign_in);
  /// Nothing when there is none of this person at this provider: somebody else may have been made to open the address.
  std::optional<BrowserSignIn> take(const std::string& state, UserId user, const std::string& provider,
                                    EpochSeconds now);

private:
  void forget_old(EpochSeconds now);

  std::mutex mutex_;
  std::map<std::string, BrowserSignIn> by_state_;
};

} // namespace tracekit::web
