// SPDX-License-Identifier: MIT
#include "config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/option_value.hpp"

namespace tracekit::config {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

Position position_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
  const auto last = before.rfind('\n');
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          before.size() - (last == std::string_view::npos ? 0 : last + 1) + 1};
}

/// The reason in a parser's message, without the text that it quotes: `... - unexpected string literal; last read:
/// ...`.
std::string reason_of(std::string_view message) {
  const auto start = message.find(" - ");
  if (start == std::string_view::npos) {
    return "malformed";
  }
  message.remove_prefix(start + 3);
  return std::string(message.substr(0, message.find(';')));
}

/// Refuses a key that stands twice in one object, of which the parser would keep the last in silence.
class RepeatedKeys {
public:
  explicit RepeatedKeys(std::string_view name) : name_(name) {}

  bool operator()(json::parse_event_t event, const json& value) {
    if (event == json::parse_event_t::object_start) {
      open_.emplace_back();
    } else if (event == json::parse_event_t::object_end) {
      open_.pop_back();
    } else if (event == json::parse_event_t::key && !open_.back().insert(value.get<std::string>()).second) {
      throw Error(ErrorKind::config,
                  fmt::format("{}: {} stands twice in one object", name_, quoted_for_message(value)));
    }
    return true;
  }

private:
  std::string_view name_;
  std::vector<std::set<std::string>> open_;
};

/// Walks a document and sorts its values.
class Reader {
public:
  Reader(const Schema& schema, std::string_view name) : schema_(schema), name_(name) {}

  void read(const json& document, const std::string& prefix) {
    for (const auto& [key, value] : document.items()) {
      const std::string path = prefix.empty() ? key : fmt::format("{}.{}", prefix, key);
      if (key.find('.') != std::string::npos) {
        out_.unknown.push_back({fmt::format("{}: unknown setting, write nested objects instead of dots", path), {}});
      } else if (is_section(path)) {
        read_section(path, value);
      } else {
        read_value(path, value);
      }
    }
  }

  DocumentValues take() { return std::move(out_); }

private:
  [[nodiscard]] bool is_section(std::string_view path) const {
    const std::string inside = std::string(path) + '.';
    if (path == "providers" || std::any_of(schema_.top.begin(), schema_.top.end(),
                                           [&](const Option& option) { return option.key.starts_with(inside); })) {
      return true;
    }
    return std::any_of(schema_.providers.begin(), schema_.providers.end(), [&](const ProviderSchema& provider) {
      const std::string own = "providers." + provider.id;
      return path == own || path == own + ".base_urls";
    });
  }

  void read_section(const std::string& path, const json& value) {
    if (!value.is_object()) {
      throw Error(ErrorKind::config,
                  fmt::format("{}: {}: expected an object, got {}", name_, path, quoted_for_message(value)));
    }
    read(value, path);
  }

  void read_value(const std::string& path, const json& value) {
    const auto setting = find_setting(schema_, path);
    if (!setting) {
      out_.unknown.push_back(unknown_setting(schema_, path));
      return;
    }
    std::string text = value_from_json(setting->option, fmt::format("{}: {}", name_, path), value);
    if (setting->option.secret) {
      out_.secrets.insert_or_assign(path, Secret(std::move(text)));
    } else {
      out_.values.insert_or_assign(path, std::move(text));
    }
  }

  const Schema& schema_;
  std::string_view name_;
  DocumentValues out_;
};

template <typename Json> void put_at(Json& document, const KnownSetting& setting, const std::string& value) {
  Json* place = &document;
  for (const std::string& part : split(setting.key, '.')) {
    if (!place->is_object()) {
      *place = Json::object();
    }
    place = &(*place)[part];
  }
  *place = value_to_json(setting.option, value);
}

} // namespace

json parse_document(std::string_view text, std::string_view name) {
  json document;
  try {
    RepeatedKeys repeated(name);
    document = json::parse(text, [&](int, json::parse_event_t event, json& value) { return repeated(event, value); });
  } catch (const json::parse_error& error) {
    const Position at = position_of(text, error.byte);
    throw Error(
        ErrorKind::config,
        fmt::format("{} is not valid JSON: line {}, column {}: {}", name, at.line, at.column, reason_of(error.what())),
        "nothing was read from it; correct it or move it away");
  } catch (const json::exception&) { // such as a number that does not fit
    throw Error(ErrorKind::config, fmt::format("{} is not valid JSON: a number is out of range", name));
  }
  if (!document.is_object()) {
    throw Error(ErrorKind::config, fmt::format("{}: expected a JSON object, got {}", name, kind_for_message(document)),
                "see tracekit_config.json.example");
  }
  return document;
}

DocumentValues read_document(const Schema& schema, std::string_view name, const json& document) {
  Reader reader(schema, name);
  reader.read(document, {});
  return reader.take();
}

void put(json& document, const KnownSetting& setting, const std::string& value) { put_at(document, setting, value); }

std::string write_document(const Schema& schema, const DocumentValues& values) {
  std::set<std::string> keys;
  for (const auto& [key, value] : values.values) {
    keys.insert(key);
  }
  ordered_json document = ordered_json::object();
  for (const KnownSetting& setting : known_settings(schema, keys)) {
    if (const auto found = values.values.find(setting.key); found != values.values.end()) {
      put_at(document, setting, found->second);
    } else if (const auto secret = values.secrets.find(setting.key); secret != values.secrets.end()) {
      put_at(document, setting, secret->second.reveal());
    }
  }
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace tracekit::config
