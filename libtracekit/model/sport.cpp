// SPDX-License-Identifier: MIT
#include "model/sport.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/text.hpp"
#include "model/sport_tables.hpp"

namespace tracekit {
namespace {

/// Lower case without blanks, dashes, underscores and colons; `_v2` and `_ws` are Garmin's marks of a renamed key.
std::string plain_form(std::string_view word) {
  std::string lower = to_lower(trim(word));
  for (const std::string_view mark : {"_v2", "_ws"}) {
    if (lower.ends_with(mark)) {
      lower.resize(lower.size() - mark.size());
    }
  }
  std::erase_if(lower, [](char c) { return c == ' ' || c == '-' || c == '_' || c == ':' || c == '/'; });
  return lower;
}

static_assert(std::ranges::is_sorted(sports::families, {}, &sports::Family::sport), "sport_family searches by halves");

using Words = std::unordered_map<std::string, Sport>;

Words make_words() {
  Words words;
  for (const sports::Family& row : sports::families) {
    words.try_emplace(plain_form(row.sport), Sport{row.sport, "generic"});
  }
  for (const sports::Word& row : sports::words) {
    words.insert_or_assign(std::string(row.word), Sport{row.sport, row.sub_sport});
  }
  return words;
}

} // namespace

Sport sport_of_word(std::string_view word) {
  static const Words words = make_words();
  const auto found = words.find(plain_form(word));
  return found == words.end() ? Sport{} : found->second;
}

std::string_view sport_family(std::string_view sport, std::string_view sub_sport) {
  const auto by_sub = std::find_if(sports::sub_families.begin(), sports::sub_families.end(), [&](const auto& row) {
    return row.sub_sport == sub_sport && (row.sport.empty() || row.sport == sport);
  });
  if (by_sub != sports::sub_families.end()) {
    return by_sub->family;
  }
  const auto by_sport = std::lower_bound(sports::families.begin(), sports::families.end(), sport,
                                         [](const auto& row, std::string_view name) { return row.sport < name; });
  return by_sport != sports::families.end() && by_sport->sport == sport ? by_sport->family : std::string_view{};
}

SportAgreement compare_sports(std::string_view sport_a, std::string_view sub_a, std::string_view sport_b,
                              std::string_view sub_b) {
  const std::string_view family_a = sport_family(sport_a, sub_a);
  const std::string_view family_b = sport_family(sport_b, sub_b);
  if (family_a.empty() || family_b.empty()) {
    return SportAgreement::variant;
  }
  if (family_a != family_b) {
    return SportAgreement::different;
  }
  const bool subs_agree = sub_a == sub_b || sub_a == "generic" || sub_b == "generic";
  return sport_a == sport_b && subs_agree ? SportAgreement::same : SportAgreement::variant;
}

std::string sport_label(std::string_view sport, std::string_view sub_sport) {
  for (const sports::Label& row : sports::labels) {
    if (row.sport == sport && (row.sub_sport.empty() || row.sub_sport == sub_sport)) {
      return std::string(row.label);
    }
  }
  std::string label(sport.empty() || sport == "generic" ? std::string_view("Workout") : sport);
  std::replace(label.begin(), label.end(), '_', ' ');
  if (label.front() >= 'a' && label.front() <= 'z') {
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
  }
  return label;
}

bool is_indoor_sport(std::string_view sport, std::string_view sub_sport) {
  constexpr std::array<std::string_view, 6> families = {"strength", "mobility", "conditioning",
                                                        "fitness",  "dance",    "video_gaming"};
  const std::string_view family = sport_family(sport, sub_sport);
  return sport == "training" || sport == "fitness_equipment" ||
         std::find(families.begin(), families.end(), family) != families.end();
}

} // namespace tracekit
