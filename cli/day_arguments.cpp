// SPDX-License-Identifier: MIT
#include "day_arguments.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "model/month.hpp"

namespace tracekit::cli {
namespace {

constexpr std::size_t month_length = 7; // YYYY-MM

} // namespace

Date day_argument(const std::string& text, std::string_view option) {
  const auto date = parse_date(text);
  if (!date) {
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a date", option, text),
                "write it as YYYY-MM-DD, for example 2025-08-03");
  }
  return *date;
}

std::optional<Date> first_day_argument(const std::optional<std::string>& text, std::string_view option) {
  if (!text) {
    return std::nullopt;
  }
  return text->size() == month_length ? Month::parse(*text).first_day() : day_argument(*text, option);
}

std::optional<Date> last_day_argument(const std::optional<std::string>& text, std::string_view option) {
  if (!text) {
    return std::nullopt;
  }
  return text->size() == month_length ? Month::parse(*text).last_day() : day_argument(*text, option);
}

} // namespace tracekit::cli
