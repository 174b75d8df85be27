// SPDX-License-Identifier: MIT
#include "model/motion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace tracekit {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();
constexpr double smoothing_s = 5.0;
constexpr double restart_s = 2.0;
constexpr double longest_counted_gap_s = 30.0;

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

/// From one timed sample to the next of the same segment; time always grows inside.
struct Leg {
  double from_s = 0;
  double to_s = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool joined = false; ///< begins where the leg before it ends
  [[nodiscard]] double seconds() const { return to_s - from_s; }
};

std::vector<Leg> legs_of(const Streams& streams) {
  std::vector<Leg> legs;
  legs.reserve(streams.size());
  auto next_start = streams.segment_starts.begin();
  std::int64_t last_ms = no_value;
  std::int64_t origin_ms = no_value;
  std::uint32_t last = 0;
  bool joined = false;
  for (std::uint32_t i = 0; i < streams.size(); ++i) {
    while (next_start != streams.segment_starts.end() && *next_start <= i) {
      last_ms = no_value;
      ++next_start;
    }
    const std::int64_t now_ms = streams.time_ms[i];
    if (now_ms == no_value || now_ms == last_ms) {
      continue;
    }
    origin_ms = origin_ms == no_value ? now_ms : origin_ms;
    const bool forward = last_ms != no_value && now_ms > last_ms;
    if (forward) {
      legs.push_back({static_cast<double>(last_ms - origin_ms) / 1000.0,
                      static_cast<double>(now_ms - origin_ms) / 1000.0, last, i, joined});
    }
    joined = forward;
    last_ms = now_ms;
    last = i;
  }
  return legs;
}

/// Calls `visit(leg number, mean speed over about `window_s` around that leg)` for each leg.
template <typename Visit>
void for_each_speed(const std::vector<Leg>& legs, const std::vector<double>& metres, double window_s, Visit visit) {
  std::size_t low = 0;
  std::size_t high = 0;
  for (std::size_t begin = 0, end = 0; begin < legs.size(); begin = end) {
    for (end = begin + 1; end < legs.size() && legs[end].joined; ++end) {
    }
    low = begin;
    high = begin;
    for (std::size_t i = begin; i < end; ++i) {
      const double middle = (legs[i].from_s + legs[i].to_s) / 2.0;
      const double half = window_s / 2.0;
      while (low < i && legs[low].to_s <= middle - half) {
        ++low;
      }
      high = std::max(high, i);
      while (high + 1 < end && legs[high + 1].from_s < middle + half) {
        ++high;
      }
      visit(i, (metres[legs[high].to] - metres[legs[low].from]) / (legs[high].to_s - legs[low].from_s));
    }
  }
}

/// Way covered according to the speed channel alone.
std::vector<double> integrated(const Channel& speed, const std::vector<Leg>& legs) {
  std::vector<double> metres(speed.values.size(), 0.0);
  double sum = 0;
  for (const Leg& leg : legs) {
    const double value = speed.at(leg.to).value_or(0.0);
    metres[leg.from] = sum; // a leg may begin after a pause, where nothing has been written yet
    sum += std::isfinite(value) ? value * leg.seconds() : 0.0;
    metres[leg.to] = sum;
  }
  return metres;
}

bool above(const Channel* channel, std::size_t sample, double limit) {
  return channel != nullptr && channel->at(sample).value_or(0.0) > limit;
}

double moving_by_speed(const std::vector<Leg>& legs, const std::vector<double>& metres, const Channel* cadence,
                       const Limits& limits) {
  double moving = 0;
  double slow = 0; // length of a stop that is not long enough yet
  double fast = 0; // length of a restart that is not long enough yet
  bool stopped = false;
  for_each_speed(legs, metres, smoothing_s, [&](std::size_t i, double smooth_speed) {
    const Leg& leg = legs[i];
    const double way = metres[leg.to] - metres[leg.from];
    // The raw speed finds the exact edges of a stop, the smooth one sees through the jitter of a resting receiver.
    const double speed = std::min(smooth_speed, way / leg.seconds());
    const bool turning = above(cadence, leg.to, limits.cadence);
    const double counted = way > 0 ? leg.seconds() : std::min(leg.seconds(), longest_counted_gap_s);
    if (!leg.joined) {
      moving += stopped ? 0.0 : slow;
      stopped = false;
      slow = fast = 0;
    }
    if (stopped) {
      fast = speed > limits.go || turning ? fast + counted : 0.0;
      if (fast >= restart_s || turning) {
        moving += fast;
        stopped = false;
        fast = 0;
      }
    } else if (speed < limits.stop && !turning) {
      slow += leg.seconds();
      stopped = slow >= limits.stop_s;
      slow = stopped ? 0.0 : slow;
    } else {
      moving += slow + counted;
      slow = 0;
    }
  });
  return moving + (stopped ? 0.0 : slow);
}

double moving_by_effort(const std::vector<Leg>& legs, const Channel* cadence, const Channel* power) {
  double moving = 0;
  for (const Leg& leg : legs) {
    if (above(cadence, leg.to, 0.0) || above(power, leg.to, 0.0)) {
      moving += std::min(leg.seconds(), longest_counted_gap_s);
    }
  }
  return moving;
}

std::optional<double> highest_speed(const std::vector<Leg>& legs, const std::vector<double>& metres,
                                    const Limits& limits) {
  double highest = -1;
  for_each_speed(legs, metres, limits.speed_window_s, [&](std::size_t, double speed) {
    if (speed <= limits.impossible) {
      highest = std::max(highest, speed);
    }
  });
  return highest < 0 ? std::nullopt : std::optional(highest);
}

} // namespace

Motion motion_of(const Streams& streams, const Progress& progress, std::string_view sport, bool with_max_speed) {
  Motion motion;
  const std::vector<Leg> legs = legs_of(streams);
  if (legs.empty()) {
    return motion;
  }
  double recorded = 0;
  for (const Leg& leg : legs) {
    recorded += leg.seconds();
  }
  motion.recorded_s = recorded;

  const Limits& limits = limits_of(sport);
  const Channel* speed = streams.find("speed");
  const Channel* cadence = streams.find("cadence");
  const Channel* power = streams.find("power");
  std::vector<double> from_speed;
  const bool covers_way = progress.total_m() > 0;
  if (speed != nullptr && (with_max_speed || !covers_way) && statistics_of(*speed, true).count > 0) {
    from_speed = integrated(*speed, legs);
  }
  const std::vector<double>* metres = covers_way ? &progress.metres : from_speed.empty() ? nullptr : &from_speed;
  if (metres != nullptr) {
    motion.moving_s = moving_by_speed(legs, *metres, cadence, limits);
    if (with_max_speed) {
      motion.max_speed_mps = highest_speed(legs, from_speed.empty() ? *metres : from_speed, limits);
    }
  } else if (cadence != nullptr || power != nullptr) {
    motion.moving_s = moving_by_effort(legs, cadence, power);
  }
  return motion;
}

} // namespace tracekit
