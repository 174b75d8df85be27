// SPDX-License-Identifier: MIT
#include "app/jobs/arguments.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/error.hpp"
#include "providers/provider.hpp"

namespace tracekit::app {

using nlohmann::json;

void JobArguments::refuse(const std::string& name, const std::string& why) const {
  throw Error(ErrorKind::usage, fmt::format("a job of the kind {}: {} {}", kind_, name, why));
}

const json* JobArguments::find(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->is_null() ? nullptr : &*found;
}

bool JobArguments::has(const std::string& name) const { return find(name) != nullptr; }

void JobArguments::check(const std::vector<JobArgument>& known) const {
  if (!values_.is_object()) {
    throw Error(ErrorKind::usage, fmt::format("a job of the kind {} takes a JSON object", kind_));
  }
  for (const auto& [name, value] : values_.items()) {
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.name == name; });
    if (!is_known) {
      std::vector<std::string> names;
      std::transform(known.begin(), known.end(), std::back_inserter(names), [](const auto& one) { return one.name; });
      refuse(name, fmt::format("is nothing that it takes; it takes {}", fmt::join(names, ", ")));
    }
  }
  for (const JobArgument& argument : known) {
    if (argument.needed && find(argument.name) == nullptr) {
      refuse(argument.name, "is missing");
    }
    try_out(argument);
  }
}

void JobArguments::try_out(const JobArgument& argument) const {
  using Type = JobArgument::Type;
  const std::string& name = argument.name;
  switch (argument.type) {
  case Type::text:
    static_cast<void>(argument.needed ? needed_text(name) : text(name));
    break;
  case Type::path: // the worker runs in a folder of its own
    if (const auto path = text(name); path && !path->starts_with('/')) {
      refuse(name, fmt::format("must be a whole path from / on, not \"{}\"", *path));
    }
    break;
  case Type::flag:
    static_cast<void>(flag(name));
    break;
  case Type::texts:
    static_cast<void>(texts(name));
    break;
  case Type::day:
    static_cast<void>(day(name));
    break;
  case Type::month:
    static_cast<void>(month(name));
    break;
  case Type::months:
    static_cast<void>(months(name));
    break;
  case Type::provider:
    static_cast<void>(provider(name));
    break;
  case Type::providers:
    static_cast<void>(providers(name));
    break;
  case Type::object:
    if (const json* value = find(name); value != nullptr && !value->is_object()) {
      refuse(name, "must be an object");
    }
    break;
  }
}

std::optional<std::string> JobArguments::text(const std::string& name) const {
  const json* value = find(name);
  if (value != nullptr && !value->is_string()) {
    refuse(name, "must be a text");
  }
  return value == nullptr ? std::nullopt : std::optional(value->get<std::string>());
}

std::string JobArguments::needed_text(const std::string& name) const {
  const auto value = text(name);
  if (!value || value->empty()) {
    refuse(name, "is missing");
  }
  return *value;
}

bool JobArguments::flag(const std::string& name) const {
  const json* value = find(name);
  if (value != nullptr && !value->is_boolean()) {
    refuse(name, "must be true or false");
  }
  return value != nullptr && value->get<bool>();
}

std::vector<std::string> JobArguments::texts(const std::string& name) const {
  const json* value = find(name);
  std::vector<std::string> texts;
  if (value == nullptr) {
    return texts;
  }
  if (!value->is_array()) {
    refuse(name, "must be a list of texts");
  }
  for (const json& item : *value) {
    if (!item.is_string()) {
      refuse(name, "must be a list of texts");
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::optional<Date> JobArguments::day(const std::string& name) const {
  const auto word = text(name);
  const auto date = word ? parse_date(*word) : std::nullopt;
  if (word && !date) {
    refuse(name, fmt::format("\"{}\" is no day (YYYY-MM-DD)", *word));
  }
  return date;
}

std::optional<Month> JobArguments::month(const std::string& name) const {
  const auto word = text(name);
  return word ? std::optional(Month::parse(*word)) : std::nullopt;
}

std::vector<Month> JobArguments::months(const std::string& name) const {
  std::vector<Month> months;
  for (const std::string& word : texts(name)) {
    months.push_back(Month::parse(word));
  }
  return months;
}

std::vector<std::string> JobArguments::providers(const std::string& name) const {
  std::vector<std::string> ids = texts(name);
  for (const std::string& id : ids) {
    registered_provider(id);
  }
  return ids;
}

std::optional<std::string> JobArguments::provider(const std::string& name) const {
  const auto id = text(name);
  if (id) {
    registered_provider(*id);
  }
  return id;
}

} // namespace tracekit::app
