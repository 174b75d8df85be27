// SPDX-License-Identifier: MIT
#include "formats/sample_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace tracekit {
namespace {

constexpr int position_decimals = 11;
constexpr int most_decimals = 9;
constexpr int shortest = -1;

bool is_position(const Channel& channel) {
  return !channel.developer && (channel.name == "latitude" || channel.name == "longitude");
}

int decimals_of(const Channel& channel) {
  if (is_position(channel)) {
    return position_decimals;
  }
  if (channel.kind != ChannelKind::scaled || channel.scale < 1 || channel.offset != std::floor(channel.offset)) {
    return shortest;
  }
  double power = 1;
  for (int decimals = 0; decimals <= most_decimals; ++decimals, power *= 10) {
    if (std::fmod(power, channel.scale) == 0) {
      return decimals;
    }
  }
  return shortest;
}

} // namespace

void append_decimal(std::string& out, double value, int decimals) {
  const std::size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{:.{}f}", value, decimals);
  if (decimals > 0) {
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') {
      out.pop_back();
    }
  }
  if (out.compare(begin, std::string::npos, "-0") == 0) {
    out.erase(begin, 1);
  }
}

SampleText::SampleText(const Channel& channel) : channel_(&channel), decimals_(decimals_of(channel)) {}

void SampleText::append(std::string& out, std::size_t sample) const {
  const double value = *channel_->at(sample);
  if (decimals_ == shortest) {
    fmt::format_to(std::back_inserter(out), "{}", value);
  } else {
    append_decimal(out, value, decimals_);
  }
}

PositionText::PositionText(const Streams& streams)
    : latitude_(streams.find("latitude")), longitude_(streams.find("longitude")) {}

bool PositionText::has(std::size_t sample) const {
  if (latitude_ == nullptr || longitude_ == nullptr) {
    return false;
  }
  const auto latitude = latitude_->at(sample);
  const auto longitude = longitude_->at(sample);
  return latitude && longitude && (*latitude != 0 || *longitude != 0) && std::abs(*latitude) <= 90 &&
         std::abs(*longitude) <= 180;
}

void PositionText::append_latitude(std::string& out, std::size_t sample) const {
  append_decimal(out, *latitude_->at(sample), position_decimals);
}

void PositionText::append_longitude(std::string& out, std::size_t sample) const {
  append_decimal(out, *longitude_->at(sample), position_decimals);
}

std::size_t PositionText::count(const Streams& streams) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    count += static_cast<std::size_t>(has(i));
  }
  return count;
}

std::vector<SampleText> texts_of(const Streams& streams) {
  std::vector<SampleText> texts;
  for (const Channel& channel : streams.channels) {
    if (!is_position(channel)) {
      texts.emplace_back(channel);
    }
  }
  return texts;
}

} // namespace tracekit
