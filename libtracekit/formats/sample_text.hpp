// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/recording.hpp"

namespace tracekit {

/// Writes the values of one channel as decimal text: as many decimals as the channel's scale needs, none beyond.
/// Positions get eleven decimals, so that FIT's semicircles are told apart again.
class SampleText {
public:
  explicit SampleText(const Channel& channel);

  [[nodiscard]] const Channel& channel() const { return *channel_; }
  [[nodiscard]] bool has(std::size_t sample) const { return channel_->values[sample] != no_value; }
  /// Appends the value of a sample that has one.
  void append(std::string& out, std::size_t sample) const;

private:
  const Channel* channel_;
  int decimals_; ///< negative: as many as tell the double apart
};

/// A number with at most so many decimals, without trailing zeros.
void append_decimal(std::string& out, double value, int decimals);

/// Latitude and longitude of the samples, as far as they have both and these lie on the globe. Both 0 is what devices
/// write that know no position.
class PositionText {
public:
  explicit PositionText(const Streams& streams);
  [[nodiscard]] bool has(std::size_t sample) const;
  void append_latitude(std::string& out, std::size_t sample) const;
  void append_longitude(std::string& out, std::size_t sample) const;
  /// Samples that have a position.
  [[nodiscard]] std::size_t count(const Streams& streams) const;

private:
  const Channel* latitude_;
  const Channel* longitude_;
};

/// All channels but the positions, in their order.
std::vector<SampleText> texts_of(const Streams& streams);

} // namespace tracekit
