// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/fit/definition.hpp"

namespace tracekit::fit {

/// Seconds since 1989-12-31T00:00:00Z, or since power-on when below `system_time_limit`.
using FitSeconds = std::uint32_t;

inline constexpr FitSeconds system_time_limit = 0x10000000;
inline constexpr std::int64_t fit_epoch_s = 631065600;

/// One data message: a definition and the bytes that it lays out. Fields are absent when the message
/// has them not, or has their invalid value.
class Message {
public:
  /// `data` points behind the header byte and has `definition.length` bytes; both must outlive the message.
  /// `compressed_time` is the time that the header carried, if it did.
  Message(const Definition& definition, const std::uint8_t* data, std::optional<FitSeconds> compressed_time)
      : definition_(definition), data_(data), compressed_time_(compressed_time) {}

  /// The first value of a field.
  [[nodiscard]] std::optional<double> number(std::uint8_t field) const;
  /// The same as a whole number; fractions are cut off, values beyond 53 bits are absent.
  [[nodiscard]] std::optional<std::int64_t> whole(std::uint8_t field) const;
  /// A number divided by a scale.
  [[nodiscard]] std::optional<double> scaled(std::uint8_t field, double scale) const;
  [[nodiscard]] std::optional<FitSeconds> time(std::uint8_t field) const;
  /// The time in field 253.
  [[nodiscard]] std::optional<FitSeconds> own_time() const { return time_at(definition_.timestamp); }
  /// The message's time: field 253, else the compressed header's.
  [[nodiscard]] std::optional<FitSeconds> timestamp() const;
  /// All members of an array field, absent ones as nothing.
  [[nodiscard]] std::vector<std::optional<double>> numbers(std::uint8_t field) const;
  /// The bytes of a field as they are, empty when it is not there.
  [[nodiscard]] ByteView bytes(std::uint8_t field) const;
  /// The text of a field up to its first NUL as valid UTF-8, empty when absent.
  [[nodiscard]] std::string text(std::uint8_t field) const;

private:
  [[nodiscard]] std::optional<double> number_at(const FieldPlace* place) const;
  [[nodiscard]] std::optional<FitSeconds> time_at(const FieldPlace* place) const;

  const Definition& definition_;
  const std::uint8_t* data_;
  std::optional<FitSeconds> compressed_time_;
};

} // namespace tracekit::fit
