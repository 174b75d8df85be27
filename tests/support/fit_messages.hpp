// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

/// What stands in a FIT file, message by message: a second reader that knows no profile, to compare with.
namespace tracekit::test {

/// One data message.
struct FitMessage {
  std::uint16_t number = 0;
  /// For each field its number, type, size and value, by number; then the same for those of developers, with the
  /// developer's index for a type. Values are little-endian whatever the file's order. The time of a compressed header
  /// is field 253.
  Bytes fields;
  friend bool operator==(const FitMessage&, const FitMessage&) = default;

  /// The value of a field, empty where it has none.
  [[nodiscard]] ByteView field(std::uint8_t wanted) const {
    for (std::size_t at = 0; at + 3 <= fields.size(); at += 3 + std::size_t{fields[at + 2]}) {
      if (fields[at] == wanted) {
        return ByteView(fields).subspan(at + 3, fields[at + 2]);
      }
    }
    return {};
  }
};

struct FitPart {
  bool is_right = false; ///< sizes and checksums
  std::vector<FitMessage> messages;
};

/// Reads until the first thing that cannot be read.
class FitMessageReader {
public:
  explicit FitMessageReader(ByteView file) : file_(file) {}

  std::vector<FitPart> parts() {
    std::vector<FitPart> parts;
    while (at_ + 12 <= file_.size() && as_text(file_.subspan(at_ + 8, 4)) == ".FIT" && file_[at_] >= 12) {
      parts.push_back(part());
    }
    return parts;
  }

private:
  struct Slot {
    std::uint16_t number = 0;
    bool big_endian = false;
    std::vector<std::array<std::uint8_t, 3>> fields;
    std::vector<std::array<std::uint8_t, 3>> developer_fields;
  };

  FitPart part() {
    const std::size_t begin = at_;
    const std::size_t header = file_[begin];
    const std::size_t promised = number(begin + 4, 4);
    const std::size_t left = file_.size() - std::min(file_.size(), begin + header);
    const bool fits = promised > 0 && promised + 2 <= left;
    end_ = begin + header + (fits ? promised : left);
    slots_ = {};
    time_.reset();
    at_ = begin + header;
    FitPart part;
    bool is_whole = true;
    while (at_ < end_ && is_whole) {
      is_whole = message(part.messages);
    }
    part.is_right = fits && is_whole && crc(begin, end_ + 2) == 0 && (header < 14 || crc(begin, begin + 14) == 0);
    at_ = fits ? end_ + 2 : file_.size();
    return part;
  }

  bool message(std::vector<FitMessage>& messages) {
    const std::uint8_t header = file_[at_];
    const std::size_t before = at_++;
    const bool is_read = (header & 0xC0U) == 0x40 ? definition(header) : data(header, messages);
    at_ = is_read ? at_ : before;
    return is_read;
  }

  bool definition(std::uint8_t header) {
    if (at_ + 5 > end_) {
      return false;
    }
    Slot slot;
    slot.big_endian = file_[at_ + 1] != 0;
    slot.number = static_cast<std::uint16_t>(slot.big_endian ? file_[at_ + 2] << 8U | file_[at_ + 3]
                                                             : file_[at_ + 3] << 8U | file_[at_ + 2]);
    at_ += 4;
    const bool is_read = list(slot.fields) && ((header & 0x20U) == 0 || list(slot.developer_fields));
    const bool has_types = std::all_of(slot.fields.begin(), slot.fields.end(),
                                       [](const auto& field) { return (field[2] & 0x1FU) < widths.size(); });
    slots_[header & 0x0FU] = std::move(slot);
    return is_read && has_types;
  }

  bool list(std::vector<std::array<std::uint8_t, 3>>& fields) {
    if (at_ >= end_ || at_ + 1 + 3 * std::size_t{file_[at_]} > end_) {
      return false;
    }
    fields.resize(file_[at_++]);
    for (auto& field : fields) {
      std::copy_n(file_.begin() + static_cast<std::ptrdiff_t>(at_), 3, field.begin());
      at_ += 3;
    }
    return true;
  }

