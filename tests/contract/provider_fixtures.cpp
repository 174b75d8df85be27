// SPDX-License-Identifier: MIT
#include "contract/provider_fixtures.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "support/temporary_folder.hpp"
#include "unit/providers/sample_files.hpp"

namespace tracekit::test {
namespace {

std::string day_text(int day) { return fmt::format("2025-08-{:02}", day); }

class FileFixture final : public ProviderFixture {
public:
  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"path", (folder_ / "files").string()}};
  }

  void hold(const std::vector<Workout>& workouts) override {
    std::filesystem::create_directories(folder_ / "files");
    std::map<std::string, std::string> wanted;
    for (const Workout& workout : workouts) {
      wanted[name_of(workout.day)] = a_gpx(day_text(workout.day) + "T07:00:00Z", 4 + workout.version);
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "files")) {
      if (!wanted.contains(entry.path().filename().string())) {
        std::filesystem::remove(entry.path());
      }
    }
    for (const auto& [name, content] : wanted) {
      const std::filesystem::path path = folder_ / "files" / name;
      if (!std::filesystem::exists(path) || as_text(read_file(path)) != content) {
        folder_.write("files/" + name, content);
      }
    }
  }

  bool spoil(int day) override {
    folder_.write("files/" + name_of(day), "half a file");
    return true;
  }

  void vanish() override { std::filesystem::remove_all(folder_ / "files"); }

  [[nodiscard]] std::string file_of(int day) const override { return a_gpx(day_text(day) + "T07:00:00Z"); }

private:
  static std::string name_of(int day) { return day_text(day) + ".gpx"; }
  TemporaryFolder folder_;
};

class SpreadsheetFixture final : public ProviderFixture {
public:
  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"path", (folder_ / "log.csv").string()}};
  }

  void hold(const std::vector<Workout>& workouts) override {
    workouts_ = workouts;
    write(0);
  }

  bool spoil(int day) override {
    write(day);
    return true;
  }

  void vanish() override { std::filesystem::remove(folder_ / "log.csv"); }

  [[nodiscard]] std::string file_of(int /*day*/) const override { return ""; }

private:
  void write(int spoiled_day) {
    std::string text = "Date,Type,Distance (km),Duration,Gear,Notes\n";
    for (const Workout& workout : workouts_) {
      const std::string date = workout.day == spoiled_day ? "soon" : day_text(workout.day);
      text +=
          fmt::format("{},Ride,{},1:00:00,Bike,Ride {} v{}\n", date, 20 + workout.day, workout.day, workout.version);
    }
    if (!std::filesystem::exists(folder_ / "log.csv") || as_text(read_file(folder_ / "log.csv")) != text) {
      folder_.write("log.csv", text);
    }
  }

  TemporaryFolder folder_;
  std::vector<Workout> workouts_;
};

} // namespace

std::unique_ptr<ProviderFixture> make_provider_fixture(const std::string& provider) {
  if (provider == "file") {
    return std::make_unique<FileFixture>();
  }
  if (provider == "spreadsheet") {
    return std::make_unique<SpreadsheetFixture>();
  }
  return nullptr;
}

} // namespace tracekit::test
