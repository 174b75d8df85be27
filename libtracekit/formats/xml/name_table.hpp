// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tracekit::xml {

/// A name of a table and what it stands for.
template <typename Value> struct NamedValue {
  std::string_view name;
  Value value;
};

/// A fixed dictionary of element names, hashed at compile time by length and three characters.
template <typename Value, std::size_t Count> class NameTable {
public:
  constexpr NameTable(const std::array<NamedValue<Value>, Count>& entries, Value missing)
      : entries_(entries), missing_(missing) {
    for (std::size_t i = 0; i < Count; ++i) {
      std::size_t slot = slot_of(entries[i].name);
      while (slots_[slot] != 0) {
        slot = (slot + 1) % slots_.size();
      }
      slots_[slot] = static_cast<std::uint8_t>(i + 1);
    }
  }

  /// The value of a name, `missing` for unknown ones.
  [[nodiscard]] constexpr const Value& find(std::string_view name) const {
    if (name.empty()) {
      return missing_;
    }
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = (slot + 1) % slots_.size()) {
      const NamedValue<Value>& entry = entries_[slots_[slot] - 1U];
      if (entry.name == name) {
        return entry.value;
      }
    }
    return missing_;
  }

private:
  static_assert(Count < 255);

  static constexpr std::size_t slot_of(std::string_view name) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<std::uint8_t>(name[i])); };
    return (name.size() * 37 + byte(0) * 5 + byte(name.size() / 2) * 11 + byte(name.size() - 1) * 3) % 512;
  }

  std::array<NamedValue<Value>, Count> entries_;
  std::array<std::uint8_t, 512> slots_{};
  Value missing_;
};

template <typename Value, std::size_t Count>
NameTable(std::array<NamedValue<Value>, Count>, Value) -> NameTable<Value, Count>;

} // namespace tracekit::xml
