// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tracekit {

/// Replacements of pieces of a text that all refer to offsets of the unchanged text.
class Splices {
public:
  void replace(std::size_t begin, std::size_t end, std::string text) {
    pieces_.push_back({begin, end, pieces_.size(), std::move(text)});
  }
  void insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }

  [[nodiscard]] bool empty() const { return pieces_.empty(); }

  /// The text with all replacements; insertions at one place keep their order. The pieces must not overlap.
  [[nodiscard]] std::string apply(std::string_view text) {
    std::ranges::sort(pieces_, {}, [](const Piece& piece) { return std::pair(piece.begin, piece.order); });
    std::string out;
    std::size_t at = 0;
    for (const auto& piece : pieces_) {
      out += text.substr(at, piece.begin - at);
      out += piece.text;
      at = piece.end;
    }
    return out.append(text.substr(at));
  }

private:
  struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t order = 0;
    std::string text;
  };
  std::vector<Piece> pieces_;
};

} // namespace tracekit
