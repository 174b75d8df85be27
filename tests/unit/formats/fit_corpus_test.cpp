// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "formats/fit/fit.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

/// Where the corpus lies: in TRACEKIT_CORPUS, else beside the sources. Nothing when it is not there.
std::optional<std::filesystem::path> corpus() {
  const char* named = std::getenv("TRACEKIT_CORPUS");
  std::filesystem::path folder =
      named != nullptr ? named : std::filesystem::path(TRACEKIT_SOURCE_DIR) / ".." / "shared" / "corpus" / "dev";
  if (std::filesystem::exists(folder / "EXPECTED.json")) {
    return folder;
  }
  WARN("SKIPPED: no corpus in " << folder.string());
  return std::nullopt;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// What differs from the corpus' values, as sentences.
class Differences {
public:
  void near(const std::string& what, std::optional<double> got, const json& want, double tolerance) {
    if (want.is_number() && !(got && std::abs(*got - want.get<double>()) <= tolerance)) {
      list_.push_back(
          fmt::format("{}: got {}, expected {}", what, got ? fmt::format("{}", *got) : "nothing", want.dump()));
    }
  }
  void same(const std::string& what, const json& got, const json& want) {
    if (!want.is_null() && got != want) {
      list_.push_back(fmt::format("{}: got {}, expected {}", what, got.dump(), want.dump()));
    }
  }
  [[nodiscard]] const std::vector<std::string>& list() const { return list_; }

private:
  std::vector<std::string> list_;
};

json member(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : json();
}

json second_of(std::optional<EpochMillis> time) { return time ? json(format_utc(*time / 1000)) : json("none"); }

void compare_totals(Differences& differences, const std::string& where, const Totals& totals, const json& want) {
  differences.near(where + "elapsed", totals.elapsed_s, member(want, "total_elapsed_s"), 0.001);
  differences.near(where + "timer", totals.timer_s, member(want, "total_timer_s"), 0.001);
  differences.near(where + "moving", totals.moving_s, member(want, "total_moving_s"), 0.001);
  differences.near(where + "distance", totals.distance_m, member(want, "total_distance_m"), 0.001);
  differences.near(where + "ascent", totals.ascent_m, member(want, "total_ascent_m"), 0);
  differences.near(where + "descent", totals.descent_m, member(want, "total_descent_m"), 0);
  differences.near(where + "avg_hr", totals.avg_hr, member(want, "avg_heart_rate"), 0);
  differences.near(where + "max_hr", totals.max_hr, member(want, "max_heart_rate"), 0);
  differences.near(where + "avg_cadence", totals.avg_cadence, member(want, "avg_cadence"), 0);
  differences.near(where + "max_cadence", totals.max_cadence, member(want, "max_cadence"), 0);
  differences.near(where + "avg_power", totals.avg_power, member(want, "avg_power"), 0);
  differences.near(where + "max_power", totals.max_power, member(want, "max_power"), 0);
  differences.near(where + "normalized_power", totals.normalized_power, member(want, "normalized_power"), 0);
  differences.near(where + "avg_speed", totals.avg_speed_mps, member(want, "avg_speed_mps"), 0.001);
  differences.near(where + "max_speed", totals.max_speed_mps, member(want, "max_speed_mps"), 0.001);
  differences.near(where + "calories", totals.calories_kcal, member(want, "calories_kcal"), 0);
}

void compare_sessions(Differences& differences, const ActivityFile& file, const json& expected) {
  const json sessions = member(expected, "sessions_from_session_messages");
  if (!sessions.is_array() || sessions.empty()) {
    return;
  }
  differences.same("sessions", file.recordings.size(), sessions.size());
  for (std::size_t i = 0; i < std::min(sessions.size(), file.recordings.size()); ++i) {
    const Recording& recording = file.recordings[i];
    const std::string where = fmt::format("session {} ", i);
    differences.same(where + "sport", recording.sport, member(sessions[i], "sport"));
    differences.same(where + "sub_sport", recording.sub_sport, member(sessions[i], "sub_sport"));
    differences.same(where + "start", second_of(recording.start_ms), member(sessions[i], "start_time"));
    differences.near(where + "pool length", recording.pool_length_m, member(sessions[i], "pool_length_m"), 0.001);
    compare_totals(differences, where, recording.totals, sessions[i]);
  }
}

void compare_laps(Differences& differences, const ActivityFile& file, const json& expected) {
  std::vector<const Lap*> laps;
  std::size_t lengths = 0;
  for (const Recording& recording : file.recordings) {
    lengths += recording.lengths.size();
    for (const Lap& lap : recording.laps) {
      laps.push_back(&lap);
    }
  }
  if (file.recordings.empty()) {
    return;
  }
  differences.same("lengths", lengths, member(member(expected, "counts"), "lengths"));
  const json want = member(expected, "laps_from_lap_messages");
  differences.same("laps", laps.size(), want.is_array() ? json(want.size()) : json());
  for (std::size_t i = 0; file.recordings.size() == 1 && i < std::min(laps.size(), want.size()); ++i) {
    const std::string where = fmt::format("lap {} ", i);
    differences.same(where + "start", second_of(laps[i]->start_ms), member(want[i], "start_time"));
    differences.near(where + "elapsed", laps[i]->totals.elapsed_s, member(want[i], "elapsed_s"), 0.001);
    differences.near(where + "timer", laps[i]->totals.timer_s, member(want[i], "timer_s"), 0.001);
    differences.near(where + "distance", laps[i]->totals.distance_m, member(want[i], "distance_m"), 0.001);
    differences.near(where + "avg_hr", laps[i]->totals.avg_hr, member(want[i], "avg_hr"), 0);
    differences.near(where + "avg_power", laps[i]->totals.avg_power, member(want[i], "avg_power"), 0);
    differences.near(where + "calories", laps[i]->totals.calories_kcal, member(want[i], "calories"), 0);
  }
}

void compare_channels(Differences& differences, const ActivityFile& file, const json& expected) {
  const std::map<std::string, const char*> names{
      {"heart_rate", "heart_rate_bpm"}, {"cadence", "cadence_rpm"}, {"power", "power_w"},
      {"speed", "speed_mps"},           {"altitude", "altitude_m"}, {"temperature", "temperature_c"}};
  const json records = member(expected, "computed_from_records");
  std::size_t samples = 0;
  for (const Recording& recording : file.recordings) {
    samples += recording.streams.size();
  }
  differences.same("samples", samples, member(records, "count"));
  const std::vector<ChannelSummary> channels = summarize_channels(file.recordings);
  for (const auto& [ours, theirs] : names) {
    const json want = member(records, theirs);
    const auto found = std::find_if(channels.begin(), channels.end(), [&, name = ours](const ChannelSummary& c) {
      return c.name == name && !c.developer;
    });
    const ChannelSummary got = found == channels.end() ? ChannelSummary{} : *found;
    differences.same(ours + " count", got.count, member(want, "count"));
    differences.near(ours + " min", got.min, member(want, "min"), 0.001);
    differences.near(ours + " max", got.max, member(want, "max"), 0.001);
    differences.near(ours + " avg", got.avg, member(want, "avg"), 0.001);
  }
}

/// The strap's channel, and the samples' own heart rate where it is silent, as Garmin's SDK merges them.
void compare_strap(Differences& differences, const ActivityFile& file, const json& expected) {
  const json want = member(member(expected, "wellness"), "record_heart_rate_after_merging_hr_messages");
  double sum = 0;
  std::size_t count = 0;
  for (const Recording& recording : file.recordings) {
    const Channel* strap = recording.streams.find("heart_rate_strap");
    const Channel* own = recording.streams.find("heart_rate");
    for (std::size_t i = 0; i < recording.streams.size(); ++i) {
      const auto from_strap = strap == nullptr ? std::nullopt : strap->at(i);
      const auto value = from_strap || own == nullptr ? from_strap : own->at(i);
      sum += value.value_or(0);
      count += value ? 1U : 0U;
    }
  }
  differences.same("merged heart rates", count, member(want, "count"));
  differences.near("merged heart rate", count == 0 ? 0 : sum / static_cast<double>(count), member(want, "avg"), 0.001);
}

void compare_rest(Differences& differences, const ActivityFile& file, const json& expected) {
  json counts = json::object();
  for (const auto& [number, count] : file.message_counts) {
    counts[std::to_string(number)] = count;
  }
  differences.same("message counts", counts, member(expected, "message_counts"));
  const json device = member(expected, "device");
  differences.same("manufacturer", file.device.manufacturer, member(device, "manufacturer_name"));
  differences.same("file type", file.file_type, member(device, "file_type"));
  std::set<std::string> want;
  for (const json& field : member(expected, "developer_fields")) {
    if (member(field, "name").is_string()) {
      want.insert(member(field, "name").get<std::string>());
    }
  }
  std::set<std::string> got;
  for (const DeveloperField& field : file.developer_fields) {
    got.insert(field.name);
  }
  differences.same("developer fields", got, want);
}

} // namespace

