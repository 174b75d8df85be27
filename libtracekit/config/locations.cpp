// SPDX-License-Identifier: MIT
#include "config/locations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::config {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_scheme = "sqlite:///";
constexpr std::string_view postgres_scheme = "postgresql://";
constexpr std::string_view short_postgres_scheme = "postgres://";

/// A folder of the XDG base directory specification, which says to ignore relative ones.
std::optional<fs::path> xdg_folder(const Environment& environment, const std::string& variable,
                                   const fs::path& below_home) {
  if (const auto text = environment.text(variable); text && fs::path(*text).is_absolute()) {
    return fs::path(*text);
  }
  if (const auto home = environment.text("HOME")) {
    return fs::path(*home) / below_home;
  }
  return std::nullopt;
}

fs::path required_folder(const Environment& environment, const std::string& variable, const fs::path& below_home,
                         std::string_view purpose) {
  auto folder = xdg_folder(environment, variable, below_home);
  if (!folder) {
    throw Error(ErrorKind::config, fmt::format("cannot tell where the {} is: HOME is not set", purpose),
                fmt::format("set HOME, {} or TRACEKIT_DATA_DIR", variable));
  }
  return *folder / "tracekit";
}

/// Something of this name is there, even if it is a dangling link or may not be looked at: then reading must tell,
/// instead of another file being used in silence.
bool is_there(const fs::path& path) {
  std::error_code code;
  const fs::file_status status = fs::symlink_status(path, code);
  return status.type() != fs::file_type::not_found;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '.' ||
           c == '-';
  });
}

/// The `mysql` of `mysql://...`; empty for a plain path.
std::string_view scheme_of(std::string_view text) {
  const auto colon = text.find("://");
  return colon != std::string_view::npos && is_scheme(text.substr(0, colon)) ? text.substr(0, colon)
                                                                             : std::string_view{};
}

struct Authority {
  std::string_view user_info; ///< with the `@`
  std::string_view host;
  std::string_view port; ///< without the colon
};

Authority authority_of(std::string_view after_scheme) {
  Authority out;
  std::string_view text = after_scheme.substr(0, after_scheme.find_first_of("/?#"));
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    out.user_info = text.substr(0, at + 1);
    text.remove_prefix(at + 1);
  }
  const auto bracket = text.starts_with('[') ? text.find(']') : 0;
  const auto colon = bracket == std::string_view::npos ? bracket : text.find(':', bracket);
  out.host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    out.port = text.substr(colon + 1);
  }
  return out;
}

bool is_this_machine(std::string_view host) {
  constexpr std::array names{"localhost", "127.0.0.1", "[::1]"};
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return equals_ignoring_case(host, name); });
}

bool is_port(std::string_view text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto number = parse_integer(text);
  return digits && number && *number >= 1 && *number <= 65535;
}

bool is_host(std::string_view host) {
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const std::string_view name = is_bracketed ? host.substr(1, host.size() - 2) : host;
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           (is_bracketed ? c == ':' : c == '_');
  });
}

} // namespace

std::optional<fs::path> locate_config(const std::optional<fs::path>& explicit_path, const Environment& environment,
                                      const fs::path& working_dir) {
  if (explicit_path) {
    return absolute_path(explicit_path->string(), working_dir, environment);
  }
  if (const auto named = environment.text("TRACEKIT_CONFIG")) {
    return absolute_path(*named, working_dir, environment);
  }
  if (!is_closed(working_dir) && is_there(working_dir / config_file_name)) {
    return working_dir / config_file_name;
  }
  const auto folder = xdg_folder(environment, "XDG_CONFIG_HOME", ".config");
  if (folder && is_there(*folder / "tracekit" / config_file_name)) {
    return *folder / "tracekit" / config_file_name;
  }
  return std::nullopt;
}

bool is_closed(const fs::path& folder) {
  std::error_code code;
  const fs::file_status inside = fs::symlink_status(folder / ".", code);
  return inside.type() == fs::file_type::none && code == std::errc::permission_denied;
}

fs::path user_config_path(const Environment& environment) {
  return required_folder(environment, "XDG_CONFIG_HOME", ".config", "config file") / config_file_name;
}

fs::path default_data_dir(const Environment& environment) {
  return required_folder(environment, "XDG_DATA_HOME", fs::path(".local") / "share", "data folder");
}

