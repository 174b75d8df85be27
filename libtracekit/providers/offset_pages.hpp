// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tracekit {

/// Where the pages of a list begin that is read by offsets, newest first, while entries come and go. What goes moves
/// everything behind it up, so that the next page would pass something over. So each page begins a little before the
/// end of the last one and has to show something of it again; where it shows nothing, it is read from further up.
class OffsetPages {
public:
  explicit OffsetPages(std::string title) : title_(std::move(title)) {}

  [[nodiscard]] std::size_t offset() const { return offset_; }

  /// Whether the page that was just read at `offset()` joins the one before; with the ids that are on it, in their
  /// order. Moves on to the next page if so, else back. Throws Error(provider) when that does not help.
  bool took(const std::vector<std::string>& ids);

private:
  std::string title_; ///< of the provider, for people
  std::size_t offset_ = 0;
  std::vector<std::string> before_; ///< the ids of the page before
  int steps_back_ = 0;
};

} // namespace tracekit
