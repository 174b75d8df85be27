// SPDX-License-Identifier: MIT
#include "model/motion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "model/timeline.hpp"

namespace tracekit {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();
constexpr double smoothing_s = 5.0;
constexpr double restart_s = 2.0;
constexpr double longest_counted_gap_s = 30.0;
constexpr double any_rounding = 1e-9; ///< more than a product of doubles can be wrong by, as a part of it

/// Speeds in m/s. A stop begins below `stop` for `stop_s` seconds and ends above `go`; cadence above `cadence`
/// counts as moving; speeds above `impossible` are errors of the position.
struct Limits {
  std::string_view sport;
  double stop = 0.2;
  double go = 0.4;
  double stop_s = 10.0;
  double cadence = no_limit;
  double impossible = no_limit;
  double speed_window_s = 5.0;
};

constexpr std::array<Limits, 18> limits_by_sport{{
    {"cycling", 0.9, 1.4, 15, 30, 33, 3},
    {"e_biking", 0.9, 1.4, 15, 30, 33, 3},
    {"running", 0.7, 1.0, 5, 50, 12, 5},
    {"walking", 0.3, 0.5, 10, no_limit, 4.5, 5},
    {"hiking", 0.3, 0.5, 10, no_limit, 4.5, 5},
    {"mountaineering", 0.3, 0.5, 10, no_limit, 4.5, 5},
    {"snowshoeing", 0.3, 0.5, 10, no_limit, 4.5, 5},
    {"swimming", 0.15, 0.25, 10, 10, 3, 5},
    {"alpine_skiing", 0.2, 0.4, 10, no_limit, 45, 5},
    {"cross_country_skiing", 0.2, 0.4, 10, no_limit, 45, 5},
    {"snowboarding", 0.2, 0.4, 10, no_limit, 45, 5},
    {"inline_skating", 0.2, 0.4, 10, no_limit, 22, 5},
    {"ice_skating", 0.2, 0.4, 10, no_limit, 22, 5},
    {"rowing", 0.2, 0.4, 10, no_limit, 8, 5},
    {"kayaking", 0.2, 0.4, 10, no_limit, 8, 5},
    {"paddling", 0.2, 0.4, 10, no_limit, 8, 5},
    {"stand_up_paddleboarding", 0.2, 0.4, 10, no_limit, 8, 5},
    {"generic"},
}};

const Limits& limits_of(std::string_view sport) {
  const auto* found = std::find_if(limits_by_sport.begin(), limits_by_sport.end(),
                                   [&](const Limits& limits) { return limits.sport == sport; });
  return found == limits_by_sport.end() ? limits_by_sport.back() : *found;
}

/// Way and time, which is more than 0.
struct Leg {
  double metres = 0;
  double seconds = 0;
  [[nodiscard]] double speed() const { return metres / seconds; }
  // Most legs are far from any limit, which a multiplication tells; a division costs more than the rest of a loop.
  [[nodiscard]] bool is_slower_than(double limit) const {
    return metres < limit * seconds * (1 + any_rounding) && speed() < limit;
  }
  [[nodiscard]] bool is_faster_than(double limit) const {
    return metres > limit * seconds * (1 - any_rounding) && speed() > limit;
  }
};

/// Calls `visit(point, leg of about `window_s` around the way from there to the next point)` for all points of a
/// stretch but the last. `metres` and `seconds` are columns of the timeline.
template <class Visit>
void for_each_window(const Timeline::Stretch& stretch, std::span<const double> seconds, std::span<const double> metres,
                     double window_s, Visit visit) {
  const double half = window_s / 2.0;
  std::size_t low = stretch.begin; // neither passes the point, as time grows
  std::size_t high = stretch.begin;
  for (std::size_t i = stretch.begin; i + 1 < stretch.end; ++i) {
    const double middle = (seconds[i] + seconds[i + 1]) / 2.0;
    const double from = middle - half;
    const double to = middle + half;
    while (seconds[low + 1] <= from) {
      ++low;
    }
    while (high + 1 < stretch.end && seconds[high] < to) {
      ++high;
    }
    visit(i, Leg{metres[high] - metres[low], seconds[high] - seconds[low]});
  }
}

/// The values of all points of the timeline: where every sample is a point `values` itself, else in `storage`.
std::span<const double> at_points(const Timeline& timeline, const std::vector<double>& values,
                                  std::vector<double>& storage) {
  if (timeline.samples.size() == values.size()) {
    return values;
  }
  storage.resize(timeline.samples.size());
  std::transform(timeline.samples.begin(), timeline.samples.end(), storage.begin(),
                 [&](std::uint32_t sample) { return values[sample]; });
  return storage;
}

/// Way covered at all points of the timeline, according to the speed channel alone.
std::vector<double> integrated(const Channel& speed, const Timeline& timeline) {
  std::vector<double> metres(timeline.samples.size());
  double sum = 0;
  with_decoder(speed, [&](auto decode) {
    for (const Timeline::Stretch& stretch : timeline.stretches) {
      metres[stretch.begin] = sum;
      for (std::size_t i = stretch.begin + 1; i < stretch.end; ++i) {
        const std::int64_t raw = speed.values[timeline.samples[i]];
        const double value = raw == no_value ? 0.0 : decode(raw);
        sum += std::isfinite(value) ? value * (timeline.seconds[i] - timeline.seconds[i - 1]) : 0.0;
        metres[i] = sum;
      }
    }
  });
  return metres;
}

bool above(const Channel* channel, std::size_t sample, double limit) {
  return channel != nullptr && channel->at(sample).value_or(0.0) > limit;
}

/// Adds up moving time, leg by leg.
class MovingTime {
public:
  explicit MovingTime(const Limits& limits) : limits_(limits) {}

