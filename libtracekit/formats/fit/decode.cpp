// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/error.hpp"
#include "formats/fit/device.hpp"
#include "formats/fit/fit.hpp"
#include "formats/fit/part_reader.hpp"
#include "formats/fit/profile.hpp"
#include "formats/fit/recordings.hpp"
#include "formats/fit/strap_clock.hpp"
#include "model/derive.hpp"

namespace tracekit::fit {
namespace {

constexpr std::int64_t record_message = 20;
constexpr double latest_fit_s = 4294967294.0;

std::vector<Part> read_parts(ByteView bytes, std::vector<std::string>& damage) {
  std::vector<Part> parts;
  std::size_t offset = 0;
  while (offset < bytes.size()) {
    if (!has_header(bytes, offset)) {
      damage.push_back(fmt::format("The last {} bytes are no FIT data and were not read.", bytes.size() - offset));
      break;
    }
    parts.push_back(read_part(bytes, offset));
    for (std::string& sentence : parts.back().damage) {
      damage.push_back(parts.size() == 1 ? std::move(sentence)
                                         : fmt::format("Part {} of the file: {}", parts.size(), sentence));
    }
  }
  return parts;
}

/// Gathers the beats for each part's samples, with UTC times. Straps append a part of their own to the activity, so
/// the beats of a part without samples belong to the part before it.
std::vector<std::vector<StrapBeat>> beats_by_part(std::vector<Part>& parts, const std::vector<PartClock>& clocks) {
  std::vector<std::vector<StrapBeat>> beats(parts.size());
  const auto first = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return !part.time_ms.empty(); });
  if (first == parts.end()) {
    return beats;
  }
  auto target = static_cast<std::size_t>(first - parts.begin());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    target = parts[i].time_ms.empty() ? target : i;
    for (StrapBeat beat : parts[i].strap_beats) {
      const auto second = static_cast<FitSeconds>(std::clamp(beat.time_s, 0.0, latest_fit_s));
      beat.time_s += static_cast<double>(clocks[i].utc_s(second) - std::int64_t{second});
      beats[target].push_back(beat);
    }
    parts[i].strap_beats = {};
  }
  return beats;
}

void add_strap_channel(Part& part, std::vector<StrapBeat>& beats) {
  std::stable_sort(beats.begin(), beats.end(),
                   [](const StrapBeat& a, const StrapBeat& b) { return a.time_s < b.time_s; });
  Channel channel;
  channel.name = "heart_rate_strap";
  channel.unit = "bpm";
  channel.values = strap_heart_rates(beats, part.time_ms);
  const auto is_value = [](std::int64_t value) { return value != no_value; };
  if (std::any_of(channel.values.begin(), channel.values.end(), is_value)) {
    part.channels.push_back(std::move(channel));
  }
}

void list_developer_fields(const Part& part, std::set<std::string>& known, ActivityFile& file) {
  for (const DeveloperDescription& description : part.developer_fields) {
    if (description.name.empty() || !known.insert(description.name).second) {
      continue;
    }
    file.developer_fields.push_back({description.name, description.unit});
    const bool replaces_record_field = description.native_message.value_or(record_message) == record_message &&
                                       description.native_field && *description.native_field <= 255;
    const RecordField* native =
        replaces_record_field ? find_record_field(static_cast<std::uint8_t>(*description.native_field)) : nullptr;
    if (native != nullptr) {
      file.warnings.push_back(fmt::format("The developer field \"{}\" stands in for the field {} of the samples.",
                                          description.name, native->channel));
    }
  }
}

void set_origin(Recording& recording, const Origin& origin, const PartClock& clock, const Device& device) {
  recording.device = device;
  if (origin.manufacturer) {
    recording.file_id = FitFileId{*origin.manufacturer, origin.product.value_or(0), origin.serial.value_or(0),
                                  origin.created ? clock.utc_s(*origin.created) : 0};
  }
}

const Origin& main_origin(const std::vector<Part>& parts) {
  const auto known = std::find_if(parts.begin(), parts.end(),
                                  [](const Part& part) { return part.origin.manufacturer || part.origin.file_type; });
  return known == parts.end() ? parts.front().origin : known->origin;
}

} // namespace

bool looks_like_fit(ByteView bytes) {
  return bytes.size() >= smallest_header && bytes[0] >= smallest_header && as_text(bytes.subspan(8, 4)) == ".FIT";
}

ActivityFile decode(ByteView bytes) {
  if (bytes.empty()) {
    throw Error(ErrorKind::input, "The file is empty.");
  }
  if (!has_header(bytes, 0)) {
    throw Error(ErrorKind::input, "The file has no FIT header.", "Check that it was downloaded as it was recorded.");
  }
  ActivityFile file;
  file.format = "fit";
  std::vector<Part> parts = read_parts(bytes, file.damage);
  for (const Part& part : parts) {
    for (const auto& [number, count] : part.message_counts) {
      file.message_counts[number] += count;
    }
  }
  if (file.message_counts.empty()) {
    throw Error(ErrorKind::input, "The FIT file holds no message that can be read.",
                "Copy it from the device once more.");
  }
  std::vector<PartClock> clocks;
  std::set<std::string> developer_names;
  for (Part& part : parts) {
    clocks.emplace_back(part, file.warnings);
    clocks.back().correct(part.time_ms);
    list_developer_fields(part, developer_names, file);
  }
  std::vector<std::vector<StrapBeat>> beats = beats_by_part(parts, clocks);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!beats[i].empty()) {
      add_strap_channel(parts[i], beats[i]);
    }
  }
  const Origin& origin = main_origin(parts);
  file.file_type = origin.file_type ? file_type_name(*origin.file_type) : "";
  file.device = make_device(origin);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool knows_itself = parts[i].origin.manufacturer.has_value();
    const Origin& own = knows_itself ? parts[i].origin : origin;
    for (Recording& recording : make_recordings(parts[i], clocks[i])) {
      set_origin(recording, own, clocks[i], knows_itself ? make_device(own) : file.device);
      derive_missing(recording);
      file.recordings.push_back(std::move(recording));
    }
  }
  return file;
}

} // namespace tracekit::fit
