// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "providers/provider.hpp"

namespace tracekit {

/// For services that list by day: each activity is a source under its id, whose fingerprint begins with its local day,
/// so that what is missing from the list of some days can be told.

/// `2025-08-03 1f2e...`: the day and a hash of the content. An empty day is one that nobody can read.
std::string dated_fingerprint(const std::string& day, std::string_view content);

/// Whether a pull asks for what began on this local day, `YYYY-MM-DD`; what is listed without a readable one (an empty
/// text) is taken.
bool asks_for(const PullRequest& request, const std::string& day);

/// How an activity is looked up by its id, nothing when there is none, and how it is taken when it is there.
struct LookUp {
  std::function<std::optional<nlohmann::json>(const std::string& id)> find;
  std::function<void(const nlohmann::json& activity)> take;
};

/// What was known of the days that are asked for and is not among `seen`. It may only have moved to another day or from
/// one page to the next, or the list ended early; so it is looked up before it is reported as gone. Where everything
/// was asked for and very many are missing, only some are looked up, and one that is still there says that the list is
/// not to be trusted: then Error(provider) is thrown, and nothing reported.
void report_unlisted(const PullRequest& request, const std::set<std::string>& seen, const std::string& title,
                     const LookUp& look_up, PullSink& sink);

} // namespace tracekit