  /// What was too short to be a stop before a pause was movement.
  void begin_stretch() {
    moving_s_ += slow_s_;
    is_stopped_ = false;
    slow_s_ = fast_s_ = 0;
  }

  /// `around` is a longer leg around this one: it sees through the jitter of a resting receiver, while the leg's own
  /// speed finds the exact edges of a stop. `is_turning()` tells whether the crank turns.
  template <class IsTurning> void add(Leg leg, Leg around, IsTurning is_turning) {
    const double counted_s = leg.metres > 0 ? leg.seconds : std::min(leg.seconds, longest_counted_gap_s);
    if (is_stopped_) {
      const bool turning = is_turning();
      const bool is_fast = around.is_faster_than(limits_.go) && leg.is_faster_than(limits_.go);
      fast_s_ = is_fast || turning ? fast_s_ + counted_s : 0.0;
      if (fast_s_ >= restart_s || turning) {
        moving_s_ += fast_s_;
        is_stopped_ = false;
        fast_s_ = 0;
      }
    } else if ((around.is_slower_than(limits_.stop) || leg.is_slower_than(limits_.stop)) && !is_turning()) {
      slow_s_ += leg.seconds;
      is_stopped_ = slow_s_ >= limits_.stop_s;
      slow_s_ = is_stopped_ ? 0.0 : slow_s_;
    } else {
      moving_s_ += slow_s_ + counted_s;
      slow_s_ = 0;
    }
  }

  [[nodiscard]] double total_s() const { return moving_s_ + slow_s_; }

private:
  const Limits& limits_;
  double moving_s_ = 0;
  double slow_s_ = 0; ///< length of a stop that is not long enough yet
  double fast_s_ = 0; ///< length of a restart that is not long enough yet
  bool is_stopped_ = false;
};

double moving_by_speed(const Timeline& timeline, std::span<const double> metres, const Channel* cadence,
                       const Limits& limits) {
  const std::vector<double>& seconds = timeline.seconds;
  MovingTime moving(limits);
  for (const Timeline::Stretch& stretch : timeline.stretches) {
    moving.begin_stretch();
    for_each_window(stretch, seconds, metres, smoothing_s, [&](std::size_t i, Leg around) {
      const Leg leg{metres[i + 1] - metres[i], seconds[i + 1] - seconds[i]};
      moving.add(leg, around, [&] { return above(cadence, timeline.samples[i + 1], limits.cadence); });
    });
  }
  return moving.total_s();
}

double moving_by_effort(const Timeline& timeline, const Channel* cadence, const Channel* power) {
  double moving = 0;
  for (const Timeline::Stretch& stretch : timeline.stretches) {
    for (std::size_t i = stretch.begin + 1; i < stretch.end; ++i) {
      if (above(cadence, timeline.samples[i], 0.0) || above(power, timeline.samples[i], 0.0)) {
        moving += std::min(timeline.seconds[i] - timeline.seconds[i - 1], longest_counted_gap_s);
      }
    }
  }
  return moving;
}

std::optional<double> highest_speed(const Timeline& timeline, std::span<const double> metres, const Limits& limits) {
  double highest = -1;
  for (const Timeline::Stretch& stretch : timeline.stretches) {
    for_each_window(stretch, timeline.seconds, metres, limits.speed_window_s, [&](std::size_t, Leg leg) {
      if (leg.is_faster_than(highest) && leg.speed() <= limits.impossible) {
        highest = leg.speed();
      }
    });
  }
  return highest < 0 ? std::nullopt : std::optional(highest);
}

} // namespace

Motion motion_of(const Streams& streams, const Progress& progress, std::string_view sport, bool with_max_speed) {
  Motion motion;
  const Timeline timeline = timeline_of(streams);
  if (timeline.stretches.empty()) {
    return motion;
  }
  motion.recorded_s = timeline.recorded_s;

  const Limits& limits = limits_of(sport);
  const Channel* speed = streams.find("speed");
  const Channel* cadence = streams.find("cadence");
  const Channel* power = streams.find("power");
  const bool covers_way = progress.total_m() > 0;
  const bool uses_speed = speed != nullptr && (with_max_speed || !covers_way) && has_nonzero(*speed);
  const std::vector<double> by_speed = uses_speed ? integrated(*speed, timeline) : std::vector<double>{};
  if (covers_way || uses_speed) {
    std::vector<double> storage;
    const std::span<const double> metres = covers_way ? at_points(timeline, progress.metres, storage) : by_speed;
    motion.moving_s = moving_by_speed(timeline, metres, cadence, limits);
    if (with_max_speed) {
      motion.max_speed_mps = highest_speed(timeline, uses_speed ? std::span(by_speed) : metres, limits);
    }
  } else if (cadence != nullptr || power != nullptr) {
    motion.moving_s = moving_by_effort(timeline, cadence, power);
  }
  return motion;
}

} // namespace tracekit
