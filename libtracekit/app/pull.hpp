// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "base/error.hpp"

namespace tracekit::app {

struct PullOptions {
  std::optional<Date> from; ///< local days, both ends included; nothing means everything new
  std::optional<Date> to;
  std::vector<std::string> providers; ///< all enabled ones when empty
  bool force = false; ///< look at everything again, unchanged or not, even before a limit is known to end
};

/// One source that could not be read; it is tried again when it changes.
struct SourceFailure {
  std::string source;
  std::string reason;
};

/// How it went with one provider.
struct ProviderPull {
  std::string provider;
  bool skipped = false;            ///< this version cannot reach it; `message` says so
  std::optional<ErrorKind> failed; ///< what stopped it; what came before is stored
  std::string message;
  std::string hint;                      ///< what to do about a failure
  std::optional<EpochSeconds> resets_at; ///< of a limit that is used up, where that is known
  std::uint64_t added = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t deleted = 0; ///< no longer held by the provider; marked, not dropped
  std::uint64_t sources_seen = 0;
  std::uint64_t sources_read = 0;
  std::vector<SourceFailure> failures;
  std::vector<std::string> warnings;

  /// Before the pull: whether it takes part. Afterwards `failed` may also be what became of it.
  [[nodiscard]] bool is_asked() const { return !skipped && !failed; }
};

struct PullReport {
  std::vector<ProviderPull> providers;

  /// 0, 3 when some failed, else what the failures have in common; see docs/architecture.md.
  [[nodiscard]] int exit_code() const;
};

/// Fetches records from the enabled providers, each in a thread of its own, and stores them as they come with one
/// writer. One failing provider does not stop the others. Then matches what was touched. Throws Error(conflict) when
/// another process is pulling for the same person and provider, Error(database) when nothing can be stored.
PullReport pull(App& app, const PullOptions& options);

nlohmann::json to_json(const PullReport& report);

} // namespace tracekit::app