fs::path absolute_path(std::string_view path, const fs::path& base, const Environment& environment) {
  if (path.empty()) {
    return {};
  }
  const auto home = environment.text("HOME");
  const bool is_below_home = home && (path == "~" || path.starts_with("~/"));
  const fs::path given = is_below_home ? fs::path(*home) / path.substr(std::min<std::size_t>(path.size(), 2)) : path;
  return (given.is_absolute() ? given : base / given).lexically_normal();
}

std::string sqlite_address(const fs::path& file) { return fmt::format("{}{}", sqlite_scheme, file.string()); }

std::string database_address(std::string_view text, const fs::path& base, const Environment& environment) {
  text = trim(text);
  if (text.starts_with(postgres_scheme)) {
    return std::string(text);
  }
  if (text.starts_with(short_postgres_scheme)) {
    return fmt::format("{}{}", postgres_scheme, text.substr(short_postgres_scheme.size()));
  }
  if (text.starts_with(sqlite_scheme)) {
    text.remove_prefix(sqlite_scheme.size());
  }
  return text == ":memory:" ? fmt::format("{}{}", sqlite_scheme, text)
                            : sqlite_address(absolute_path(text, base, environment));
}

void check_database_address(std::string_view name, std::string_view text) {
  text = trim(text);
  const std::string hint = "write a path, sqlite:///PATH or postgresql://USER@HOST/NAME";
  if (text.starts_with(postgres_scheme) || text.starts_with(short_postgres_scheme)) {
    return;
  }
  if (text.starts_with("sqlite:") && (!text.starts_with(sqlite_scheme) || text.size() == sqlite_scheme.size())) {
    throw Error(ErrorKind::config, fmt::format("{}: an SQLite database is written sqlite:///PATH", name), hint);
  }
  if (const std::string_view scheme = scheme_of(text); !scheme.empty() && scheme != "sqlite") {
    throw Error(ErrorKind::config, fmt::format("{}: cannot use a {} database", name, scheme), hint);
  }
  if (!text.starts_with(sqlite_scheme) && text.ends_with('/')) {
    throw Error(ErrorKind::config, fmt::format("{}: names a folder, not a database file", name), hint);
  }
}

void check_provider_address(std::string_view name, std::string_view text) {
  const std::string_view scheme = scheme_of(text);
  const bool is_secure = equals_ignoring_case(scheme, "https");
  if (!is_secure && !equals_ignoring_case(scheme, "http")) {
    throw Error(ErrorKind::config, fmt::format("{}: expected an address such as https://host/path", name));
  }
  const std::string_view rest = text.substr(scheme.size() + 3);
  const Authority authority = authority_of(rest);
  const bool has_port =
      authority.host.size() + authority.user_info.size() < rest.substr(0, rest.find_first_of("/?#")).size();
  if (!is_host(authority.host) || (has_port && !is_port(authority.port))) {
    throw Error(ErrorKind::config, fmt::format("{}: the address names no host that can be asked", name));
  }
  if (!authority.user_info.empty() || rest.find_first_of("?# ") != std::string_view::npos) {
    throw Error(ErrorKind::config, fmt::format("{}: the address must have neither a user nor a query", name));
  }
  if (!is_secure && !is_this_machine(authority.host)) {
    throw Error(ErrorKind::config, fmt::format("{}: http is only for this machine, use https", name));
  }
}

std::string without_password(std::string_view address) {
  constexpr std::string_view mask = "********";
  std::string out(address);
  const std::string_view scheme = scheme_of(address);
  if (scheme.empty()) {
    return out;
  }
  const std::size_t start = scheme.size() + 3;
  const std::string_view user_info = authority_of(address.substr(start)).user_info;
  const auto query = out.find('?');
  constexpr std::string_view parameter = "password=";
  for (auto at = query == std::string::npos ? query : out.find(parameter, query); at != std::string::npos;
       at = out.find(parameter, at + parameter.size())) {
    const auto from = at + parameter.size();
    const auto to = std::min(out.find('&', from), out.size());
    out.replace(from, to - from, mask);
  }
  if (const auto colon = user_info.find(':'); colon != std::string_view::npos) {
    out.replace(start + colon + 1, user_info.size() - colon - 2, mask);
  }
  return out;
}

} // namespace tracekit::config