TEST_CASE("sound FIT files of the corpus are read as other decoders read them") {
  const auto folder = corpus();
  if (!folder) {
    return;
  }
  const json expected = json::parse(content_of(*folder / "EXPECTED.json"));
  std::size_t files = 0;
  for (const auto& [name, values] : expected.items()) {
    if (!name.ends_with(".fit") || member(values, "format") != "FIT" || member(values, "readable") != true) {
      continue;
    }
    INFO(name);
    const ActivityFile file = fit::decode(as_bytes(content_of(*folder / name)));
    Differences differences;
    compare_sessions(differences, file, values);
    compare_laps(differences, file, values);
    compare_channels(differences, file, values);
    compare_strap(differences, file, values);
    compare_rest(differences, file, values);
    CHECK(file.damage.empty());
    CHECK(differences.list() == std::vector<std::string>{});
    ++files;
  }
  CHECK(files > 0);
}

TEST_CASE("damaged FIT files of the corpus are read in part with a sentence, or refused with one") {
  const auto folder = corpus();
  if (!folder) {
    return;
  }
  const json expected = json::parse(content_of(*folder / "EXPECTED.json"));
  std::size_t files = 0;
  for (const auto& [name, values] : expected.items()) {
    if (!name.ends_with(".fit") || member(values, "readable") != false) {
      continue;
    }
    INFO(name);
    ++files;
    try {
      const ActivityFile file = fit::decode(as_bytes(content_of(*folder / name)));
      CHECK_FALSE(file.damage.empty());
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::input);
      CHECK_FALSE(std::string(error.what()).empty());
    }
  }
  CHECK(files > 0);
}

TEST_CASE("a FIT file of the corpus can be cut anywhere and still keeps its whole samples") {
  const auto folder = corpus();
  if (!folder || !std::filesystem::exists(*folder / "fit" / "garmin-fr910xt-poolswim.fit")) {
    return;
  }
  const std::string whole = content_of(*folder / "fit" / "garmin-fr910xt-poolswim.fit");
  std::uint64_t samples = 0;
  for (std::size_t size = 200; size < whole.size(); size += 7) {
    const ActivityFile file = fit::decode(as_bytes(whole).first(size));
    CHECK_FALSE(file.damage.empty());
    const auto found = file.message_counts.find(20);
    const std::uint64_t now = found == file.message_counts.end() ? 0 : found->second;
    CHECK(now >= samples);
    samples = now;
  }
  CHECK(samples == 67);
}
