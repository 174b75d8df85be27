// SPDX-License-Identifier: MIT
#include "app/log_format.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/error.hpp"
#include "config/environment.hpp"

namespace tracekit::app {

std::optional<LogFormat> wanted_log_format() {
  config::Environment environment = config::Environment::of_process();
  environment.read_dotenv(std::filesystem::current_path());
  const auto variable = environment.find("TRACEKIT_LOG_FORMAT");
  if (!variable) {
    return std::nullopt;
  }
  const auto format = log_format_of(variable->value);
  if (!format) {
    throw Error(ErrorKind::config, fmt::format("{}: expected text or json", variable->origin));
  }
  return format;
}

} // namespace tracekit::app
