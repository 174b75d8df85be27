// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "formats/fit/profile.hpp"

namespace tracekit::fit {
namespace {

struct Wording {
  std::string_view identifier;
  std::string_view words;
};

/// Names that the rules below would not hit.
constexpr std::array<Wording, 31> whole_names{{
    {"connect", "Garmin Connect"},
    {"cirqa_smart_band", "Cirqa Smart Band"},
    {"d2airvenu", "D2 Air Venu"},
    {"d2charlie", "D2 Charlie"},
    {"epix_gen2_pro42", "epix Pro (Gen 2) 42mm"},
    {"epix_gen2_pro47", "epix Pro (Gen 2) 47mm"},
    {"epix_gen2_pro51", "epix Pro (Gen 2) 51mm"},
    {"fenix943mm", "fenix 9 43mm"},
    {"fenix9_pro43mm", "fenix 9 Pro 43mm"},
    {"fenix9_pro47mm", "fenix 9 Pro 47mm"},
    {"fenix9_pro51mm", "fenix 9 Pro 51mm"},
    {"fenix6_s", "fenix 6S"},
    {"fenix6_s_sport", "fenix 6S Sport"},
    {"fr255_small", "Forerunner 255S"},
    {"fr255_small_music", "Forerunner 255S Music"},
    {"fr265_large", "Forerunner 265"},
    {"fr265_small", "Forerunner 265S"},
    {"fr570_large", "Forerunner 570 47mm"},
    {"fr570_small", "Forerunner 570 42mm"},
    {"fr702026", "Forerunner 70 (2026)"},
    {"fr245m_asia", "Forerunner 245 Music Asia"},
    {"fr310xt4t", "Forerunner 310XT 4T"},
    {"hrm_pro", "HRM-Pro"},
    {"hrm_pro_plus", "HRM-Pro Plus"},
    {"hrm_run", "HRM-Run"},
    {"hrm_tri", "HRM-Tri"},
    {"hrm_dual", "HRM-Dual"},
    {"hrm_fit", "HRM-Fit"},
    {"venusq2music", "Venu Sq 2 Music"},
    {"venusq_music_v2", "Venu Sq Music"},
    {"foretrex601_701", "Foretrex 601/701"},
}};

/// How the letters at the beginning of an identifier are written, longest first where one begins another.
constexpr std::array<Wording, 34> families{{
    {"fr", "Forerunner"},
    {"edge", "Edge"},
    {"fenix", "fenix"},
    {"epix", "epix"},
    {"vivoactive", "vivoactive"},
    {"vivosmart", "vivosmart"},
    {"vivofit", "vivofit"},
    {"vivomove", "vivomove"},
    {"vivosport", "vivosport"},
    {"vivoki", "vivoki"},
    {"instinct", "Instinct"},
    {"venusq", "Venu Sq"},
    {"venu", "Venu"},
    {"descent", "Descent"},
    {"marq", "MARQ"},
    {"approach", "Approach"},
    {"gpsmap", "GPSMAP"},
    {"oregon", "Oregon"},
    {"etrex", "eTrex"},
    {"rino", "Rino"},
    {"virb", "VIRB"},
    {"hrm", "HRM"},
    {"swim", "Swim"},
    {"enduro", "Enduro"},
    {"lily", "Lily"},
    {"tactix", "tactix"},
    {"d", "D"},
    {"varia", "Varia"},
    {"tacx", "Tacx"},
    {"vector", "Vector"},
    {"rally", "Rally"},
    {"bounce", "Bounce"},
    {"foretrex", "Foretrex"},
    {"index", "Index"},
}};

/// Words that are not simply written with a capital.
constexpr std::array<Wording, 16> words{{
    {"gen2", "(Gen 2)"},
    {"lte", "LTE"},
    {"hr", "HR"},
    {"gps", "GPS"},
    {"apac", "APAC"},
    {"kor", "Korea"},
    {"jpn", "Japan"},
    {"chn", "China"},
    {"twn", "Taiwan"},
    {"amoled", "AMOLED"},
    {"ios", "iOS"},
    {"mac", "Mac"},
    {"nfc", "NFC"},
    {"mtb", "MTB"},
    {"sea", "SEA"},
    {"emea", "EMEA"},
}};

template <std::size_t size> std::string_view find_words(const std::array<Wording, size>& table, std::string_view key) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const Wording& w) { return w.identifier == key; });
  return found == table.end() ? std::string_view{} : found->words;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// `6x` becomes `6X`, `920xt` becomes `920XT`; sizes such as `43mm` stay.
std::string model_number(std::string_view text) {
  std::string result(text);
  if (!ends_with_ignoring_case(text, "mm")) {
    std::transform(result.begin(), result.end(), result.begin(), upper);
  }
  return result;
}

std::string first_word(std::string_view token) {
  const auto letters = static_cast<std::size_t>(std::find_if(token.begin(), token.end(), is_digit) - token.begin());
  const std::string_view head = token.substr(0, letters);
  std::string family(find_words(families, head));
  if (family.empty()) {
    family = head;
    if (!family.empty()) {
      family[0] = upper(family[0]);
    }
  }
  if (letters == token.size()) {
    return family;
  }
  const bool is_joined = head == "hrm" || head == "d";
  return family + (is_joined || family.empty() ? "" : " ") + model_number(token.substr(letters));
}

std::string further_word(std::string_view token) {
  const std::string_view known = find_words(words, token);
  if (!known.empty()) {
    return std::string(known);
  }
  if (!token.empty() && is_digit(token[0])) {
    return model_number(token);
  }
  std::string word(token);
  if (!word.empty()) {
    word[0] = upper(word[0]);
  }
  constexpr std::ptrdiff_t shortest_word = 3; // Explore 2, but Mk2 and X10
  const auto digit = std::find_if(word.begin(), word.end(), is_digit);
  if (digit != word.end() && digit - word.begin() >= shortest_word) {
    word.insert(digit, ' ');
  }
  return word;
}

} // namespace

bool has_garmin_products(std::int64_t manufacturer) {
  constexpr std::array<std::int64_t, 4> makers{1, 13, 15, 89};
  return std::find(makers.begin(), makers.end(), manufacturer) != makers.end();
}

std::string garmin_product_name(std::int64_t number) {
  std::string_view identifier = garmin_product_identifier(number);
  if (identifier.empty()) {
    return "Garmin " + std::to_string(number);
  }
  if (const auto whole = find_words(whole_names, identifier); !whole.empty()) {
    return std::string(whole);
  }
  constexpr std::string_view old_number = "_single_byte_product_id";
  if (identifier.ends_with(old_number)) {
    identifier.remove_suffix(old_number.size());
  }
  std::vector<std::string> tokens = split(identifier, '_');
  if (tokens.size() > 1 && tokens[0] == "vivo") {
    tokens[1] = tokens[0] + tokens[1];
    tokens.erase(tokens.begin());
  }
  std::string name = first_word(tokens[0]);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    name += " " + further_word(tokens[i]);
  }
  return name;
}

} // namespace tracekit::fit
