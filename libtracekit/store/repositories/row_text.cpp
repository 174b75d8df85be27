// SPDX-License-Identifier: MIT
#include "store/repositories/row_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace tracekit::store {
namespace {

void append_escaped(std::string& target, std::string_view text) {
  for (const char c : text) {
    switch (c) {
    case '\\':
      target += "\\\\";
      break;
    case '\t':
      target += "\\t";
      break;
    case '\n':
      target += "\\n";
      break;
    default:
      target += c;
    }
  }
}

std::string unescaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      result += text[i];
      continue;
    }
    const char next = text[++i];
    result += next == 't' ? '\t' : next == 'n' ? '\n' : next;
  }
  return result;
}

// Takes the text up to a separator off the front.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

bool take(std::string_view& text, std::string_view expected) {
  const bool there = text.starts_with(expected);
  text.remove_prefix(there ? expected.size() : 0);
  return there;
}

// Reads `[["a","b"],["c","d"]]` where no string has an escape: nearly always, and much faster than a general parser.
bool plain_pairs(std::string_view text, std::vector<ExternalId>& ids) {
  if (text.find('\\') != std::string_view::npos || !take(text, "[")) {
    return false;
  }
  do {
    if (!take(text, "[\"")) {
      return false;
    }
    const std::string_view provider = take_until(text, '"');
    if (!take(text, ",\"")) {
      return false;
    }
    ids.push_back({std::string(provider), std::string(take_until(text, '"'))});
    if (!take(text, "]")) {
      return false;
    }
  } while (take(text, ","));
  return text == "]";
}

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_plain_ascii(std::string_view text) {
  for (const char c : text) {
    if (c == '\0' || static_cast<unsigned char>(c) >= 0x80) {
      return false;
    }
  }
  return true;
}

} // namespace

std::string external_ids_text(const std::vector<ExternalId>& ids) {
  if (ids.empty()) {
    return {};
  }
  nlohmann::json list = nlohmann::json::array();
  for (const ExternalId& id : ids) {
    list.push_back({id.provider, id.id});
  }
  return dump(list);
}

std::vector<ExternalId> external_ids_of(std::string_view text) {
  std::vector<ExternalId> ids;
  if (text.empty() || plain_pairs(text, ids)) {
    return ids;
  }
  ids.clear();
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  for (const nlohmann::json& pair : list) {
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string()) {
      ids.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
    }
  }
  return ids;
}

std::string evidence_text(const std::vector<Evidence>& evidence) {
  std::string text;
  for (const Evidence& each : evidence) {
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t", to_string(each.finding), each.bits, each.value);
    append_escaped(text, each.detail);
    text += '\n';
  }
  return text;
}

std::vector<Evidence> evidence_of(std::string_view text) {
  std::vector<Evidence> evidence;
  evidence.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    const auto finding = finding_of(take_until(line, '\t'));
    const double bits = number_of(take_until(line, '\t'));
    const double value = number_of(take_until(line, '\t'));
    if (finding) {
      Evidence& each = evidence.emplace_back();
      each.finding = *finding;
      each.bits = bits;
      each.value = value;
      if (!line.empty()) {
        each.detail = unescaped(line);
      }
    }
  }
  return evidence;
}

LinkKind link_kind_of(std::string_view text) {
  for (const LinkKind kind : {LinkKind::founder, LinkKind::automatic, LinkKind::person}) {
    if (text == to_string(kind)) {
      return kind;
    }
  }
  return LinkKind::automatic;
}

LinkRole link_role_of(std::string_view text) {
  for (const LinkRole role : {LinkRole::member, LinkRole::duplicate, LinkRole::part}) {
    if (text == to_string(role)) {
      return role;
    }
  }
  return LinkRole::member;
}

bool is_storable(std::string_view text) { return is_plain_ascii(text) || storable_text(text) == text; }

std::string storable_text(std::string_view text) {
  std::string valid = to_valid_utf8(text);
  for (std::size_t zero = valid.find('\0'); zero != std::string::npos; zero = valid.find('\0', zero)) {
    valid.replace(zero, 1, "\xEF\xBF\xBD");
  }
  return valid;
}

std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace tracekit::store
