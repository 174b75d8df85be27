// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tracekit::xml {

/// The first byte from `at` on that is one of `marks` or a control character other than tab, line feed and carriage
/// return; `end` when there is none. Most of a document is gone over by this.
inline const char* find_notable(const char* at, const char* end, const std::array<char, 3>& marks) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(marks[0]);
  const __m128i second = _mm_set1_epi8(marks[1]);
  const __m128i third = _mm_set1_epi8(marks[2]);
  const __m128i last_control = _mm_set1_epi8(0x1F);
  while (end - at >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i is_mark = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, first), _mm_cmpeq_epi8(bytes, second)),
                                         _mm_cmpeq_epi8(bytes, third));
    const __m128i is_blank = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))),
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    const __m128i is_control = _mm_cmpeq_epi8(_mm_subs_epu8(bytes, last_control), _mm_setzero_si128());
    const int found = _mm_movemask_epi8(_mm_or_si128(is_mark, _mm_andnot_si128(is_blank, is_control)));
    if (found != 0) {
      return at + std::countr_zero(static_cast<unsigned>(found));
    }
    at += 16;
  }
#endif
  for (; at != end; ++at) {
    const char c = *at;
    const bool is_control = static_cast<std::uint8_t>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (c == marks[0] || c == marks[1] || c == marks[2] || is_control) {
      break;
    }
  }
  return at;
}

} // namespace tracekit::xml
