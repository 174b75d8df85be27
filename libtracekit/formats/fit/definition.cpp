// SPDX-License-Identifier: MIT
#include "formats/fit/definition.hpp"

#include <algorithm>
#include <bitset>

#include "formats/fit/record_plan.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t fixed_size = 5; ///< reserved, architecture, message number, field count
constexpr std::size_t field_size = 3;

} // namespace

Definition::Definition() = default;
Definition::~Definition() = default;

const FieldPlace* Definition::find(std::uint8_t number) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.number == number; });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<std::size_t> definition_size(ByteView bytes, bool with_developer_fields) {
  if (bytes.size() < fixed_size) {
    return std::nullopt;
  }
  std::size_t size = fixed_size + field_size * bytes[4];
  if (with_developer_fields) {
    if (bytes.size() <= size) {
      return std::nullopt;
    }
    size += 1 + field_size * bytes[size];
  }
  return bytes.size() < size ? std::nullopt : std::optional(size);
}

bool parse_definition(ByteView bytes, bool with_developer_fields, Definition& definition) {
  definition.big_endian = bytes[1] != 0;
  const unsigned low = bytes[definition.big_endian ? 3 : 2];
  const unsigned high = bytes[definition.big_endian ? 2 : 3];
  definition.message = static_cast<std::uint16_t>(high << 8U | low);
  std::bitset<256> known;
  std::size_t at = fixed_size;
  for (std::size_t i = 0; i < bytes[4]; ++i, at += field_size) {
    const std::uint8_t number = bytes[at];
    const std::uint8_t size = bytes[at + 1];
    const auto type = base_type_of(bytes[at + 2]);
    if (!type) {
      return false;
    }
    if (size != 0 && size % size_of(*type) == 0 && !known[number]) {
      known.set(number);
      const auto count = static_cast<std::uint32_t>(size / size_of(*type));
      definition.fields.push_back({number, *type, definition.length, count});
    }
    definition.length += size;
  }
  definition.timestamp = definition.find(timestamp_field);
  if (with_developer_fields) {
    const std::size_t count = bytes[at++];
    for (std::size_t i = 0; i < count; ++i, at += field_size) {
      const std::uint8_t size = bytes[at + 1];
      if (size != 0) {
        definition.developer_fields.push_back({bytes[at], bytes[at + 2], definition.length, size});
      }
      definition.length += size;
    }
  }
  return true;
}

Definition* Definitions::add(ByteView bytes, bool with_developer_fields) {
  Map& map = with_developer_fields ? with_developer_ : plain_;
  // The first byte is reserved and says nothing.
  const auto [place, is_new] = map.try_emplace(as_text(bytes.subspan(1)));
  if (is_new) {
    place->second = std::make_unique<Definition>();
    if (!parse_definition(bytes, with_developer_fields, *place->second)) {
      map.erase(place);
      return nullptr;
    }
  }
  return place->second.get();
}

} // namespace tracekit::fit
