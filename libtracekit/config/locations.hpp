// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/environment.hpp"

namespace tracekit::config {

/// The file name that is looked for in the working directory and in the user's configuration folder.
inline constexpr std::string_view config_file_name = "tracekit_config.json";

/// The config file to read: `explicit_path` (`--config`), else `$TRACEKIT_CONFIG`, else `tracekit_config.json` in the
/// working directory unless that is closed, else in `$XDG_CONFIG_HOME/tracekit/` (`~/.config/tracekit/`). Nothing when
/// there is none of the latter two; a file that was named need not exist yet, reading it will tell.
std::optional<std::filesystem::path> locate_config(const std::optional<std::filesystem::path>& explicit_path,
                                                   const Environment& environment,
                                                   const std::filesystem::path& working_dir);

/// Whether this process may not even enter a folder: the home of whoever said `sudo -u`, for example. What is in there
/// is not meant for it, and it cannot tell whether anything is.
bool is_closed(const std::filesystem::path& folder);

/// Where a new config file belongs when none was named: in the user's configuration folder. Throws Error(config) when
/// neither `XDG_CONFIG_HOME` nor `HOME` is set.
std::filesystem::path user_config_path(const Environment& environment);

/// `$XDG_DATA_HOME/tracekit`, else `~/.local/share/tracekit`. Throws Error(config) when neither `XDG_DATA_HOME` nor
/// `HOME` is set.
std::filesystem::path default_data_dir(const Environment& environment);

/// `path` made absolute against `base`; `~/` at the front is the home folder. An empty path stays empty.
std::filesystem::path absolute_path(std::string_view path, const std::filesystem::path& base,
                                    const Environment& environment);

/// The address of an SQLite file: `sqlite:///` followed by its path, hence four slashes for an absolute one.
std::string sqlite_address(const std::filesystem::path& file);

/// A database as the settings name it (a path, `sqlite:///PATH`, `postgresql://...`, `postgres://...`) as an address:
/// `sqlite:///` with an absolute path, or `postgresql://...`. Relative paths start at `base`.
std::string database_address(std::string_view text, const std::filesystem::path& base, const Environment& environment);

/// Throws Error(config) as `<name>: ...` when a text is no database that tracekit can use. Quotes no more of it than
/// the scheme.
void check_database_address(std::string_view name, std::string_view text);

/// Throws Error(config) as `<name>: ...` unless a text is an `https` address of a host, or `http` of this machine, with
/// neither user nor query.
void check_provider_address(std::string_view name, std::string_view text);

/// An address without the passwords in it, for people: `postgresql://me:********@host/tracekit`.
std::string without_password(std::string_view address);

} // namespace tracekit::config
