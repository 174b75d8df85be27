// SPDX-License-Identifier: MIT
#include "http/routes.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

/// The parts in braces; nothing when the path is another one.
std::optional<std::map<std::string, std::string>> parts_of(const std::vector<std::string>& pattern,
                                                           const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) {
    return std::nullopt;
  }
  std::map<std::string, std::string> parts;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool is_name = pattern[i].starts_with('{');
    if (is_name ? path[i].empty() : pattern[i] != path[i]) {
      return std::nullopt;
    }
    if (is_name) {
      parts[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
    }
  }
  return parts;
}

} // namespace

Description& Routes::add(std::string method, std::string pattern, Access access, Handler handler, BodyKind body) {
  std::vector<std::string> segments = split(pattern, '/');
  entries_.push_back({{std::move(method), std::move(pattern), access, std::move(handler), body}, std::move(segments)});
  return entries_.back().route.description;
}

void Routes::for_each(const std::function<void(const Route&)>& take) const {
  for (const Entry& entry : entries_) {
    take(entry.route);
  }
}

Routes::Match Routes::find(std::string_view method, std::string_view path) const {
  Match match;
  const std::vector<std::string> segments = split(path, '/');
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Entry& entry : entries_) {
    auto parts = parts_of(entry.segments, segments);
    if (!parts) {
      continue;
    }
    match.allowed.push_back(entry.route.method);
    if (entry.route.method == "GET") {
      match.allowed.emplace_back("HEAD");
    }
    if (entry.route.method == wanted && match.route == nullptr) {
      match.route = &entry.route;
      match.parts = std::move(*parts);
    }
  }
  std::ranges::sort(match.allowed);
  return match;
}

} // namespace tracekit::web
