// SPDX-License-Identifier: MIT
#include "formats/tcx/encode.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/sample_text.hpp"
#include "formats/tcx/names.hpp"
#include "formats/tcx/trackpoint_writer.hpp"
#include "formats/xml/element_writer.hpp"

namespace tracekit::tcx {
namespace {

constexpr std::string_view namespaces =
    " xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\""
    " xmlns:ns3=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:tracekit=\"urn:tracekit:samples:1\"";

/// Of laps; the session's are their sums, maxima and means.
constexpr std::array<Member, 11> held_totals{&Totals::timer_s,       &Totals::distance_m,  &Totals::calories_kcal,
                                             &Totals::avg_hr,        &Totals::max_hr,      &Totals::avg_speed_mps,
                                             &Totals::max_speed_mps, &Totals::avg_cadence, &Totals::max_cadence,
                                             &Totals::avg_power,     &Totals::max_power};

std::optional<EpochMillis> start_of(const Recording& recording) {
  if (recording.start_ms) {
    return recording.start_ms;
  }
  const auto& times = recording.streams.time_ms;
  const auto first = std::find_if(times.begin(), times.end(), [](std::int64_t time) { return time != no_value; });
  return first == times.end() ? std::nullopt : std::optional(*first);
}

std::string_view sport_attribute(const Recording& recording) {
  return recording.sport == "running"   ? " Sport=\"Running\""
         : recording.sport == "cycling" ? " Sport=\"Biking\""
                                        : " Sport=\"Other\"";
}

std::string_view trigger_word(std::string_view trigger) {
  return trigger == "distance"       ? "Distance"
         : trigger == "time"         ? "Time"
         : trigger == "position_lap" ? "Location"
                                     : "Manual";
}

void number(xml::ElementWriter& out, std::string_view name, const std::optional<double>& value, int decimals) {
  if (value) {
    out.number(name, *value, decimals);
  }
}

void heart_rate(xml::ElementWriter& out, std::string_view name, const std::optional<double>& value) {
  if (value) {
    out.open(name);
    out.number("Value", std::round(*value), 0);
    out.close();
  }
}

/// Laps of one recording and which samples they hold.
class LapWriter {
public:
  LapWriter(xml::ElementWriter& out, const Recording& recording, LeftOut& left_out)
      : out_(out), recording_(recording), points_(recording, left_out), is_run_(recording.sport == "running") {}

  void write(EpochMillis start) {
    Lap whole;
    whole.totals = recording_.totals;
    const std::span<const Lap> laps = recording_.laps.empty() ? std::span(&whole, 1) : std::span(recording_.laps);
    EpochMillis begin = start;
    for (std::size_t i = 0; i < laps.size(); ++i) {
      begin = laps[i].start_ms.value_or(begin);
      const bool is_last = i + 1 == laps.size();
      write_lap(laps[i], begin, is_last ? std::nullopt : laps[i + 1].start_ms, is_last);
      begin += static_cast<EpochMillis>(laps[i].totals.elapsed_s.value_or(laps[i].totals.timer_s.value_or(0)) * 1000);
    }
  }

private:
  void write_lap(const Lap& lap, EpochMillis begin, std::optional<EpochMillis> end, bool is_last) {
    const Totals& totals = lap.totals;
    out_.open("Lap", xml::attribute("StartTime", format_utc_ms(begin)));
    out_.number("TotalTimeSeconds", totals.timer_s.value_or(totals.elapsed_s.value_or(0)), 3);
    out_.number("DistanceMeters", totals.distance_m.value_or(0), 3);
    number(out_, "MaximumSpeed", totals.max_speed_mps, 4);
    out_.number("Calories", std::round(totals.calories_kcal.value_or(0)), 0);
    heart_rate(out_, "AverageHeartRateBpm", totals.avg_hr);
    heart_rate(out_, "MaximumHeartRateBpm", totals.max_hr);
    out_.leaf("Intensity", lap.intensity == "rest" ? "Resting" : "Active");
    if (totals.avg_cadence && !is_run_) {
      out_.number("Cadence", std::round(*totals.avg_cadence), 0);
    }
    out_.leaf("TriggerMethod", trigger_word(lap.trigger));
    points_.write(out_, end, is_last);
    write_extension(totals);
    out_.close();
  }

  void write_extension(const Totals& totals) {
    if (!totals.avg_speed_mps && !totals.max_cadence && !totals.avg_power && !totals.max_power &&
        !(is_run_ && totals.avg_cadence)) {
      return;
    }
    out_.open("Extensions");
    out_.open("ns3:LX");
    number(out_, "ns3:AvgSpeed", totals.avg_speed_mps, 4);
    if (is_run_) {
      number(out_, "ns3:AvgRunCadence", totals.avg_cadence, 0);
      number(out_, "ns3:MaxRunCadence", totals.max_cadence, 0);
    } else {
      number(out_, "ns3:MaxBikeCadence", totals.max_cadence, 0);
    }
    number(out_, "ns3:AvgWatts", totals.avg_power, 0);
    number(out_, "ns3:MaxWatts", totals.max_power, 0);
    out_.close();
    out_.close();
  }

  xml::ElementWriter& out_;
  const Recording& recording_;
  TrackpointWriter points_;
  bool is_run_;
};

void write_creator(xml::ElementWriter& out, const Device& device) {
  const std::string& name = device.product.empty() ? device.manufacturer : device.product;
  if (name.empty()) {
    return;
  }
  const std::size_t dot = device.software.find('.');
  const auto major = parse_integer(device.software.substr(0, dot));
  const auto minor = dot == std::string::npos ? std::optional(0LL) : parse_integer(device.software.substr(dot + 1));
  out.open("Creator", " xsi:type=\"Device_t\"");
  out.leaf("Name", name);
  out.leaf("UnitId", parse_integer(device.serial) ? device.serial : "0");
  out.leaf("ProductID", std::to_string(device.product_number.value_or(0)));
  out.open("Version");
  out.leaf("VersionMajor", std::to_string(major && minor ? *major : 0));
  // As it was written: 12.05 is not 12.5.
  out.leaf("VersionMinor", major && minor && dot != std::string::npos ? device.software.substr(dot + 1) : "0");
  out.close();
  out.close();
}

void report(const Recording& recording, LeftOut& left_out) {
  left_out.add_totals(recording.totals, held_totals);
  left_out.add_parts(recording, {.description = true, .laps = true, .device = true});
  if (recording.sport != "running" && recording.sport != "cycling" && recording.sport != "generic") {
    left_out.add("sport " + recording.sport);
  }
  if (recording.sub_sport != "generic") {
    left_out.add("sub-sport " + recording.sub_sport);
  }
}

} // namespace

std::string encode(std::span<const Recording> recordings, LeftOut& left_out) {
  xml::ElementWriter out;
  out.open("TrainingCenterDatabase", namespaces);
  out.open("Activities");
  bool is_empty = true;
  for (const Recording& recording : recordings) {
    const auto start = start_of(recording);
    if (!start) {
      left_out.add("a session without times");
      continue;
    }
    is_empty = false;
    out.open("Activity", sport_attribute(recording));
    out.leaf("Id", format_utc_ms(*start));
    LapWriter(out, recording, left_out).write(*start);
    if (!recording.description.empty()) {
      out.leaf("Notes", recording.description);
    }
    write_creator(out, recording.device);
    out.close();
    report(recording, left_out);
  }
  if (is_empty) {
    throw Error(ErrorKind::input, "holds no times, and TCX holds nothing without them",
                "GPX and KML hold tracks without times");
  }
  out.close();
  out.close();
  return out.text();
}

} // namespace tracekit::tcx
