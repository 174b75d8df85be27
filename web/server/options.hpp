// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/app.hpp"
#include "base/operator_log.hpp"
#include "civetweb/http_server.hpp"
#include "manual/program_help.hpp"

namespace tracekit::web {

/// What the command line says.
struct Options {
  ListenOptions listen;
  app::Overrides overrides;
  std::vector<std::string> hosts; ///< under which proxies call the server, besides its own names
  bool behind_proxy = false;
  int threads = 16;                            ///< as many requests are answered at once
  std::optional<std::filesystem::path> assets; ///< the front end of this folder instead of the one inside the program
  std::optional<LogFormat> log_format;         ///< else what the environment says
  bool works = true;                           ///< jobs are done here when the database is SQLite
  double drain_s = 0; ///< how long requests are still answered after it said that it is not ready
};

/// The options, or the exit code when there is nothing to run (help was asked for, wrong usage; what there is to say
/// has been said).
std::variant<Options, int> parse_options(int argc, char** argv);

/// The same options, for the manual page.
manual::ProgramHelp command_line_help();

/// `127.0.0.1:5000`, also a port alone. Throws Error(usage) for anything else than an IPv4 address and a port, and for
/// an address that others can reach unless a proxy stands in front: passwords and tokens would travel in the clear.
ListenOptions listen_address(const std::string& text, bool behind_proxy);

} // namespace tracekit::web
