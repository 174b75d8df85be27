// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tracekit::config {

using Variables = std::map<std::string, std::string>;

/// The value of a variable and what to call the place that it came from.
struct Variable {
  std::string value;
  std::string origin;           ///< `STRAVA_CLIENT_ID`, `STRAVA_CLIENT_ID_FILE`, `STRAVA_CLIENT_ID in /srv/.env`
  std::filesystem::path base;   ///< the folder at which relative paths in it start; empty: the working directory
  bool others_can_read = false; ///< it came from a file that everybody on this machine can read
};

/// The environment as a value: the process's variables over those of a `.env` file. A variable that is set to nothing
/// counts as not set.
class Environment {
public:
  Environment() = default;
  explicit Environment(Variables variables) : process_(std::move(variables)) {}

  /// The variables of this process.
  static Environment of_process();

  /// Adds the `.env` file of a folder, if there is one and the folder is not closed: lines `NAME=value` or
  /// `export NAME=value`, comments after `#`, values plain, in 'single' quotes (literal) or "double" quotes (with \n \r
  /// \t \" \\ \$). Nothing is expanded. The process's own variables win. Throws Error(config) naming file and line, but
  /// never the text of a line.
  void read_dotenv(const std::filesystem::path& folder);

  /// The plain value of a variable.
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;

  /// The value of a variable, or the content of the file that `<name>_FILE` names, without one newline at its end.
  /// Throws Error(config) when both are set, or when the file is missing, empty, larger than 64 KiB, not text, or
  /// writable by others.
  [[nodiscard]] std::optional<Variable> find(const std::string& name) const;

  /// The names of all variables that are set.
  [[nodiscard]] std::vector<std::string> names() const;

private:
  Variables process_;
  Variables dotenv_;
  std::filesystem::path dotenv_path_;
};

/// The variables of a `.env` text; `path` is what errors call it.
Variables parse_dotenv(std::string_view text, const std::filesystem::path& path);

/// Overwrites variables in this process's own environment block and removes them, so that neither child processes nor
/// /proc show them. Only while no other thread runs.
void forget_in_process(const std::vector<std::string>& names);

} // namespace tracekit::config
