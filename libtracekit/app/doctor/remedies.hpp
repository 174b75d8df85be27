// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "app/doctor/diagnosis.hpp"

namespace tracekit::app {

/// What the doctor can put right by itself: it loses nothing, and a person could not want it otherwise.
struct Remedy {
  std::string subject; ///< for people: `Database`
  std::string cure;    ///< what is to be done, and the thing: `remove 3 links of missing records`
  std::function<void()> apply;
};

/// Key, settings file, data folder and SQLite's files that others can read or write.
std::vector<Remedy> place_remedies(const config::Settings& settings, const config::Layers& layers);

/// In the tables: indexes that are missing, numbers that would be given twice, parts of what is gone, months that were
/// never counted, jobs whose worker is gone. They refer to the application, which has to live longer.
std::vector<Remedy> database_remedies(App& app);

enum class Treatment { propose, apply };

/// Applies each and says so, or says what `--fix` would do. One that fails is a finding, and the others are applied.
void treat(const std::vector<Remedy>& remedies, Treatment treatment, Diagnosis& diagnosis);

} // namespace tracekit::app
