// SPDX-License-Identifier: MIT
#include "providers/upload_fate.hpp"

#include <fmt/format.h>

namespace tracekit {
namespace {

constexpr int most_looks = 60;
constexpr double between_looks_s = 1; ///< Strava wants no more

} // namespace

StillReading::StillReading(const std::string& title, const std::string& file_name)
    : Error(ErrorKind::provider, fmt::format("{} is still reading {}", title, file_name),
            "what becomes of it is looked at before the next change") {}

UploadFate await_fate(const std::function<UploadFate()>& look, const net::Sleeper& sleeper,
                      const Cancellation& cancellation) {
  UploadFate fate;
  for (int looks = 0; looks < most_looks && !fate.is_known(); ++looks) {
    sleeper(between_looks_s, cancellation);
    fate = look();
  }
  return fate;
}

std::string made_of(const UploadFate& fate, const std::string& title, const std::string& file_name) {
  if (!fate.refusal.empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not take {}: {}", title, file_name, fate.refusal));
  }
  if (fate.id.empty()) {
    throw StillReading(title, file_name);
  }
  return fate.id;
}

} // namespace tracekit
