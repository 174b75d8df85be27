// SPDX-License-Identifier: MIT
#include "model/record_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit {
namespace {

struct TextMember {
  std::string_view name;
  std::string Record::* member;
};

constexpr TextMember text_members[] = {
    {"name", &Record::name},
    {"equipment", &Record::equipment},
    {"type", &Record::type},
    {"description", &Record::description},
};

struct NumberMember {
  std::string_view name;
  std::optional<double> Totals::* member;
};

constexpr NumberMember number_members[] = {
    {"elapsed_s", &Totals::elapsed_s},
    {"timer_s", &Totals::timer_s},
    {"moving_s", &Totals::moving_s},
    {"distance_m", &Totals::distance_m},
    {"ascent_m", &Totals::ascent_m},
    {"descent_m", &Totals::descent_m},
    {"avg_speed_mps", &Totals::avg_speed_mps},
    {"max_speed_mps", &Totals::max_speed_mps},
    {"avg_hr", &Totals::avg_hr},
    {"max_hr", &Totals::max_hr},
    {"avg_cadence", &Totals::avg_cadence},
    {"max_cadence", &Totals::max_cadence},
    {"avg_power", &Totals::avg_power},
    {"max_power", &Totals::max_power},
    {"calories_kcal", &Totals::calories_kcal},
    {"avg_temperature_c", &Totals::avg_temperature_c},
};

const TextMember* find_text(std::string_view name) {
  const auto* found = std::find_if(std::begin(text_members), std::end(text_members),
                                   [&](const TextMember& f) { return f.name == name; });
  return found == std::end(text_members) ? nullptr : found;
}

const NumberMember& find_number(std::string_view name) {
  const auto* found = std::find_if(std::begin(number_members), std::end(number_members),
                                   [&](const NumberMember& f) { return f.name == name; });
  if (found == std::end(number_members)) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a field that can be written", name));
  }
  return *found;
}

} // namespace

std::string field_text(const Record& record, std::string_view field) {
  if (const TextMember* text = find_text(field)) {
    return record.*text->member;
  }
  const auto& value = record.totals.*find_number(field).member;
  return value ? fmt::format("{}", *value) : "";
}

void set_field(Record& record, std::string_view field, std::string_view text) {
  if (const TextMember* found = find_text(field)) {
    record.*found->member = text;
    return;
  }
  auto& target = record.totals.*find_number(field).member;
  if (trim(text).empty()) {
    target.reset();
    return;
  }
  const auto number = parse_double(text);
  if (!number) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a number for {}", text, field));
  }
  target = number;
}

bool is_number_field(std::string_view field) {
  return std::any_of(std::begin(number_members), std::end(number_members),
                     [&](const NumberMember& f) { return f.name == field; });
}

bool same_field_value(std::string_view field, std::string_view a, std::string_view b) {
  if (find_text(field) == nullptr) {
    const auto x = parse_double(a);
    const auto y = parse_double(b);
    if (x && y) {
      return std::abs(*x - *y) <= 1e-6 * std::max(1.0, std::abs(*x));
    }
  }
  return trim(a) == trim(b);
}

} // namespace tracekit
