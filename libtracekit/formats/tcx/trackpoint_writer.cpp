// SPDX-License-Identifier: MIT
#include "formats/tcx/trackpoint_writer.hpp"

#include <algorithm>
#include <cmath>

#include "formats/tcx/names.hpp"

namespace tracekit::tcx {
namespace {

std::optional<SampleText> text_of(const Streams& streams, std::string_view name) {
  const Channel* channel = streams.find(name);
  return channel == nullptr ? std::nullopt : std::optional(SampleText(*channel));
}

bool is_ours(const Channel& channel, std::string_view name) { return !channel.developer && channel.name == name; }

} // namespace

TrackpointWriter::TrackpointWriter(const Recording& recording, LeftOut& left_out)
    : recording_(recording), position_(recording.streams), altitude_(text_of(recording.streams, "altitude")),
      distance_(text_of(recording.streams, "distance")), heart_rate_(recording.streams.find("heart_rate")),
      cadence_(recording.streams.find("cadence")) {
  choose_extensions(left_out);
  const auto& times = recording.streams.time_ms;
  left_out.add_samples(static_cast<std::uint64_t>(std::count(times.begin(), times.end(), no_value)), "without a time");
}

void TrackpointWriter::choose_extensions(LeftOut& left_out) {
  const Streams& streams = recording_.streams;
  const bool is_run = recording_.sport == "running";
  for (const SampleText& text : texts_of(streams)) {
    const Channel& channel = text.channel();
    if (is_ours(channel, "altitude") || is_ours(channel, "distance") || is_ours(channel, "heart_rate")) {
      continue;
    }
    if (is_ours(channel, "cadence")) {
      if (is_run) {
        in_tpx_.push_back({text, "ns3:RunCadence"});
      }
    } else if (is_ours(channel, "speed")) {
      in_tpx_.insert(in_tpx_.begin(), {text, "ns3:Speed"});
    } else if (is_ours(channel, "power")) {
      in_tpx_.push_back({text, "ns3:Watts"});
    } else if (xml::is_element_name(channel.name) && names.find(channel.name).role == Role::other &&
               (!channel.developer || streams.find(channel.name) == nullptr)) {
      beside_.push_back({text, "tracekit:" + channel.name});
    } else {
      left_out.add("channel " + channel.name);
    }
  }
  // The schema wants the cadence between speed and power.
  std::stable_sort(in_tpx_.begin(), in_tpx_.end(), [](const Extension& a, const Extension& b) {
    return (a.element == "ns3:Watts") < (b.element == "ns3:Watts");
  });
}

void TrackpointWriter::write(xml::ElementWriter& out, std::optional<EpochMillis> end, bool is_last) {
  const Streams& streams = recording_.streams;
  bool is_open = false;
  for (; next_ < streams.size(); ++next_) {
    const std::int64_t time = streams.time_ms[next_];
    if (!is_last && end && time != no_value && time >= *end) {
      break;
    }
    if (time == no_value) {
      continue;
    }
    const bool is_gap = std::binary_search(streams.segment_starts.begin(), streams.segment_starts.end(), next_);
    if (is_open && is_gap) {
      out.close();
      is_open = false;
    }
    if (!is_open) {
      out.open("Track");
      is_open = true;
    }
    write_point(out, next_);
  }
  if (is_open) {
    out.close();
  }
}

void TrackpointWriter::write_point(xml::ElementWriter& out, std::size_t sample) const {
  out.open("Trackpoint");
  out.leaf_with("Time", [&](std::string& text) { text += format_utc_ms(recording_.streams.time_ms[sample]); });
  if (position_.has(sample)) {
    out.open("Position");
    out.leaf_with("LatitudeDegrees", [&](std::string& text) { position_.append_latitude(text, sample); });
    out.leaf_with("LongitudeDegrees", [&](std::string& text) { position_.append_longitude(text, sample); });
    out.close();
  }
  if (altitude_ && altitude_->has(sample)) {
    out.leaf_with("AltitudeMeters", [&](std::string& text) { altitude_->append(text, sample); });
  }
  if (distance_ && distance_->has(sample)) {
    out.leaf_with("DistanceMeters", [&](std::string& text) { distance_->append(text, sample); });
  }
  if (const auto heart_rate = heart_rate_ == nullptr ? std::nullopt : heart_rate_->at(sample)) {
    out.open("HeartRateBpm");
    out.number("Value", std::round(*heart_rate), 0);
    out.close();
  }
  if (const auto cadence = cadence_ == nullptr || recording_.sport == "running" ? std::nullopt : cadence_->at(sample)) {
    out.number("Cadence", std::round(*cadence), 0);
  }
  write_extensions(out, sample);
  out.close();
}

void TrackpointWriter::write_extensions(xml::ElementWriter& out, std::size_t sample) const {
  const auto has_value = [&](const Extension& extension) { return extension.text.has(sample); };
  const auto write = [&](const std::vector<Extension>& extensions) {
    for (const Extension& extension : extensions) {
      if (has_value(extension)) {
        out.leaf_with(extension.element, [&](std::string& text) { extension.text.append(text, sample); });
      }
    }
  };
  const bool in_tpx = std::any_of(in_tpx_.begin(), in_tpx_.end(), has_value);
  if (!in_tpx && !std::any_of(beside_.begin(), beside_.end(), has_value)) {
    return;
  }
  out.open("Extensions");
  if (in_tpx) {
    out.open("ns3:TPX");
    write(in_tpx_);
    out.close();
  }
  write(beside_);
  out.close();
}

} // namespace tracekit::tcx
