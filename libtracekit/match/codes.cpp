// SPDX-License-Identifier: MIT
#include "match/codes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace tracekit::match {
namespace {

constexpr std::size_t word = sizeof(std::uint64_t);

template <typename Number> Number load(const char* letters) {
  Number number = 0;
  std::memcpy(&number, letters, sizeof number); // of a fixed size: one instruction
  return number;
}

/// The letters of a text that is shorter than a word. Some are taken twice, which tells no less: the length is known.
std::uint64_t few_letters(std::string_view text) {
  if (text.size() >= sizeof(std::uint32_t)) {
    const auto back = load<std::uint32_t>(text.data() + text.size() - sizeof(std::uint32_t));
    return load<std::uint32_t>(text.data()) | std::uint64_t{back} << 32U;
  }
  if (text.empty()) {
    return 0;
  }
  const auto letter = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(text[at])}; };
  return letter(0) | letter(text.size() / 2) << 8U | letter(text.size() - 1) << 16U;
}

/// Eight letters at once; bytes beyond ASCII stay as they are.
std::uint64_t lower_cased(std::uint64_t letters) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  const std::uint64_t low = letters & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t beyond_z = low + (0x7F - 'Z') * each;
  const std::uint64_t capitals = from_a & ~beyond_z & ~letters & (0x80 * each);
  return letters | capitals >> 2U; // 0x80 becomes 0x20
}

enum class Case { counts, ignored };

template <Case letter_case> Code code_of_letters(std::string_view text) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t code = text.size() * odd;
  const auto mix = [&code](std::uint64_t letters) {
    code = (code ^ (letter_case == Case::ignored ? lower_cased(letters) : letters)) * odd;
    code ^= code >> 29U; // the high bits are the mixed ones
  };
  if (text.size() < word) {
    mix(few_letters(text));
  } else {
    for (std::size_t at = 0; at + word < text.size(); at += word) {
      mix(load<std::uint64_t>(text.data() + at));
    }
    mix(load<std::uint64_t>(text.data() + text.size() - word)); // the last word may overlap the one before
  }
  return std::max<Code>(static_cast<Code>(code ^ (code >> 32U)), 1);
}

} // namespace

Code code_of(std::string_view text) {
  return text.empty() || text == "generic" ? 0 : code_of_letters<Case::counts>(text);
}

Code loose_code_of(std::string_view text) { return code_of_letters<Case::ignored>(text); }

} // namespace tracekit::match
