// SPDX-License-Identifier: MIT
#include "app/device_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/fit/profile.hpp"
#include "formats/xml/writer.hpp"

namespace tracekit::app {
namespace {

/// `Wahoo Fitness`, as the FIT profile has it, or `Wahoo`, as the maker calls itself.
bool is_maker(std::string words) {
  words = to_lower(words);
  std::replace(words.begin(), words.end(), ' ', '_');
  if (words == "strava" || words == "zwift") { // programs: what follows is no device
    return false;
  }
  return fit::manufacturer_number(words) || xml::manufacturer_of(words).starts_with(words + "_");
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

std::string device_name(const std::string& product) {
  std::size_t longest = 0;
  for (auto blank = product.find(' '); blank != std::string::npos; blank = product.find(' ', blank + 1)) {
    if (is_maker(product.substr(0, blank))) {
      longest = blank + 1;
    }
  }
  return longest < product.size() && is_letter(product[longest]) ? product.substr(longest) : product;
}

} // namespace tracekit::app
