// SPDX-License-Identifier: MIT
#include "output/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace tracekit::cli {
namespace {

constexpr auto redraw_every = std::chrono::milliseconds{100};
constexpr std::size_t bar_width = 16; // leaves room for the rest of the line on 80 columns

std::string remaining_words(double seconds) {
  if (seconds < 1.5) {
    return "almost done";
  }
  return seconds < 90 ? fmt::format("about {:.0f} s left", seconds)
                      : fmt::format("about {:.0f} min left", seconds / 60);
}

} // namespace

void ProgressBar::advance(std::string_view what, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  if (quiet_ || !terminal_.overwrites) {
    return;
  }
  const auto now = std::chrono::steady_clock::now();
  if (done < done_ || started_ == std::chrono::steady_clock::time_point{}) { // another piece of work
    started_ = now;
    last_ = {};
  }
  done_ = done; // the words for one piece of work may change
  if (now - last_ < redraw_every && done != total) {
    return;
  }
  last_ = now;
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const double rate = elapsed > 0.2 ? static_cast<double>(done) / elapsed : 0;
  std::string line;
  if (total > 0) {
    const auto filled = static_cast<std::size_t>(
        static_cast<double>(bar_width) * static_cast<double>(std::min(done, total)) / static_cast<double>(total));
    for (std::size_t i = 0; i < bar_width; ++i) {
      line += i < filled ? "█" : "░";
    }
    line += fmt::format(" {}/{} {}", done, total, what);
    if (rate > 0 && done < total) {
      line += fmt::format(" · {:.0f}/s · {}", rate, remaining_words(static_cast<double>(total - done) / rate));
    }
  } else {
    line = fmt::format("{} {}", done, what);
    if (rate > 0) {
      line += fmt::format(" · {:.0f}/s", rate);
    }
  }
  fmt::print(stderr, "\r\x1b[K{}", fitted(line, terminal_.width > 2 ? terminal_.width - 1 : 80));
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressBar::note(std::string_view line) {
  const std::lock_guard lock(mutex_);
  erase();
  if (!quiet_) {
    fmt::print(stderr, "{}\n", printable(std::string(line)));
  }
}

void ProgressBar::clear() {
  const std::lock_guard lock(mutex_);
  erase();
}

void ProgressBar::erase() {
  if (drawn_) {
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
    drawn_ = false;
  }
}

} // namespace tracekit::cli
