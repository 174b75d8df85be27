// SPDX-License-Identifier: MIT
#include "store/codec/channel_meta.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<ChannelKind, std::string_view>, 3> kind_words{{
    {ChannelKind::scaled, "scaled"},
    {ChannelKind::float32, "float32"},
    {ChannelKind::float64, "float64"},
}};

/// JSON holds valid text only, so the bytes of anything else are listed.
json text_or_bytes(const std::string& text) {
  if (to_valid_utf8(text) == text) {
    return text;
  }
  return std::vector<unsigned char>(text.begin(), text.end());
}

std::string text_from(const json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  const auto bytes = value.get<std::vector<unsigned char>>();
  return {bytes.begin(), bytes.end()};
}

/// JSON has no infinity and no NaN.
json number_or_word(double number) {
  if (std::isfinite(number)) {
    return number;
  }
  return std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
}

double number_from(const json& value) {
  if (!value.is_string()) {
    return value.get<double>();
  }
  const std::string word = value.get<std::string>();
  double number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size() || std::isfinite(number)) {
    throw Damage("its description holds a wrong number");
  }
  return number;
}

ChannelKind kind_from(const std::string& word) {
  for (const auto& [kind, name] : kind_words) {
    if (name == word) {
      return kind;
    }
  }
  throw Damage("its description names an unknown kind");
}

} // namespace

std::string ColumnNames::name_for(const Channel& channel) {
  std::string name = to_valid_utf8(channel.developer ? "developer." + channel.name : channel.name);
  std::erase(name, '\0'); // PostgreSQL takes none
  std::string free = name;
  for (int number = 2; !taken_.insert(free).second; ++number) {
    free = name + '#' + std::to_string(number);
  }
  return free;
}

std::string meta_of(const Channel& channel, std::string_view column_name) {
  json meta = json::object();
  if (channel.name != column_name) {
    meta["name"] = text_or_bytes(channel.name);
  }
  if (!channel.unit.empty()) {
    meta["unit"] = text_or_bytes(channel.unit);
  }
  if (channel.kind != ChannelKind::scaled) {
    meta["kind"] = kind_words[static_cast<std::size_t>(channel.kind)].second;
  }
  if (channel.scale != 1.0) {
    meta["scale"] = number_or_word(channel.scale);
  }
  if (channel.offset != 0.0) {
    meta["offset"] = number_or_word(channel.offset);
  }
  if (channel.developer) {
    meta["developer"] = true;
  }
  return meta.dump();
}

Channel channel_of(const std::string& column_name, std::string_view meta) {
  try {
    const json description = json::parse(meta);
    if (!description.is_object()) {
      throw Damage("its description is no JSON object");
    }
    Channel channel;
    const auto with = [&](const char* key, auto read) {
      if (const auto found = description.find(key); found != description.end()) {
        read(*found);
      }
    };
    channel.name = column_name;
    with("name", [&](const json& value) { channel.name = text_from(value); });
    with("unit", [&](const json& value) { channel.unit = text_from(value); });
    with("kind", [&](const json& value) { channel.kind = kind_from(value.get<std::string>()); });
    with("scale", [&](const json& value) { channel.scale = number_from(value); });
    with("offset", [&](const json& value) { channel.offset = number_from(value); });
    with("developer", [&](const json& value) { channel.developer = value.get<bool>(); });
    return channel;
  } catch (const json::exception&) {
    throw Damage("its description is no JSON of a channel");
  }
}

} // namespace tracekit::store::codec
