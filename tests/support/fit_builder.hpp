// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::test {

/// Base type bytes as they stand in definitions.
namespace fit_type {
inline constexpr std::uint8_t enumeration = 0x00;
inline constexpr std::uint8_t sint8 = 0x01;
inline constexpr std::uint8_t uint8 = 0x02;
inline constexpr std::uint8_t sint16 = 0x83;
inline constexpr std::uint8_t uint16 = 0x84;
inline constexpr std::uint8_t sint32 = 0x85;
inline constexpr std::uint8_t uint32 = 0x86;
inline constexpr std::uint8_t string = 0x07;
inline constexpr std::uint8_t float32 = 0x88;
inline constexpr std::uint8_t float64 = 0x89;
inline constexpr std::uint8_t uint8z = 0x0A;
inline constexpr std::uint8_t uint16z = 0x8B;
inline constexpr std::uint8_t uint32z = 0x8C;
inline constexpr std::uint8_t byte = 0x0D;
inline constexpr std::uint8_t sint64 = 0x8E;
inline constexpr std::uint8_t uint64 = 0x8F;
inline constexpr std::uint8_t uint64z = 0x90;
} // namespace fit_type

/// Writes FIT files by hand, right or wrong ones: definitions and data messages as they are asked for.
///
///   FitBuilder file;
///   file.define(0, 20, {{253, 4, fit_type::uint32}, {3, 1, fit_type::uint8}});
///   file.data(0, {1000000000, 120});
///   decode(file.build());
class FitBuilder {
public:
  struct Field {
    std::uint8_t number;
    std::uint8_t size;
    std::uint8_t type;
  };
  struct DeveloperField {
    std::uint8_t number;
    std::uint8_t size;
    std::uint8_t developer;
    std::uint8_t type; ///< how `data` writes it; not part of the definition
  };
  /// Whole numbers and floats fill a field from its beginning, one value; texts are padded with NUL; Bytes
  /// are written as they are and padded with 0xFF.
  using Value = std::variant<std::int64_t, double, std::string, Bytes>;
  enum class Order { little_endian, big_endian };

  FitBuilder& define(std::uint8_t slot, std::uint16_t message, const std::vector<Field>& fields,
                     Order order = Order::little_endian, const std::vector<DeveloperField>& developer = {}) {
    Slot& target = slots_.at(slot);
    target = {fields, developer, order};
    body_.push_back(static_cast<std::uint8_t>(0x40U | (developer.empty() ? 0U : 0x20U) | slot));
    body_.push_back(0);
    body_.push_back(order == Order::big_endian ? 1 : 0);
    append_number(message, 2, order);
    body_.push_back(static_cast<std::uint8_t>(fields.size()));
    for (const Field& field : fields) {
      body_.insert(body_.end(), {field.number, field.size, field.type});
    }
    if (!developer.empty()) {
      body_.push_back(static_cast<std::uint8_t>(developer.size()));
      for (const DeveloperField& field : developer) {
        body_.insert(body_.end(), {field.number, field.size, field.developer});
      }
    }
    return *this;
  }

  FitBuilder& data(std::uint8_t slot, const std::vector<Value>& values) {
    body_.push_back(slot);
    return payload(slot, values);
  }

  /// A data message with a compressed timestamp header.
  FitBuilder& compressed(std::uint8_t slot, std::uint8_t time_offset, const std::vector<Value>& values) {
    body_.push_back(static_cast<std::uint8_t>(0x80U | static_cast<unsigned>(slot) << 5U | time_offset));
    return payload(slot, values);
  }

  FitBuilder& raw(const Bytes& bytes) {
    body_.insert(body_.end(), bytes.begin(), bytes.end());
    return *this;
  }

  /// A file_id message in slot 15: type 4 is an activity.
  FitBuilder& file_id(std::int64_t type = 4, std::int64_t manufacturer = 1, std::int64_t product = 4315) {
    define(15, 0,
           {{0, 1, fit_type::enumeration},
            {1, 2, fit_type::uint16},
            {2, 2, fit_type::uint16},
            {3, 4, fit_type::uint32z},
            {4, 4, fit_type::uint32}});
    return data(15, {type, manufacturer, product, std::int64_t{123456}, std::int64_t{1000000000}});
  }

