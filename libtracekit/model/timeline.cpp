// SPDX-License-Identifier: MIT
#include "model/timeline.hpp"

#include <algorithm>

namespace tracekit {
namespace {

class TimelineMaker {
public:
  explicit TimelineMaker(const std::vector<std::int64_t>& times_ms) : times_ms_(times_ms) {
    timeline_.seconds.resize(times_ms.size());
    timeline_.samples.resize(times_ms.size());
    const auto is_known = [](std::int64_t time) { return time != no_value; };
    const auto first = std::find_if(times_ms.begin(), times_ms.end(), is_known);
    origin_ms_ = first == times_ms.end() ? 0 : *first;
  }

  /// Adds the samples of one segment.
  void add(std::size_t from, std::size_t to) {
    std::size_t begin = size_;
    std::size_t end = size_; // of the stretch so far
    std::int64_t last_ms = no_value;
    for (std::size_t i = from; i < to; ++i) {
      const std::int64_t now_ms = times_ms_[i];
      if (now_ms == no_value || now_ms == last_ms) {
        continue;
      }
      if (now_ms < last_ms) {
        begin = end = end_stretch(begin, end);
      }
      timeline_.seconds[end] = static_cast<double>(now_ms - origin_ms_) / 1000.0;
      timeline_.samples[end] = static_cast<std::uint32_t>(i);
      if (end > begin) {
        timeline_.recorded_s += timeline_.seconds[end] - timeline_.seconds[end - 1];
      }
      ++end;
      last_ms = now_ms;
    }
    size_ = end_stretch(begin, end);
  }

  Timeline take() {
    timeline_.seconds.resize(size_);
    timeline_.samples.resize(size_);
    return std::move(timeline_);
  }

private:
  /// Where the next stretch begins.
  std::size_t end_stretch(std::size_t begin, std::size_t end) {
    if (end - begin < 2) {
      return begin;
    }
    timeline_.stretches.push_back({begin, end});
    return end;
  }

  const std::vector<std::int64_t>& times_ms_;
  std::int64_t origin_ms_ = 0;
  std::size_t size_ = 0;
  Timeline timeline_;
};

} // namespace

Timeline timeline_of(const Streams& streams) {
  TimelineMaker maker(streams.time_ms);
  std::size_t begin = 0;
  for (const std::uint32_t start : streams.segment_starts) {
    const std::size_t end = std::clamp<std::size_t>(start, begin, streams.size());
    maker.add(begin, end);
    begin = end;
  }
  maker.add(begin, streams.size());
  return maker.take();
}

} // namespace tracekit
