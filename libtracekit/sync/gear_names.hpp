// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/record.hpp"

namespace tracekit::sync {

/// Decides whether two names mean the same piece of equipment: case, blanks and word order do not matter
/// (`Tarmac 2019` = `2019 Tarmac`), and a person's aliases make two names equal.
class GearNames {
public:
  GearNames() = default;
  explicit GearNames(const std::vector<std::pair<std::string, std::string>>& aliases);

  [[nodiscard]] bool same(std::string_view a, std::string_view b) const;

  /// True for empty, `No equipment`, `none`, `-` and the like.
  [[nodiscard]] static bool is_none(std::string_view name);

  /// Whether there is gear of which its provider tells no name: that is not none, and says nothing.
  [[nodiscard]] static bool is_unnamed(const Record& record);

  /// Lower case, single blanks, words sorted.
  [[nodiscard]] static std::string normal_form(std::string_view name);

  /// The normal form of the name or, where the person has declared names the same, of one of them: equal for all names
  /// of one piece of equipment.
  [[nodiscard]] std::string canonical(std::string_view name) const;

private:
  std::map<std::string, std::string, std::less<>> canonical_; ///< normal form to the representative of its aliases
};

} // namespace tracekit::sync
