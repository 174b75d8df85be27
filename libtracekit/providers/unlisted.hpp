// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "providers/provider.hpp"

namespace tracekit {

/// What was known of a provider and is not in its list any more. It may only have moved to another day or from one page
/// to the next, or the list ended early; so it is looked up before it counts as gone.
struct Unlisted {
  std::vector<std::string> ids;
  /// Everything was listed, not only some days: then, of very many, only some are looked up, and one that is still
  /// there says that the list is not to be trusted.
  bool everything_was_listed = false;
};

/// Reports the ids that are gone. `take_if_there` looks one up, takes it if it is still there, and tells whether it
/// was. Throws Error(provider) when the list was too short to be true.
void report_gone(const Unlisted& unlisted, const std::string& title,
                 const std::function<bool(const std::string& id)>& take_if_there, PullSink& sink);

} // namespace tracekit
