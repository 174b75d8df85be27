// SPDX-License-Identifier: MIT
#include "formats/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tracekit {
namespace {

struct NamedTotal {
  LeftOut::Member member;
  std::string_view name;
};

constexpr std::array<NamedTotal, 18> named_totals{{
    {&Totals::elapsed_s, "total elapsed time"},
    {&Totals::timer_s, "total timer time"},
    {&Totals::moving_s, "total moving time"},
    {&Totals::distance_m, "total distance"},
    {&Totals::ascent_m, "total ascent"},
    {&Totals::descent_m, "total descent"},
    {&Totals::avg_speed_mps, "average speed"},
    {&Totals::max_speed_mps, "maximum speed"},
    {&Totals::avg_hr, "average heart rate"},
    {&Totals::max_hr, "maximum heart rate"},
    {&Totals::avg_cadence, "average cadence"},
    {&Totals::max_cadence, "maximum cadence"},
    {&Totals::avg_power, "average power"},
    {&Totals::max_power, "maximum power"},
    {&Totals::normalized_power, "normalized power"},
    {&Totals::avg_temperature_c, "average temperature"},
    {&Totals::max_temperature_c, "maximum temperature"},
    {&Totals::calories_kcal, "calories"},
}};

} // namespace

void LeftOut::add(std::string what) {
  if (std::find(things_.begin(), things_.end(), what) == things_.end()) {
    things_.push_back(std::move(what));
  }
}

void LeftOut::add_samples(std::uint64_t count, std::string_view why) {
  if (count > 0) {
    samples_[std::string(why)] += count;
  }
}

void LeftOut::add_totals(const Totals& totals, std::span<const Member> held) {
  for (const NamedTotal& total : named_totals) {
    if (totals.*total.member && std::find(held.begin(), held.end(), total.member) == held.end()) {
      add(std::string(total.name));
    }
  }
}

void LeftOut::add_parts(const Recording& recording, const Held& held) {
  const auto add_unless = [&](bool is_held, bool is_there, const char* what) {
    if (is_there && !is_held) {
      add(what);
    }
  };
  add_unless(held.name, !recording.name.empty(), "name");
  add_unless(held.description, !recording.description.empty(), "description");
  add_unless(held.laps, !recording.laps.empty(), "laps");
  add_unless(held.pool, recording.pool_length_m || !recording.lengths.empty(), "pool lengths");
  add_unless(held.utc_offset, recording.utc_offset_s.has_value(), "offset of the local time");
  add_unless(held.device, !recording.device.product.empty() || !recording.device.manufacturer.empty(), "device");
}

std::vector<std::string> LeftOut::texts() const {
  std::vector<std::string> texts;
  for (const auto& [why, count] : samples_) {
    texts.push_back(fmt::format("{} sample{} {}", count, count == 1 ? "" : "s", why));
  }
  texts.insert(texts.end(), things_.begin(), things_.end());
  return texts;
}

} // namespace tracekit
