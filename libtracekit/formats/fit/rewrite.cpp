// SPDX-License-Identifier: MIT
#include "formats/fit/rewrite.hpp"

#include <array>
#include <memory>
#include <optional>

#include "formats/fit/message.hpp"
#include "formats/fit/part_reader.hpp"
#include "formats/fit/part_writer.hpp"
#include "formats/fit/value_writer.hpp"

namespace tracekit::fit {
namespace {

constexpr std::uint8_t compressed_bit = 0x80;
constexpr std::uint8_t definition_message_bit = 0x40;
constexpr std::uint8_t developer_bit = 0x20;
constexpr std::size_t bytes_before_fields = 5; ///< of a definition: reserved, byte order, message, how many fields
constexpr std::size_t bytes_of_field = 3;
constexpr std::size_t most_written_fields = 255;
constexpr FitSeconds no_time = 0xFFFFFFFF;

/// Writes the messages of one part again. All of them are known to be whole.
class Rewriter {
public:
  explicit Rewriter(ByteView messages) : rest_(messages) {}

  Bytes run() {
    while (!rest_.empty()) {
      const std::uint8_t header = rest_.front();
      rest_ = rest_.subspan(1);
      if ((header & compressed_bit) == 0 && (header & definition_message_bit) != 0) {
        take_definition(header);
      } else {
        take_data(header);
      }
    }
    return std::move(out_);
  }

private:
  enum class Form : std::uint8_t {
    none,
    plain, ///< as the source defines it
    timed, ///< with a field for the time of compressed headers
  };
  struct Slot {
    std::unique_ptr<Definition> definition;
    Bytes plain; ///< the definition as it is written
    Bytes timed; ///< empty where there is no room
    Form in_force = Form::none;
  };

  ByteView take(std::size_t size) {
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }

  static Bytes definition_message(std::uint8_t header, ByteView source, bool with_time) {
    const std::size_t fields = source[bytes_before_fields - 1];
    constexpr std::uint8_t reserved_bit = 0x10;
    Bytes out{static_cast<std::uint8_t>(header & ~reserved_bit)};
    out.insert(out.end(), source.begin(), source.begin() + bytes_before_fields);
    if (with_time) {
      ++out.back();
      out.insert(out.end(), {timestamp_field, 4, type_byte(BaseType::uint32)});
    }
    ByteView left = source.subspan(bytes_before_fields);
    for (std::size_t i = 0; i < fields; ++i, left = left.subspan(bytes_of_field)) {
      out.insert(out.end(), {left[0], left[1], type_byte(*base_type_of(left[2]))});
    }
    out.insert(out.end(), left.begin(), left.end());
    return out;
  }

  void take_definition(std::uint8_t header) {
    const bool with_developer_fields = (header & developer_bit) != 0;
    const ByteView source = take(*definition_size(rest_, with_developer_fields));
    Slot& slot = slots_[header & 0x0FU];
    Bytes plain = definition_message(header, source, false);
    slot.in_force = plain == slot.plain ? slot.in_force : Form::none;
    slot.plain = std::move(plain);
    slot.definition = std::make_unique<Definition>();
    parse_definition(source, with_developer_fields, *slot.definition);
    const bool has_room =
        slot.definition->timestamp == nullptr && source[bytes_before_fields - 1] < most_written_fields;
    slot.timed = has_room ? definition_message(header, source, true) : Bytes{};
  }

  /// The time that a compressed header means, in terms of the time before it.
  std::optional<FitSeconds> compressed_time(std::uint8_t header) {
    constexpr FitSeconds mask = 0x1F;
    if (last_time_) {
      *last_time_ += ((header & mask) - *last_time_) & mask;
    }
    return last_time_;
  }

  void take_data(std::uint8_t header) {
    const bool is_compressed = (header & compressed_bit) != 0;
    const auto number = static_cast<std::uint8_t>(is_compressed ? (header >> 5U) & 0x03U : header & 0x0FU);
    Slot& slot = slots_[number];
    const ByteView data = take(slot.definition->length);
    const auto time = is_compressed ? compressed_time(header) : std::nullopt;
    if (const auto own = Message(*slot.definition, data.data(), std::nullopt).own_time()) {
      last_time_ = own;
    }
    // Once timed, messages without a time have an invalid one: definitions that alternate could fill the memory.
    const bool is_timed = !slot.timed.empty() && (time || slot.in_force == Form::timed);
    const Form wanted = is_timed ? Form::timed : Form::plain;
    if (slot.in_force != wanted) {
      const Bytes& definition = is_timed ? slot.timed : slot.plain;
      out_.insert(out_.end(), definition.begin(), definition.end());
      slot.in_force = wanted;
    }
    out_.push_back(number);
    if (is_timed) {
      append_time(time.value_or(no_time), slot.definition->big_endian);
    }
    out_.insert(out_.end(), data.begin(), data.end());
  }

  void append_time(FitSeconds time, bool big_endian) {
    for (unsigned i = 0; i < 4; ++i) {
      out_.push_back(static_cast<std::uint8_t>(time >> 8U * (big_endian ? 3 - i : i)));
    }
  }

  ByteView rest_;
  std::array<Slot, 16> slots_;
  std::optional<FitSeconds> last_time_;
  Bytes out_;
};

} // namespace

Rewritten rewrite(ByteView file) {
  Rewritten out;
  std::size_t offset = 0;
  while (has_header(file, offset)) {
    const auto profile = static_cast<std::uint16_t>(file[offset + 2] | file[offset + 3] << 8U);
    const Part part = read_part(file, offset);
    if (!part.messages.empty()) {
      const Bytes written = part_of(Rewriter(part.messages).run(), profile);
      out.bytes.insert(out.bytes.end(), written.begin(), written.end());
    }
    out.course_name = part.course_name.empty() ? out.course_name : part.course_name;
  }
  return out;
}

} // namespace tracekit::fit
