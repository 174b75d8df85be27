// SPDX-License-Identifier: MIT
#include "config/option_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/timezone.hpp"
#include "config/locations.hpp"

namespace tracekit::config {
namespace {

using nlohmann::json;

/// Addresses may hold a password.
bool is_quotable(const Option& option) {
  return !option.secret && option.key != "metadata_db" && !option.key.starts_with("base_urls.");
}

std::string expectation(const Option& option) {
  switch (option.kind) {
  case OptionKind::integer:
    return "a whole number";
  case OptionKind::boolean:
    return "true or false";
  case OptionKind::choice:
    return fmt::format("{}", fmt::join(option.choices, " or "));
  case OptionKind::path:
    return "a path";
  case OptionKind::time_zone:
    return "a time zone such as Europe/Berlin";
  case OptionKind::text:
    break;
  }
  return "a text";
}

[[noreturn]] void refuse(const Option& option, std::string_view name, const json& value, std::string_view expected) {
  const std::string got = is_quotable(option) ? quoted_for_message(value) : kind_for_message(value);
  throw Error(ErrorKind::config, fmt::format("{}: expected {}, got {}", name, expected, got));
}

void check_priority(const Option& option, std::string_view name, const std::string& value) {
  const auto number = parse_integer(value);
  constexpr long long largest = 1'000'000;
  if (!number || *number < 1 || *number > largest) {
    refuse(option, name, json(number.value_or(0)), "a whole number of 1 or more");
  }
}

void check_session_days(const Option& option, std::string_view name, const std::string& value) {
  const auto days = parse_integer(value);
  constexpr long long most = 90;
  if (!days || *days < 1 || *days > most) {
    refuse(option, name, json(days.value_or(0)), "a number of days from 1 to 90");
  }
}

void check_upload_size(const Option& option, std::string_view name, const std::string& value) {
  const auto size = parse_integer(value);
  constexpr long long most = 1'048'576;
  if (!size || *size < 1 || *size > most) {
    refuse(option, name, json(size.value_or(0)), "a number of MiB from 1 to 1048576");
  }
}

/// In the clear only from this machine: others could see where somebody lives.
bool is_safe_address(std::string_view value) {
  constexpr std::array<std::string_view, 3> here{"http://127.0.0.1", "http://localhost", "http://[::1]"};
  return value.starts_with("https://") || std::any_of(here.begin(), here.end(), [&](std::string_view one) {
           return value.starts_with(one) && value.size() > one.size() &&
                  (value[one.size()] == ':' || value[one.size()] == '/');
         });
}

/// The front end is told where to load images from, so nothing but an address of tiles gets through.
void check_tile_url(const Option& option, std::string_view name, const std::string& value) {
  const bool names_tile = value.find("{z}") != std::string::npos && value.find("{x}") != std::string::npos &&
                          value.find("{y}") != std::string::npos;
  const bool is_plain = std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c < '\x7f' && std::string_view(";,\"'<>").find(c) == std::string_view::npos;
  });
  if (!value.empty() && (!is_safe_address(value) || !names_tile || !is_plain)) {
    refuse(option, name, json(value),
           "an address with {z}, {x} and {y}, https or of this machine, such as "
           "https://tiles.example.org/{z}/{x}/{y}.png");
  }
}

void check_database(const Option&, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    check_database_address(name, value);
  }
}

void check_base_url(const Option&, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    check_provider_address(name, value);
  }
}

struct Check {
  std::string_view key; ///< the option's key, or how it begins when it ends in a dot
  void (*check)(const Option&, std::string_view name, const std::string& value);
};

constexpr std::array checks{
    Check{"priority", check_priority},         Check{"metadata_db", check_database},
    Check{"base_urls.", check_base_url},       Check{"web.session_days", check_session_days},
    Check{"web.upload_mb", check_upload_size}, Check{"web.tile_url", check_tile_url},
};

