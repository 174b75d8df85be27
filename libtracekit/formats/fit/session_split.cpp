// SPDX-License-Identifier: MIT
#include "formats/fit/session_split.hpp"

#include <algorithm>

namespace tracekit::fit {
namespace {

/// When a session began, from whatever it tells.
std::optional<EpochMillis> start_of(const SessionMessage& session, const PartClock& clock) {
  if (session.start || !session.end) {
    return clock.utc_ms(session.start);
  }
  constexpr double longest_s = 1e9;
  const double elapsed_s = std::clamp(session.totals.elapsed_s.value_or(0.0), 0.0, longest_s);
  return clock.utc_ms(*session.end) - static_cast<EpochMillis>(elapsed_s * 1000);
}

bool has_lap(const SessionMessage& session, std::int64_t lap_index) {
  return session.first_lap && session.lap_count && lap_index >= *session.first_lap &&
         lap_index - *session.first_lap < *session.lap_count;
}

void append_rows(std::vector<std::int64_t>& target, const std::vector<std::int64_t>& source,
                 const SessionSplit::Run& run) {
  const auto begin = source.begin();
  target.insert(target.end(), begin + static_cast<std::ptrdiff_t>(run.begin),
                begin + static_cast<std::ptrdiff_t>(run.end));
}

void split_times(const std::vector<SessionSplit::Run>& runs, const std::vector<std::int64_t>& time_ms,
                 const std::vector<std::size_t>& resumed, std::vector<Streams>& sessions) {
  auto next_resumed = resumed.begin();
  for (const SessionSplit::Run& run : runs) {
    Streams& streams = sessions[run.session];
    for (; next_resumed != resumed.end() && *next_resumed < run.end; ++next_resumed) {
      const std::size_t row = streams.size() + (*next_resumed - run.begin);
      if (row > 0) {
        streams.segment_starts.push_back(static_cast<std::uint32_t>(row));
      }
    }
    append_rows(streams.time_ms, time_ms, run);
  }
}

/// Gives each session that has values in a channel its piece of it. `runs` are grouped by session.
void split_channel(const std::vector<SessionSplit::Run>& runs, const Channel& channel, std::vector<Streams>& sessions) {
  const auto has_value = [&](const SessionSplit::Run& run) {
    const auto begin = channel.values.begin();
    return std::any_of(begin + static_cast<std::ptrdiff_t>(run.begin), begin + static_cast<std::ptrdiff_t>(run.end),
                       [](std::int64_t value) { return value != no_value; });
  };
  Channel piece = channel;
  for (auto group = runs.begin(); group != runs.end();) {
    const auto end =
        std::find_if(group, runs.end(), [&](const SessionSplit::Run& run) { return run.session != group->session; });
    if (std::any_of(group, end, has_value)) {
      Streams& streams = sessions[group->session];
      piece.values = {};
      piece.values.reserve(streams.size());
      std::for_each(group, end, [&](const SessionSplit::Run& run) { append_rows(piece.values, channel.values, run); });
      streams.channels.push_back(piece);
    }
    group = end;
  }
}

} // namespace

SessionSplit::SessionSplit(const Part& part, const PartClock& clock)
    : session_count_(std::max<std::size_t>(part.sessions.size(), 1)), lap_owners_(part.laps.size(), 0) {
  if (session_count_ == 1) {
    return;
  }
  for (std::size_t i = 0; i < part.sessions.size(); ++i) {
    if (const auto start = start_of(part.sessions[i], clock)) {
      starts_.push_back({*start, i});
    }
  }
  std::stable_sort(starts_.begin(), starts_.end(),
                   [](const Start& a, const Start& b) { return a.time_ms < b.time_ms; });
  for (std::size_t i = 0; i < part.laps.size(); ++i) {
    const LapMessage& lap = part.laps[i];
    const std::int64_t index = lap.message_index.value_or(static_cast<std::int64_t>(i));
    const auto owner = std::find_if(part.sessions.begin(), part.sessions.end(),
                                    [&](const SessionMessage& session) { return has_lap(session, index); });
    lap_owners_[i] = owner != part.sessions.end() ? static_cast<std::size_t>(owner - part.sessions.begin())
                                                  : of_time(clock.utc_ms(lap.start ? lap.start : lap.end));
  }
}

std::size_t SessionSplit::of_time(std::optional<EpochMillis> time) const {
  if (starts_.empty()) {
    return 0;
  }
  if (!time) {
    return starts_.front().session;
  }
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), *time,
                                      [](EpochMillis t, const Start& start) { return t < start.time_ms; });
  return after == starts_.begin() ? starts_.front().session : std::prev(after)->session;
}

std::vector<SessionSplit::Run> SessionSplit::runs(const std::vector<std::int64_t>& time_ms) const {
  std::vector<Run> result;
  for (std::size_t row = 0; row < time_ms.size(); ++row) {
    const bool is_timeless = time_ms[row] == no_value;
    const std::size_t session = is_timeless && !result.empty()
                                    ? result.back().session
                                    : of_time(is_timeless ? std::nullopt : std::optional(time_ms[row]));
    if (result.empty() || result.back().session != session) {
      result.push_back({row, row, session});
    }
    result.back().end = row + 1;
  }
  return result;
}

std::vector<Streams> SessionSplit::streams(std::vector<std::int64_t> time_ms, std::vector<Channel> channels,
                                           const std::vector<std::size_t>& resumed) const {
  std::vector<Streams> result(session_count_);
  if (session_count_ == 1) {
    result[0].time_ms = std::move(time_ms);
    result[0].channels = std::move(channels);
    for (const std::size_t row : resumed) {
      result[0].segment_starts.push_back(static_cast<std::uint32_t>(row));
    }
    return result;
  }
  std::vector<Run> all_runs = runs(time_ms);
  split_times(all_runs, time_ms, resumed, result);
  std::stable_sort(all_runs.begin(), all_runs.end(), [](const Run& a, const Run& b) { return a.session < b.session; });
  for (const Channel& channel : channels) {
    split_channel(all_runs, channel, result);
  }
  return result;
}

} // namespace tracekit::fit
