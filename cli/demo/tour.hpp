// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "session.hpp"

namespace tracekit::cli {

/// Shows commands as a person would type them, and runs them with the settings in a folder.
class Tour {
public:
  Tour(Session& session, std::filesystem::path folder) : session_(session), folder_(std::move(folder)) {}

  void tell(std::string_view line);
  /// Throws Error when the command does not end with 0.
  void run(const std::vector<std::string>& command);

private:
  Session& session_;
  std::filesystem::path folder_;
};

} // namespace tracekit::cli
