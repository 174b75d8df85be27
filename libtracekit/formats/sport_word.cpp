// SPDX-License-Identifier: MIT
#include "formats/sport_word.hpp"

#include <array>

#include "model/sport.hpp"

namespace tracekit {

std::string sport_word(const Recording& recording) {
  const std::array candidates{recording.provider_sport, recording.sub_sport + "_" + recording.sport,
                              recording.sub_sport, recording.sport};
  for (const std::string& word : candidates) {
    const Sport meant = sport_of_word(word);
    if (!word.empty() && meant.sport == recording.sport && meant.sub_sport == recording.sub_sport) {
      return word;
    }
  }
  return recording.sport == "generic" ? recording.provider_sport : recording.sport;
}

} // namespace tracekit
