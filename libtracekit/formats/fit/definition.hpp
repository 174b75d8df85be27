// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "formats/fit/base_type.hpp"

namespace tracekit::fit {

struct RecordPlan;

/// The field that carries the time of a message, whatever its global number.
inline constexpr std::uint8_t timestamp_field = 253;

/// Where one field lies in the data messages of a definition.
struct FieldPlace {
  std::uint8_t number = 0;
  BaseType type = BaseType::byte;
  std::uint32_t offset = 0; ///< after the message's header byte
  std::uint32_t count = 0;  ///< values of the base type; characters of a text
};

/// The same for a field of a developer, whose type stands in its description.
struct DeveloperFieldPlace {
  std::uint8_t number = 0;
  std::uint8_t developer = 0; ///< developer data index
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// One definition message (section 4): how its data messages are laid out.
///
/// Fields without a byte, fields whose size is no multiple of their type's, and repetitions of a field number
/// are left out; their bytes count in `length` all the same.
struct Definition {
  std::uint16_t message = 0; ///< global message number
  bool big_endian = false;
  std::uint32_t length = 0; ///< bytes of a data message without its header byte
  std::vector<FieldPlace> fields;
  std::vector<DeveloperFieldPlace> developer_fields;
  const FieldPlace* timestamp = nullptr; ///< the field with the message's time, null when there is none
  std::uint64_t seen = 0;                ///< data messages so far
  std::size_t handler = 0;               ///< how the reader treats its messages, 0 = counted only
  std::unique_ptr<RecordPlan> plan;      ///< of record messages, made when the first one comes

  Definition();
  ~Definition();
  Definition(const Definition&) = delete;
  Definition& operator=(const Definition&) = delete;

  [[nodiscard]] const FieldPlace* find(std::uint8_t number) const;
};

/// Bytes that a definition message takes after its header byte; nothing when `bytes` is too short for it.
/// `bytes` begins after the header byte.
std::optional<std::size_t> definition_size(ByteView bytes, bool with_developer_fields);

/// Reads a definition message of exactly that size into `definition`. False when it names a base type that does not
/// exist.
bool parse_definition(ByteView bytes, bool with_developer_fields, Definition& definition);

/// All definitions of one part of a file. Devices repeat the same definition thousands of times; each is parsed
/// once. Keys are views into the file.
class Definitions {
public:
  /// The definition at these bytes, new (`seen` 0, no handler) or known. Null when it is impossible.
  Definition* add(ByteView bytes, bool with_developer_fields);

  /// Calls `visit(message number, count)` for every definition so far.
  template <class Visit> void each_count(Visit visit) const {
    for (const auto& [number, count] : retired_) {
      visit(number, count);
    }
    for (const auto& [key, definition] : plain_) {
      visit(definition->message, definition->seen);
    }
    for (const auto& [key, definition] : with_developer_) {
      visit(definition->message, definition->seen);
    }
  }

  /// Whether so many different definitions are held that the unused ones should go.
  [[nodiscard]] bool is_crowded() const { return plain_.size() + with_developer_.size() > crowd; }
  /// Forgets all definitions for which `is_used` is false, but not their counts.
  template <class IsUsed> void retire_unless(IsUsed is_used) {
    for (Map* map : {&plain_, &with_developer_}) {
      std::erase_if(*map, [&](const auto& item) {
        if (is_used(item.second.get())) {
          return false;
        }
        retired_[item.second->message] += item.second->seen;
        return true;
      });
    }
  }

private:
  using Map = std::unordered_map<std::string_view, std::unique_ptr<Definition>>;
  static constexpr std::size_t crowd = 4096;
  Map plain_;
  Map with_developer_;
  std::unordered_map<std::uint16_t, std::uint64_t> retired_;
};

} // namespace tracekit::fit
