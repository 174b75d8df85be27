// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tracekit::cli {

enum class ColourMode { automatic, always, never };

/// What the terminal behind a stream can show.
struct Terminal {
  bool interactive = false; ///< a person can answer (stdin and stderr are terminals)
  bool colour = false;
  bool overwrites = false; ///< a progress bar may redraw its line
  std::size_t width = 100; ///< columns; unlimited width is `no_limit`

  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

  /// Looks at stdout, stdin and stderr, `NO_COLOR`, `TERM` and `COLUMNS`.
  static Terminal detect(ColourMode mode);
};

enum class Style { plain, bold, dim, green, yellow, red, cyan };

/// Wraps text in ANSI codes when `colour`.
std::string styled(std::string_view text, Style style, bool colour);

/// Columns that UTF-8 text takes in a terminal: wide and emoji characters two, combining marks none.
std::size_t display_width(std::string_view text);

/// Cut to `width` columns, with an ellipsis where something was cut.
std::string fitted(std::string_view text, std::size_t width);

/// Without control characters, which could steer the terminal: activity names come from strangers.
std::string printable(std::string text);

} // namespace tracekit::cli
