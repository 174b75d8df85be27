// SPDX-License-Identifier: MIT
#include "workout_words.hpp"

#include <fmt/format.h>

namespace tracekit::cli {

std::string workout_words(const app::ChangedWorkout& workout) {
  return fmt::format("{}{}({})", workout.day ? format_date(*workout.day) + " " : "",
                     workout.name.empty() ? "" : workout.name + " ", workout.activity);
}

} // namespace tracekit::cli
