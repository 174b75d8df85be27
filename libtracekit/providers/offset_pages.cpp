// SPDX-License-Identifier: MIT
#include "providers/offset_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"

namespace tracekit {
namespace {

/// More than what people delete while a page is read.
constexpr std::size_t overlap = 3;
constexpr std::size_t step_back = 100;
constexpr int most_steps_back = 20;

} // namespace

bool OffsetPages::took(const std::vector<std::string>& ids) {
  const bool joins =
      offset_ == 0 || std::find_first_of(ids.begin(), ids.end(), before_.begin(), before_.end()) != ids.end();
  if (!joins) {
    if (++steps_back_ > most_steps_back) {
      throw Error(ErrorKind::provider, fmt::format("{} changes its list faster than it can be read", title_),
                  "try again later");
    }
    offset_ -= std::min(offset_, step_back);
    return false;
  }
  offset_ += ids.empty() ? 0 : ids.size() - std::min(overlap, ids.size() - 1);
  before_ = ids;
  return true;
}

} // namespace tracekit