  bool data(std::uint8_t header, std::vector<FitMessage>& messages) {
    const bool is_compressed = (header & 0x80U) != 0;
    const auto& slot = slots_[is_compressed ? header >> 5U & 0x03U : header & 0x0FU];
    if (!slot) {
      return false;
    }
    std::size_t size = 0;
    for (const auto* fields : {&slot->fields, &slot->developer_fields}) {
      for (const auto& field : *fields) {
        size += field[1];
      }
    }
    if (at_ + size > end_) {
      return false;
    }
    FitMessage message{slot->number, {}};
    message.fields.reserve(size + 3 * (slot->fields.size() + slot->developer_fields.size() + 2));
    append_fields(message.fields, *slot, is_compressed ? compressed_time(header) : std::nullopt);
    for (const auto& [number, length, developer] : slot->developer_fields) {
      append_field(message.fields, number, developer, file_.subspan(at_, length), 1);
      at_ += length;
    }
    messages.push_back(std::move(message));
    return true;
  }

  std::optional<std::uint32_t> compressed_time(std::uint8_t header) {
    if (time_) {
      *time_ += (header - *time_) & 0x1FU;
    }
    return time_;
  }

  void append_fields(Bytes& out, const Slot& slot, std::optional<std::uint32_t> time) {
    struct Place {
      std::uint8_t number;
      std::uint8_t type;
      ByteView value;
    };
    std::vector<Place> places;
    places.reserve(slot.fields.size() + 1);
    for (const auto& [number, size, type] : slot.fields) {
      places.push_back({number, static_cast<std::uint8_t>(type & 0x1FU), file_.subspan(at_, size)});
      at_ += size;
    }
    const auto is_time = [](const Place& place) { return place.number == 253 && place.value.size() == 4; };
    const auto own = std::find_if(places.begin(), places.end(), is_time);
    Bytes own_time;
    if (own != places.end()) {
      append_field(own_time, 253, 6, own->value, slot.big_endian ? 4 : 1);
      std::uint32_t seconds = 0;
      for (std::size_t byte = 0; byte < 4; ++byte) {
        seconds |= std::uint32_t{own_time[3 + byte]} << (8 * byte);
      }
      if (seconds == 0xFFFFFFFF) {
        places.erase(own);
      } else {
        time_ = seconds;
      }
    } else if (time) {
      for (unsigned i = 0; i < 4; ++i) {
        own_time.push_back(static_cast<std::uint8_t>(*time >> 8U * (slot.big_endian ? 3 - i : i)));
      }
      places.push_back({253, 6, own_time});
    }
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.number < b.number; });
    for (const Place& place : places) {
      append_field(out, place.number, place.type, place.value, slot.big_endian ? widths[place.type] : 1);
    }
  }

  /// `width`: bytes that stand in the other order; 1 for none.
  static void append_field(Bytes& out, std::uint8_t number, std::uint8_t type, ByteView value, std::size_t width) {
    out.insert(out.end(), {number, type, static_cast<std::uint8_t>(value.size())});
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    out.insert(out.end(), value.begin(), value.end());
    for (std::size_t i = 0; width > 1 && i + width <= value.size(); i += width) {
      const auto first = out.begin() + begin + static_cast<std::ptrdiff_t>(i);
      std::reverse(first, first + static_cast<std::ptrdiff_t>(width));
    }
  }

  [[nodiscard]] std::size_t number(std::size_t at, std::size_t size) const {
    std::size_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
      value = value << 8U | file_[at + i - 1];
    }
    return value;
  }

  /// 0 where a checksum stands behind what it sums up.
  [[nodiscard]] unsigned crc(std::size_t begin, std::size_t end) const {
    unsigned crc = 0;
    for (std::size_t i = begin; i < end; ++i) {
      crc = crc >> 8U ^ crc_of_byte[(crc ^ file_[i]) & 0xFFU];
    }
    return crc;
  }

  static constexpr std::array<unsigned, 256> crc_of_byte = [] {
    std::array<unsigned, 256> table{};
    for (unsigned byte = 0; byte < 256; ++byte) {
      unsigned crc = byte;
      for (int bit = 0; bit < 8; ++bit) {
        crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xA001U : crc >> 1U;
      }
      table[byte] = crc;
    }
    return table;
  }();
  static constexpr std::array<std::size_t, 17> widths{1, 1, 1, 2, 2, 4, 4, 1, 4, 8, 1, 2, 4, 1, 8, 8, 8};

  ByteView file_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::array<std::optional<Slot>, 16> slots_;
  std::optional<std::uint32_t> time_;
};

} // namespace tracekit::test
