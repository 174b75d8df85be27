// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/xml/number.hpp"
#include "model/streams.hpp"

namespace tracekit::xml {

/// A channel that grows value by value and keeps decimal numbers exactly: as integers with as many decimals as the
/// values need, as doubles (or singles, where those are exact) once a value does not fit.
class DecimalColumn {
public:
  /// Sets the value of a sample; samples must not fall. The first value of a sample wins. Kind::none is ignored.
  void set(std::size_t sample, const Number& number);

  /// The channel with `samples` values, absent ones filled up. The column is empty afterwards.
  Channel finish(std::size_t samples, std::string name, std::string unit);

private:
  void raise_decimals(int decimals);
  void become_binary();

  std::vector<std::int64_t> values_;
  int decimals_ = 0;
  bool binary_ = false;
};

/// The channel of a column of picodegrees: in FIT's semicircles when all values are whole ones, else decimal with as
/// few decimals as are exact, at most nine.
Channel finish_degrees(std::vector<std::int64_t> picodegrees, std::size_t samples, std::string name);

} // namespace tracekit::xml
