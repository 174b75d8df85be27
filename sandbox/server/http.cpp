// SPDX-License-Identifier: MIT
#include "sandbox/server/http.hpp"

#include "base/text.hpp"

namespace tracekit::sandbox {

std::string Request::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? "" : found->second;
}

std::optional<std::string> Request::asked(const std::string& query_name) const {
  const auto found = query.find(query_name);
  return found == query.end() ? std::nullopt : std::optional(found->second);
}

void Routes::add(std::string method, std::string pattern, Handler handler) {
  std::vector<std::string> segments = split(pattern, '/');
  routes_.push_back({std::move(method), std::move(pattern), std::move(segments), std::move(handler)});
}

Routes::Match Routes::find(const std::string& method, const std::string& path) const {
  Match match;
  const std::vector<std::string> segments = split(path, '/');
  for (const Route& route : routes_) {
    std::map<std::string, std::string> parts;
    bool fits = route.segments.size() == segments.size();
    for (std::size_t i = 0; fits && i < segments.size(); ++i) {
      const std::string& wanted = route.segments[i];
      if (wanted.starts_with('{')) {
        parts[wanted.substr(1, wanted.size() - 2)] = segments[i];
        fits = !segments[i].empty();
      } else {
        fits = wanted == segments[i];
      }
    }
    if (fits) {
      match.path_known = true;
      if (route.method == method) {
        match.handler = &route.handler;
        match.route = route.method + " " + route.pattern;
        match.parts = std::move(parts);
        return match;
      }
    }
  }
  return match;
}

} // namespace tracekit::sandbox
