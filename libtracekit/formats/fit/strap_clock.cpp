// SPDX-License-Identifier: MIT
#include "formats/fit/strap_clock.hpp"

#include <algorithm>
#include <cmath>

namespace tracekit::fit {
namespace {

namespace field {
constexpr std::uint8_t fractional_timestamp = 0;
constexpr std::uint8_t time256 = 1;
constexpr std::uint8_t filtered_bpm = 6;
constexpr std::uint8_t event_timestamp = 9;
constexpr std::uint8_t event_timestamp_12 = 10;
} // namespace field

constexpr double ticks_per_s = 1024;
constexpr std::uint64_t low_mask = 0xFFF;
constexpr std::uint64_t full_range = std::uint64_t{1} << 32U;
constexpr double gap_step_s = 0.25;
constexpr int most_gap_steps = 20;
constexpr double highest_rate = 255;

/// Walks through beats and the quarter-second steps that fill the gaps behind them.
class FilledBeats {
public:
  explicit FilledBeats(const std::vector<StrapBeat>& beats) : beats_(beats) {}

  [[nodiscard]] bool is_at_end() const { return at_.beat >= beats_.size(); }
  [[nodiscard]] double time_s() const { return beats_[at_.beat].time_s + gap_step_s * at_.step; }
  [[nodiscard]] double heart_rate() const { return beats_[at_.beat].heart_rate; }

  void next() {
    before_ = at_;
    const bool has_gap = at_.beat + 1 < beats_.size() && at_.step < most_gap_steps &&
                         std::abs(beats_[at_.beat + 1].time_s - beats_[at_.beat].time_s) - gap_step_s * at_.step >
                             gap_step_s + rounding_s;
    at_ = has_gap ? Place{at_.beat, at_.step + 1} : Place{at_.beat + 1, 0};
  }
  void step_back() { at_ = before_; }

private:
  static constexpr double rounding_s = 1e-6;
  struct Place {
    std::size_t beat = 0;
    int step = 0;
  };
  const std::vector<StrapBeat>& beats_;
  Place at_;
  Place before_;
};

} // namespace

std::uint64_t StrapClock::accumulate(std::uint32_t low_bits) {
  last_event_ += (low_bits - last_event_) & low_mask;
  return last_event_;
}

std::vector<std::uint64_t> StrapClock::event_times(const Message& message) {
  std::vector<std::uint64_t> times;
  for (const auto& event : message.numbers(field::event_timestamp)) {
    if (event && *event >= 0 && *event < static_cast<double>(full_range)) {
      last_event_ = static_cast<std::uint64_t>(*event);
      times.push_back(last_event_);
    }
  }
  const ByteView packed = message.bytes(field::event_timestamp_12);
  if (std::all_of(packed.begin(), packed.end(), [](std::uint8_t byte) { return byte == 0xFF; })) {
    return times;
  }
  for (std::size_t i = 0; i + 1 < packed.size(); i += 3) {
    times.push_back(accumulate(packed[i] | (packed[i + 1] & 0xFU) << 8U));
    if (i + 2 < packed.size()) {
      times.push_back(accumulate(static_cast<std::uint32_t>(packed[i + 1] >> 4U | packed[i + 2] << 4U)));
    }
  }
  return times;
}

void StrapClock::read(const Message& message, std::vector<StrapBeat>& beats) {
  const std::vector<std::uint64_t> events = event_times(message);
  if (const auto time = message.timestamp(); time && !events.empty()) {
    anchor_s_ =
        *time +
        message.scaled(field::fractional_timestamp, 32768).value_or(message.scaled(field::time256, 256).value_or(0.0));
    anchor_event_ = events.front();
  }
  if (!anchor_s_) {
    return;
  }
  const auto heart_rates = message.numbers(field::filtered_bpm);
  for (std::size_t i = 0; i < std::min(events.size(), heart_rates.size()); ++i) {
    if (heart_rates[i] && *heart_rates[i] >= 0 && *heart_rates[i] <= highest_rate) {
      const std::uint64_t event = events[i] < anchor_event_ ? events[i] + full_range : events[i];
      beats.push_back({*anchor_s_ + static_cast<double>(event - anchor_event_) / ticks_per_s, *heart_rates[i]});
    }
  }
}

std::vector<std::int64_t> strap_heart_rates(const std::vector<StrapBeat>& beats,
                                            const std::vector<std::int64_t>& time_ms) {
  std::vector<std::int64_t> means(time_ms.size(), no_value);
  FilledBeats at(beats);
  std::optional<double> from_s;
  for (std::size_t i = 0; i < time_ms.size(); ++i) {
    if (time_ms[i] == no_value) {
      continue;
    }
    const double to_s = static_cast<double>(time_ms[i]) / 1000.0;
    if (!from_s || *from_s == to_s) {
      from_s = to_s - 1;
      at.step_back();
    }
    double sum = 0;
    int count = 0;
    for (; !at.is_at_end() && at.time_s() <= to_s; at.next()) {
      if (at.time_s() > *from_s) {
        sum += at.heart_rate();
        ++count;
      }
    }
    if (count > 0) {
      means[i] = std::llround(sum / count);
    }
    from_s = to_s;
  }
  return means;
}

} // namespace tracekit::fit
