// SPDX-License-Identifier: MIT
#include "formats/fit/message.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace tracekit::fit {

std::optional<double> Message::number_at(const FieldPlace* place) const {
  return place == nullptr ? std::nullopt : read_number(place->type, definition_.big_endian, data_ + place->offset);
}

std::optional<FitSeconds> Message::time_at(const FieldPlace* place) const {
  constexpr double invalid = std::numeric_limits<FitSeconds>::max();
  const auto value = number_at(place);
  const bool fits = value && *value >= 0 && *value < invalid;
  return fits ? std::optional(static_cast<FitSeconds>(*value)) : std::nullopt;
}

std::optional<double> Message::number(std::uint8_t field) const { return number_at(definition_.find(field)); }

std::optional<std::int64_t> Message::whole(std::uint8_t field) const {
  constexpr double largest = 9007199254740992.0;
  const auto value = number(field);
  return value && std::abs(*value) <= largest ? std::optional(static_cast<std::int64_t>(*value)) : std::nullopt;
}

std::optional<double> Message::scaled(std::uint8_t field, double scale) const {
  const auto value = number(field);
  return value ? std::optional(*value / scale) : std::nullopt;
}

std::optional<FitSeconds> Message::time(std::uint8_t field) const { return time_at(definition_.find(field)); }

std::optional<FitSeconds> Message::timestamp() const {
  const auto own = own_time();
  return own ? own : compressed_time_;
}

std::vector<std::optional<double>> Message::numbers(std::uint8_t field) const {
  std::vector<std::optional<double>> values;
  if (const FieldPlace* place = definition_.find(field)) {
    values.reserve(place->count);
    for (std::uint32_t i = 0; i < place->count; ++i) {
      const std::uint8_t* at = data_ + place->offset + i * size_of(place->type);
      values.push_back(read_number(place->type, definition_.big_endian, at));
    }
  }
  return values;
}

ByteView Message::bytes(std::uint8_t field) const {
  const FieldPlace* place = definition_.find(field);
  return place == nullptr ? ByteView{} : ByteView{data_ + place->offset, place->count * size_of(place->type)};
}

std::string Message::text(std::uint8_t field) const {
  const FieldPlace* place = definition_.find(field);
  if (place == nullptr || place->type != BaseType::string) {
    return {};
  }
  const std::string_view all = as_text(bytes(field));
  return to_valid_utf8(all.substr(0, all.find('\0')));
}

} // namespace tracekit::fit