  [[nodiscard]] std::size_t body_size() const { return body_.size(); }

  struct Options {
    std::uint8_t header_size = 14;
    std::int64_t data_size = -1; ///< negative: the true one
    bool has_crc = true;
    std::uint16_t crc_error = 0; ///< xor-ed into the file's checksum
    std::uint16_t header_crc_error = 0;
  };
  [[nodiscard]] Bytes build() const { return build(Options{}); }
  [[nodiscard]] Bytes build(const Options& options) const {
    Bytes file{options.header_size, 0x20, 0x05, 0x52};
    const std::uint64_t size = options.data_size < 0 ? body_.size() : static_cast<std::uint64_t>(options.data_size);
    for (unsigned i = 0; i < 4; ++i) {
      file.push_back(static_cast<std::uint8_t>(size >> 8U * i & 0xFFU));
    }
    file.insert(file.end(), {'.', 'F', 'I', 'T'});
    if (options.header_size >= 14) {
      append_crc(file, options.header_crc_error);
    }
    file.resize(options.header_size, 0);
    file.insert(file.end(), body_.begin(), body_.end());
    if (options.has_crc) {
      append_crc(file, options.crc_error);
    }
    return file;
  }

  /// The checksum of the format, bit by bit.
  static std::uint16_t crc(const Bytes& bytes) {
    unsigned crc = 0;
    for (const std::uint8_t byte : bytes) {
      crc ^= byte;
      for (int bit = 0; bit < 8; ++bit) {
        crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xA001U : crc >> 1U;
      }
    }
    return static_cast<std::uint16_t>(crc);
  }

private:
  struct Slot {
    std::vector<Field> fields;
    std::vector<DeveloperField> developer;
    Order order = Order::little_endian;
  };

  static void append_crc(Bytes& file, std::uint16_t error) {
    const unsigned sum = static_cast<unsigned>(crc(file)) ^ error;
    file.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
    file.push_back(static_cast<std::uint8_t>(sum >> 8U));
  }

  void append_number(std::uint64_t bits, std::size_t size, Order order) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t place = order == Order::little_endian ? i : size - 1 - i;
      body_.push_back(static_cast<std::uint8_t>(bits >> 8U * place & 0xFFU));
    }
  }

  void append_value(const Value& value, std::size_t size, std::uint8_t type, Order order) {
    const std::size_t begin = body_.size();
    std::uint8_t padding = 0xFF;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      append_number(static_cast<std::uint64_t>(*whole), std::min(size, width(type)), order);
    } else if (const auto* number = std::get_if<double>(&value)) {
      const bool is_single = type == fit_type::float32;
      append_number(is_single ? std::bit_cast<std::uint32_t>(static_cast<float>(*number))
                              : std::bit_cast<std::uint64_t>(*number),
                    is_single ? 4 : 8, order);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      body_.insert(body_.end(), text->begin(), text->end());
      padding = 0;
    } else {
      const Bytes& bytes = std::get<Bytes>(value);
      body_.insert(body_.end(), bytes.begin(), bytes.end());
    }
    if (body_.size() > begin + size) {
      throw std::logic_error("a value is longer than its field");
    }
    body_.resize(begin + size, padding);
  }

  static std::size_t width(std::uint8_t type) {
    constexpr std::array<std::size_t, 17> widths{1, 1, 1, 2, 2, 4, 4, 1, 4, 8, 1, 2, 4, 1, 8, 8, 8};
    return widths.at(type & 0x1FU);
  }

  FitBuilder& payload(std::uint8_t slot, const std::vector<Value>& values) {
    const Slot& source = slots_.at(slot);
    if (values.size() != source.fields.size() + source.developer.size()) {
      throw std::logic_error("a message needs one value a field");
    }
    std::size_t i = 0;
    for (const Field& field : source.fields) {
      append_value(values[i++], field.size, field.type, source.order);
    }
    for (const DeveloperField& field : source.developer) {
      append_value(values[i++], field.size, field.type, source.order);
    }
    return *this;
  }

  Bytes body_;
  std::array<Slot, 16> slots_;
};

} // namespace tracekit::test
