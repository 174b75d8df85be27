// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "base/cancellation.hpp"

namespace tracekit::app {

/// Where the operator of this machine wants to hear of ended work: a command that gets the event on its standard input,
/// and an address to which it is posted, both as one JSON object. Only the environment tells them
/// (TRACEKIT_HOOK_COMMAND, TRACEKIT_HOOK_URL, each also as _FILE): who may change settings in the database must not
/// thereby run programs here.
struct Hook {
  std::string command; ///< for `/bin/sh -c`; empty: none
  std::string url;     ///< https, or http on this machine; empty: none; may hold a secret

  [[nodiscard]] bool is_set() const { return !command.empty() || !url.empty(); }
  static Hook of_environment();
};

/// Hands an event over. Throws Error(provider) when the command fails or takes over a minute, or the address does not
/// answer with success, without telling the address.
void deliver(const Hook& hook, const nlohmann::json& event, const Cancellation& cancellation);

} // namespace tracekit::app
