// SPDX-License-Identifier: MIT
#include "http/message.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr int unclear_request = 400;

std::ptrdiff_t count_of(const net::Headers& headers, std::string_view name) {
  return std::ranges::count_if(headers.lines(),
                               [&](const auto& line) { return equals_ignoring_case(line.first, name); });
}

} // namespace

std::optional<std::string> Request::asked(std::string_view name) const {
  const auto found = std::ranges::find_if(query, [&](const auto& entry) { return entry.first == name; });
  return found == query.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> problem_of(const net::Headers& headers) {
  constexpr std::string_view at_most_once[] = {"Authorization", "Content-Length", "Content-Type", "Transfer-Encoding"};
  const bool doubled =
      std::ranges::any_of(at_most_once, [&](std::string_view name) { return count_of(headers, name) > 1; });
  const bool two_lengths = headers.find("Content-Length") && headers.find("Transfer-Encoding");
  return doubled || two_lengths || count_of(headers, "Host") != 1 ? std::optional(unclear_request) : std::nullopt;
}

} // namespace tracekit::web
