// SPDX-License-Identifier: MIT
#include "formats/fit/part_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/fit/crc.hpp"
#include "formats/fit/message_handlers.hpp"
#include "formats/fit/record_plan.hpp"

namespace tracekit::fit {
namespace {

constexpr std::uint16_t sample_message = 20; ///< the profile calls it `record`
constexpr std::uint8_t compressed_header = 0x80;
constexpr std::uint8_t definition_header = 0x40;
constexpr std::uint8_t developer_flag = 0x20;
constexpr std::size_t crc_size = 2;
constexpr std::size_t longest_run = 128;

std::uint32_t little_endian(ByteView bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = value << 8U | bytes[i - 1];
  }
  return value;
}

/// Walks through the messages of one part.
class PartReader {
public:
  PartReader(ByteView file, std::size_t offset) : file_(file), start_(offset), at_(offset + file[offset]) {}

  /// Reads all messages and sets the end of the part.
  void read();
  [[nodiscard]] std::size_t end() const { return end_; }
  Part take();

private:
  void set_limits();
  void check_sums();
  bool read_message();
  bool read_definition(std::uint8_t header);
  bool read_data(std::uint8_t header);
  std::optional<FitSeconds> compressed_time(std::uint8_t header);
  void read_records(Definition& definition, std::uint8_t header, std::optional<FitSeconds> time);
  void read_other(Definition& definition, std::optional<FitSeconds> time);
  bool stop(std::string sentence);
  void damage(std::string sentence) { state_.part.damage.push_back(std::move(sentence)); }

