// SPDX-License-Identifier: MIT
#include "formats/fit/part_writer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "formats/fit/crc.hpp"
#include "formats/fit/value_writer.hpp"

namespace tracekit::fit {
namespace {

constexpr std::uint8_t definition_bit = 0x40;
constexpr std::uint8_t with_developer_fields = 0x20;
constexpr std::uint8_t data_header = 0x00;

void append_number(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

} // namespace

std::optional<FitSeconds> to_fit_time(EpochMillis time) {
  const std::int64_t seconds = (time >= 0 ? time / 1000 : (time - 999) / 1000) - fit_epoch_s;
  constexpr std::int64_t latest = 0xFFFFFFFE;
  return seconds >= 0 && seconds <= latest ? std::optional(static_cast<FitSeconds>(seconds)) : std::nullopt;
}

Bytes part_of(ByteView messages, std::uint16_t profile) {
  constexpr std::uint8_t header_size = 14;
  constexpr std::uint8_t protocol = 0x20; // 2.0: developer fields
  Bytes out{header_size, protocol};
  out.reserve(header_size + messages.size() + 2);
  append_number(out, profile, 2);
  append_number(out, messages.size(), 4);
  out.insert(out.end(), {'.', 'F', 'I', 'T'});
  append_number(out, crc16(out), 2);
  out.insert(out.end(), messages.begin(), messages.end());
  append_number(out, crc16(out), 2);
  return out;
}

Fields& Fields::add(std::uint8_t number, BaseType type, std::optional<std::int64_t> value) {
  if (value && fits(type, *value, *value)) {
    layout_.push_back({number, static_cast<std::uint8_t>(size_of(type)), type});
    append_value(bytes_, type, *value);
  }
  return *this;
}

Fields& Fields::add_scaled(std::uint8_t number, BaseType type, std::optional<double> value, double scale) {
  constexpr double largest = 9007199254740992.0;
  const double raw = value.value_or(0) * scale;
  return add(number, type,
             value && std::abs(raw) < largest ? std::optional<std::int64_t>(std::llround(raw)) : std::nullopt);
}

Fields& Fields::add_time(std::uint8_t number, std::optional<EpochMillis> time) {
  const auto fit_time = time ? to_fit_time(*time) : std::nullopt;
  return add(number, BaseType::uint32, fit_time ? std::optional<std::int64_t>(*fit_time) : std::nullopt);
}

Fields& Fields::add_text(std::uint8_t number, std::string_view text) {
  constexpr std::size_t most = 254;
  std::size_t size = std::min(text.size(), most);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  if (size > 0) {
    layout_.push_back({number, static_cast<std::uint8_t>(size + 1), BaseType::string});
    const ByteView bytes = as_bytes(text.substr(0, size));
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    bytes_.push_back(0);
  }
  return *this;
}

void PartWriter::define(std::uint16_t number, const std::vector<FieldLayout>& fields,
                        const std::vector<DeveloperFieldLayout>& developer_fields) {
  constexpr std::uint8_t reserved = 0;
  constexpr std::uint8_t little_endian = 0;
  Bytes definition{static_cast<std::uint8_t>(definition_bit | (developer_fields.empty() ? 0 : with_developer_fields)),
                   reserved, little_endian};
  append_number(definition, number, 2);
  definition.push_back(static_cast<std::uint8_t>(fields.size()));
  for (const FieldLayout& field : fields) {
    definition.insert(definition.end(), {field.number, field.size, type_byte(field.type)});
  }
  if (!developer_fields.empty()) {
    definition.push_back(static_cast<std::uint8_t>(developer_fields.size()));
    for (const DeveloperFieldLayout& field : developer_fields) {
      definition.insert(definition.end(), {field.number, field.size, field.developer});
    }
  }
  if (definition != definition_) {
    records_.insert(records_.end(), definition.begin(), definition.end());
    definition_ = std::move(definition);
  }
}

Bytes& PartWriter::data() {
  records_.push_back(data_header);
  return records_;
}

void PartWriter::message(std::uint16_t number, const Fields& fields) {
  define(number, fields.layout(), {});
  const ByteView bytes = fields.bytes();
  Bytes& out = data();
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes PartWriter::finish() {
  definition_.clear();
  return part_of(std::exchange(records_, {}));
}

} // namespace tracekit::fit