void check_time_zone(std::string_view name, const std::string& value) {
  if (!TimeZone::exists(value)) {
    throw Error(ErrorKind::config, fmt::format("{}: unknown time zone {}", name, quoted_for_message(json(value))),
                "use an IANA name such as Europe/Berlin or America/New_York");
  }
}

/// What holds for a canonical value whatever it was made from.
void check_value(const Option& option, std::string_view name, const std::string& value) {
  if (std::any_of(value.begin(), value.end(), [](char c) { return c == '\0' || c == '\n' || c == '\r'; })) {
    throw Error(ErrorKind::config, fmt::format("{}: must be a single line", name));
  }
  if (option.kind == OptionKind::time_zone) {
    check_time_zone(name, value);
  }
  if (option.kind == OptionKind::choice &&
      std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
    refuse(option, name, json(value), expectation(option));
  }
  for (const Check& check : checks) {
    if (option.key == check.key || (check.key.ends_with('.') && option.key.starts_with(check.key))) {
      check.check(option, name, value);
    }
  }
}

std::string boolean_from_text(const Option& option, std::string_view name, std::string_view text) {
  constexpr std::array yes{"true", "yes", "on", "1"};
  constexpr std::array no{"false", "no", "off", "0"};
  const auto is_word = [&](const char* word) { return equals_ignoring_case(text, word); };
  if (std::any_of(yes.begin(), yes.end(), is_word)) {
    return "true";
  }
  if (std::none_of(no.begin(), no.end(), is_word)) {
    refuse(option, name, json(std::string(text)), expectation(option));
  }
  return "false";
}

std::string integer_from_text(const Option& option, std::string_view name, std::string_view text) {
  const auto number = parse_integer(text);
  if (!number) {
    refuse(option, name, json(std::string(text)), expectation(option));
  }
  return std::to_string(*number);
}

bool fits(const Option& option, const json& value) {
  if (option.kind == OptionKind::boolean) {
    return value.is_boolean();
  }
  const bool is_whole =
      value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX);
  if (option.kind == OptionKind::integer) {
    return is_whole;
  }
  // People leave out the quotes of ids and of sheets named by a year; an address is never a number.
  const bool may_be_digits = option.kind == OptionKind::text && option.key != "metadata_db";
  return value.is_string() || (may_be_digits && is_whole);
}

} // namespace

std::string value_from_text(const Option& option, std::string_view name, std::string_view text) {
  std::string value;
  if (option.kind == OptionKind::boolean) {
    value = boolean_from_text(option, name, trim(text));
  } else if (option.kind == OptionKind::integer) {
    value = integer_from_text(option, name, text);
  } else {
    value = option.kind == OptionKind::text ? std::string(text) : std::string(trim(text));
  }
  check_value(option, name, value);
  return value;
}

std::string value_from_json(const Option& option, std::string_view name, const json& value) {
  if (!fits(option, value)) {
    refuse(option, name, value, expectation(option));
  }
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  check_value(option, name, text);
  return text;
}

json value_to_json(const Option& option, const std::string& value) {
  if (option.kind == OptionKind::boolean) {
    return value == "true";
  }
  if (option.kind == OptionKind::integer) {
    if (const auto number = parse_integer(value)) {
      return *number;
    }
  }
  return value;
}

std::string kind_for_message(const json& value) {
  switch (value.type()) {
  case json::value_t::object:
    return "an object";
  case json::value_t::array:
    return "a list";
  case json::value_t::string:
    return "a text";
  case json::value_t::boolean:
    return "true or false";
  case json::value_t::null:
    return "null";
  default:
    return "a number";
  }
}

std::string quoted_for_message(const json& value) {
  constexpr std::size_t longest = 60;
  if (value.is_structured()) {
    return kind_for_message(value);
  }
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > longest) {
    text.resize(longest);
    text += "...";
  }
  return text;
}

} // namespace tracekit::config
