// SPDX-License-Identifier: MIT
#include "formats/csv/samples.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "formats/sample_text.hpp"

namespace tracekit::csv {
namespace {

/// Quoted where a comma, quote or line break demands it.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

std::string heading(const Channel& channel) {
  return channel.unit.empty() ? channel.name : fmt::format("{} ({})", channel.name, channel.unit);
}

/// Headings of all recordings, each once, in the order in which they come.
std::vector<std::string> headings_of(std::span<const Recording> recordings) {
  std::vector<std::string> headings;
  for (const Recording& recording : recordings) {
    for (const Channel& channel : recording.streams.channels) {
      std::string text = heading(channel);
      if (std::find(headings.begin(), headings.end(), text) == headings.end()) {
        headings.push_back(std::move(text));
      }
    }
  }
  return headings;
}

/// The channel of each column, null where the recording has none.
std::vector<const Channel*> columns_of(const Streams& streams, const std::vector<std::string>& headings) {
  std::vector<const Channel*> columns;
  for (const std::string& text : headings) {
    const auto found = std::find_if(streams.channels.begin(), streams.channels.end(),
                                    [&](const Channel& channel) { return heading(channel) == text; });
    columns.push_back(found == streams.channels.end() ? nullptr : &*found);
  }
  return columns;
}

void append_rows(std::string& out, const Streams& streams, std::size_t session,
                 const std::vector<std::string>& headings) {
  std::vector<std::optional<SampleText>> texts;
  for (const Channel* channel : columns_of(streams, headings)) {
    texts.push_back(channel == nullptr ? std::nullopt : std::optional(SampleText(*channel)));
  }
  std::size_t stretch = 1;
  auto gap = streams.segment_starts.begin();
  for (std::size_t i = 0; i < streams.size(); ++i) {
    for (; gap != streams.segment_starts.end() && *gap <= i; ++gap) {
      ++stretch;
    }
    out += fmt::format("{},{},", session, stretch);
    out += streams.time_ms[i] == no_value ? "" : format_utc_ms(streams.time_ms[i]);
    for (const auto& text : texts) {
      out += ',';
      if (text && text->has(i)) {
        text->append(out, i);
      }
    }
    out += "\r\n";
  }
}

} // namespace

std::string encode_samples(std::span<const Recording> recordings, LeftOut& left_out) {
  const std::vector<std::string> headings = headings_of(recordings);
  std::string out = "session,stretch,time";
  for (const std::string& text : headings) {
    out += "," + cell(text);
  }
  out += "\r\n";
  const std::size_t empty = out.size();
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    if (recordings[i].streams.size() == 0) {
      left_out.add("a session without samples");
    }
    append_rows(out, recordings[i].streams, i + 1, headings);
    left_out.add_totals(recordings[i].totals, {});
    left_out.add_parts(recordings[i], {});
  }
  if (out.size() == empty) {
    throw Error(ErrorKind::input, "holds no samples, and CSV holds nothing else", "FIT and TCX hold totals and laps");
  }
  return out;
}

} // namespace tracekit::csv