  ByteView file_;
  std::size_t start_;
  std::size_t at_;             ///< the next message
  std::size_t limit_ = 0;      ///< messages end here
  std::size_t end_ = 0;        ///< the part ends here, with its checksum
  bool has_known_size_ = true; ///< the header's data size fits the file
  ReadingState state_;
  Definitions definitions_;
  std::array<Definition*, 16> slots_{};
  RecordWriter records_{file_.size() - start_, state_.developers};
  std::optional<FitSeconds> last_time_;
};

bool PartReader::stop(std::string sentence) {
  damage(std::move(sentence));
  limit_ = at_;
  return false;
}

void PartReader::set_limits() {
  const std::size_t data_size = little_endian(file_.subspan(start_ + 4, 4));
  const std::size_t available = file_.size() - at_;
  if (data_size == 0 && available > crc_size) {
    has_known_size_ = false;
    damage("The header says that the file holds no data, although it does.");
    limit_ = file_.size() - crc_size;
    end_ = file_.size();
  } else if (data_size > available) {
    has_known_size_ = false;
    damage(fmt::format("The file is cut off: the header promises {} bytes of data, and there are {}.", data_size,
                       available));
    limit_ = file_.size();
    end_ = file_.size();
  } else {
    limit_ = at_ + data_size;
    end_ = std::min(limit_ + crc_size, file_.size());
  }
}

void PartReader::check_sums() {
  const std::size_t header_size = file_[start_];
  if (header_size >= smallest_header + crc_size) {
    const std::uint32_t stored = little_endian(file_.subspan(start_ + smallest_header, crc_size));
    if (stored != 0 && stored != crc16(file_.subspan(start_, smallest_header))) {
      damage("The header's checksum is wrong: the header may be damaged.");
    }
  }
  if (!has_known_size_) {
    return;
  }
  if (end_ - limit_ < crc_size) {
    damage("The file's checksum is missing: the file may be cut off.");
  } else if (crc16(file_.subspan(start_, limit_ - start_)) != little_endian(file_.subspan(limit_, crc_size))) {
    damage("The file's checksum is wrong: some of its values may be damaged.");
  }
}

void PartReader::read() {
  set_limits();
  check_sums();
  const std::size_t limit = limit_;
  while (at_ < limit_ && read_message()) {
  }
  // A file that was cut just behind its data may still hold its checksum, which is no message.
  if (!has_known_size_ && at_ < limit && file_.size() - at_ <= crc_size && state_.part.damage.size() > 1) {
    state_.part.damage.pop_back();
  }
}

bool PartReader::read_message() {
  const std::uint8_t header = file_[at_];
  const bool is_definition = (header & compressed_header) == 0 && (header & definition_header) != 0;
  return is_definition ? read_definition(header) : read_data(header);
}

bool PartReader::read_definition(std::uint8_t header) {
  const bool with_developer_fields = (header & developer_flag) != 0;
  const ByteView rest = file_.subspan(at_ + 1, limit_ - at_ - 1);
  const auto size = definition_size(rest, with_developer_fields);
  if (!size) {
    return stop(fmt::format("The file ends in the middle of a definition (byte {}).", at_));
  }
  if (definitions_.is_crowded()) {
    definitions_.retire_unless(
        [&](const Definition* d) { return std::find(slots_.begin(), slots_.end(), d) != slots_.end(); });
  }
  Definition* definition = definitions_.add(rest.first(*size), with_developer_fields);
  if (definition == nullptr) {
    return stop(fmt::format("A definition names a type that does not exist (byte {}): the rest was not read.", at_));
  }
  if (definition->seen == 0) {
    definition->handler = find_handler(definition->message);
  }
  slots_[header & 0x0FU] = definition;
  at_ += 1 + *size;
  return true;
}

std::optional<FitSeconds> PartReader::compressed_time(std::uint8_t header) {
  if (!last_time_) {
    return std::nullopt;
  }
  constexpr FitSeconds mask = 0x1F;
  *last_time_ += ((header & mask) - *last_time_) & mask;
  return last_time_;
}

bool PartReader::read_data(std::uint8_t header) {
  const bool is_compressed = (header & compressed_header) != 0;
  const std::size_t slot = is_compressed ? (header >> 5U) & 0x03U : header & 0x0FU;
  Definition* definition = slots_[slot];
  if (definition == nullptr) {
    return stop(fmt::format("Data without a definition (byte {}): the rest was not read.", at_));
  }
  if (limit_ - at_ - 1 < definition->length) {
    return stop(fmt::format("The file ends in the middle of a message (byte {}).", at_));
  }
  const auto time = is_compressed ? compressed_time(header) : std::nullopt;
  if (definition->message == sample_message) {
    read_records(*definition, header, time);
  } else {
    read_other(*definition, time);
  }
  return true;
}

void PartReader::read_records(Definition& definition, std::uint8_t header, std::optional<FitSeconds> time) {
  const std::size_t stride = definition.length + 1;
  std::size_t count = 1;
  std::size_t next = at_ + stride;
  if ((header & compressed_header) == 0) {
    while (count < longest_run && next + stride <= limit_ && file_[next] == header) {
      ++count;
      next += stride;
    }
  }
  const auto last = records_.append(definition, file_.data() + at_ + 1, stride, count, limit_ - next);
  if (last) {
    last_time_ = last;
  } else if (time) {
    records_.set_last_time(*time);
  }
  definition.seen += count;
  state_.rows += count;
  at_ = next;
}

void PartReader::read_other(Definition& definition, std::optional<FitSeconds> time) {
  const Message message(definition, file_.data() + at_ + 1, time);
  ++definition.seen;
  at_ += definition.length + 1;
  if (definition.handler != 0) {
    handle_message(definition.handler, message, state_);
  }
  if (!time) {
    if (const auto own = message.own_time()) {
      last_time_ = own;
    }
  }
}

Part PartReader::take() {
  Part& part = state_.part;
  const std::size_t first = start_ + file_[start_];
  part.messages = file_.subspan(first, at_ - first);
  definitions_.each_count([&](std::uint16_t number, std::uint64_t count) {
    if (count > 0) {
      part.message_counts[number] += count;
    }
  });
  part.has_system_time = records_.has_system_time();
  part.channels = records_.columns().take_channels(records_.rows());
  part.time_ms = std::move(records_.time_ms());
  part.developer_fields = state_.developers.all();
  if (const std::size_t left_out = records_.columns().left_out()) {
    damage(fmt::format("The file defines far more fields than it fills: {} channels were left out.", left_out));
  }
  if (state_.has_too_many) {
    damage("The file holds far more sessions, laps or events than a device writes: the rest was left out.");
  }
  return std::move(part);
}

} // namespace

bool has_header(ByteView file, std::size_t offset) {
  if (file.size() < smallest_header || offset > file.size() - smallest_header) {
    return false;
  }
  const ByteView header = file.subspan(offset);
  return header[0] >= smallest_header && header[0] <= header.size() && as_text(header.subspan(8, 4)) == ".FIT";
}

Part read_part(ByteView file, std::size_t& offset) {
  PartReader reader(file, offset);
  reader.read();
  offset = reader.end();
  return reader.take();
}

} // namespace tracekit::fit
