// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/fit/message.hpp"

namespace tracekit::fit {

/// What a field_description message (206) says about a field of a developer (section 11).
struct DeveloperDescription {
  std::string name; ///< empty when the file gives none
  std::string unit;
  BaseType type = BaseType::byte;
  double scale = 1.0;
  double offset = 0.0;
  std::optional<std::int64_t> native_message; ///< of the profile's field for which it stands in
  std::optional<std::int64_t> native_field;
  std::uint32_t serial = 0; ///< the same for descriptions that say the same
  friend bool operator==(const DeveloperDescription&, const DeveloperDescription&) = default;
};

/// The developer fields that one part of a file has described so far.
class DeveloperFields {
public:
  /// Takes a field_description message. One without key or with an impossible type is ignored.
  void describe(const Message& message);

  /// Null when nothing has described the field.
  [[nodiscard]] const DeveloperDescription* find(std::uint8_t developer, std::uint8_t number) const;

  /// All descriptions that were ever given, in their order.
  [[nodiscard]] const std::vector<DeveloperDescription>& all() const { return all_; }

  /// Changes whenever a description is added or replaced.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

private:
  std::map<std::pair<std::uint8_t, std::uint8_t>, DeveloperDescription> current_;
  std::vector<DeveloperDescription> all_;
  std::uint64_t generation_ = 0;
};

} // namespace tracekit::fit
