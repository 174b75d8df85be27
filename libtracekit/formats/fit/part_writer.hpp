// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "formats/fit/base_type.hpp"
#include "formats/fit/message.hpp"

namespace tracekit::fit {

/// How one field is laid out in the messages that follow a definition.
struct FieldLayout {
  std::uint8_t number = 0;
  std::uint8_t size = 0; ///< bytes
  BaseType type = BaseType::byte;
};

/// The same for a field of a developer.
struct DeveloperFieldLayout {
  std::uint8_t number = 0;
  std::uint8_t size = 0;
  std::uint8_t developer = 0; ///< developer data index
};

/// The fields of one message that is written once. What is absent is not added.
class Fields {
public:
  Fields& add(std::uint8_t number, BaseType type, std::optional<std::int64_t> value);
  /// A physical value, rounded to the field's resolution; absent where it does not fit into the type.
  Fields& add_scaled(std::uint8_t number, BaseType type, std::optional<double> value, double scale);
  Fields& add_time(std::uint8_t number, std::optional<EpochMillis> time);
  Fields& add_text(std::uint8_t number, std::string_view text); ///< cut at 254 bytes, not inside a character

  [[nodiscard]] const std::vector<FieldLayout>& layout() const { return layout_; }
  [[nodiscard]] ByteView bytes() const { return bytes_; }

private:
  std::vector<FieldLayout> layout_;
  Bytes bytes_;
};

/// The FIT time of an instant, without its fraction of a second; nothing before 1990 and after 2125.
std::optional<FitSeconds> to_fit_time(EpochMillis time);

/// The version of the profile whose names and scales are known here.
inline constexpr std::uint16_t known_profile = 21217;

/// A whole part: the messages with a header (protocol 2.0, the version of the profile that they follow) and a checksum.
Bytes part_of(ByteView messages, std::uint16_t profile = known_profile);

/// Writes messages, and in the end the header before and the checksum behind them.
class PartWriter {
public:
  void message(std::uint16_t number, const Fields& fields);
  /// Begins messages that all have the same fields. Their data are appended by `data`.
  void define(std::uint16_t number, const std::vector<FieldLayout>& fields,
              const std::vector<DeveloperFieldLayout>& developer_fields);
  /// The data of the message that follows; as long as its definition says.
  Bytes& data();

  /// The whole part. The writer is empty afterwards.
  Bytes finish();

private:
  Bytes records_;
  Bytes definition_; ///< the one in force
};

} // namespace tracekit::fit
