// SPDX-License-Identifier: MIT
#include "sandbox/server/uploaded_file.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "formats/decode.hpp"

namespace tracekit::sandbox {
namespace {

constexpr int summer_offset_s = 7200;

/// The value of `name="..."` in the head of a part.
std::string quoted_value(std::string_view head, const std::string& name) {
  const std::string before = " " + name + "=\"";
  const auto begin = head.find(before);
  if (begin == std::string_view::npos) {
    return "";
  }
  const auto first = begin + before.size();
  return std::string(head.substr(first, head.find('"', first) - first));
}

} // namespace

std::optional<UploadedFile> UploadedFile::of(const Request& request) {
  const std::string type = request.header("content-type");
  const auto place = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || place == std::string::npos) {
    return std::nullopt;
  }
  const std::string border = "--" + type.substr(place + std::string_view("boundary=").size());
  std::optional<UploadedFile> file;
  std::map<std::string, std::string> fields;
  const std::string_view body = request.body;
  for (auto begin = body.find(border); begin != std::string_view::npos;) {
    const auto end = body.find(border, begin + border.size());
    const auto blank = body.find("\r\n\r\n", begin);
    if (end == std::string_view::npos || blank > end) {
      break;
    }
    const std::string_view head = body.substr(begin, blank - begin);
    const std::string content(body.substr(blank + 4, end - blank - 6)); // a line break stands before the border
    if (const std::string name = quoted_value(head, "filename"); !name.empty()) {
      file = UploadedFile{name, content, {}};
    } else {
      fields[quoted_value(head, "name")] = content;
    }
    begin = end;
  }
  if (file) {
    file->fields = std::move(fields);
  }
  return file;
}

std::optional<Workout> UploadedFile::workout() const {
  try {
    const ActivityFile read = decode_file(as_bytes(content), name);
    if (read.recordings.empty() || !read.recordings.front().start_ms) {
      return std::nullopt;
    }
    const Recording& recording = read.recordings.front();
    Workout workout;
    workout.start = *recording.start_ms / 1000;
    workout.utc_offset_s = summer_offset_s;
    workout.sport = recording.sport;
    workout.sub_sport = recording.sub_sport;
    workout.name = recording.name;
    workout.distance_m = recording.totals.distance_m.value_or(0);
    workout.moving_s = static_cast<int>(recording.totals.timer_s.value_or(recording.totals.elapsed_s.value_or(0)));
    workout.elapsed_s = static_cast<int>(recording.totals.elapsed_s.value_or(0));
    workout.format = read.format;
    return workout;
  } catch (const Error&) {
    return std::nullopt;
  }
}

} // namespace tracekit::sandbox
