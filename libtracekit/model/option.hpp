// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tracekit {

enum class OptionKind { text, integer, boolean, choice, path, time_zone };

/// One setting: what `configure` asks, the settings page shows, the config file and the environment may carry,
/// validation checks, docs list and logs redact. Top-level settings and each provider's own are described alike.
struct Option {
  std::string key;   ///< within its section: `priority`, `path`, `client_id`
  std::string label; ///< a few words for a form
  std::string help;  ///< one sentence
  OptionKind kind = OptionKind::text;
  std::string default_value;        ///< as text; empty when there is none
  std::vector<std::string> choices; ///< for `choice`
  bool secret = false;              ///< sealed, never printed
  bool required = false;            ///< needed for the provider to work when it is enabled
  std::vector<std::string>
      environment; ///< names besides the derived `TRACEKIT_<SECTION>_<KEY>`, such as STRAVA_CLIENT_ID
};

} // namespace tracekit
