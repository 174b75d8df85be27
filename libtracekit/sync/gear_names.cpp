// SPDX-License-Identifier: MIT
#include "sync/gear_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tracekit::sync {
namespace {

constexpr std::array<std::string_view, 16> words_for_none = {
    "",        "-",       "--",       "—",   "n/a",  "na",      "no bike", "no equipment",
    "no gear", "no shoe", "no shoes", "nil", "none", "not set", "null",    "unknown"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = std::find_if_not(text.begin(), text.end(), is_blank);
    const auto end = std::find_if(begin, text.end(), is_blank);
    if (begin == end) {
      return words;
    }
    words.push_back(text.substr(static_cast<std::size_t>(begin - text.begin()), static_cast<std::size_t>(end - begin)));
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += text.empty() ? "" : " ";
    text += word;
  }
  return text;
}

} // namespace

bool GearNames::is_unnamed(const Record& record) { return !record.gear_id.empty() && record.equipment.empty(); }

std::string GearNames::normal_form(std::string_view name) {
  // Non-breaking blanks come from spreadsheets and web pages.
  std::string lower = to_lower(name);
  for (auto at = lower.find("\xC2\xA0"); at != std::string::npos; at = lower.find("\xC2\xA0", at)) {
    lower.replace(at, 2, " ");
  }
  std::vector<std::string_view> words = words_of(lower);
  std::sort(words.begin(), words.end());
  return joined(words);
}

bool GearNames::is_none(std::string_view name) {
  // Quick answers for most names; the length has room for stray blanks inside.
  constexpr std::size_t longest = 24;
  constexpr std::string_view beginnings = "-nNuU\xE2";
  name = trim(name);
  if (name.empty() || name.size() > longest || beginnings.find(name.front()) == std::string_view::npos) {
    return name.empty();
  }
  const std::string plain = joined(words_of(to_lower(name)));
  return std::find(words_for_none.begin(), words_for_none.end(), plain) != words_for_none.end();
}

GearNames::GearNames(const std::vector<std::pair<std::string, std::string>>& aliases) {
  for (const auto& [first, second] : aliases) {
    std::string a = canonical(first);
    std::string b = canonical(second);
    if (a == b || is_none(first) || is_none(second)) {
      continue;
    }
    if (b < a) {
      std::swap(a, b);
    }
    for (auto& entry : canonical_) {
      if (entry.second == b) {
        entry.second = a;
      }
    }
    canonical_[a] = a;
    canonical_[b] = a;
  }
}

std::string GearNames::canonical(std::string_view name) const {
  std::string normal = normal_form(name);
  const auto found = canonical_.find(normal);
  return found == canonical_.end() ? normal : found->second;
}

bool GearNames::same(std::string_view a, std::string_view b) const {
  if (a == b) {
    return true;
  }
  if (is_none(a) || is_none(b)) {
    return is_none(a) && is_none(b);
  }
  return canonical(a) == canonical(b);
}

} // namespace tracekit::sync
