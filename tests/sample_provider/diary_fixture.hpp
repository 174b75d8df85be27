// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "contract/provider_fixtures.hpp"
#include "support/temporary_folder.hpp"

namespace tracekit::test {

class DiaryFixture final : public ProviderFixture {
public:
  [[nodiscard]] std::map<std::string, std::string> settings() const override {
    return {{"path", (folder_ / "notes").string()}};
  }

  void hold(const std::vector<Workout>& workouts) override {
    const std::vector<Workout> before = std::exchange(workouts_, workouts);
    for (const Workout& workout : before) {
      if (std::ranges::none_of(workouts, [&](const Workout& one) { return one.day == workout.day; })) {
        std::filesystem::remove(folder_ / name_of(workout.day));
      }
    }
    for (const Workout& workout : workouts) {
      const std::string text =
          fmt::format("start: 2025-08-{:02}T07:00:00Z\nsport: Ride\nkilometres: {}\nname: Ride {} v{}\n", workout.day,
                      20 + workout.day, workout.day, workout.version);
      const std::filesystem::path note = folder_ / name_of(workout.day);
      if (!std::filesystem::exists(note) || as_text(read_file(note)) != text) {
        folder_.write(name_of(workout.day), text);
      }
    }
  }

  bool spoil(int day) override {
    folder_.write(name_of(day), "start: soon\n");
    return true;
  }

  void vanish() override { std::filesystem::remove_all(folder_ / "notes"); }

  [[nodiscard]] std::string file_of(int /*day*/) const override { return ""; }

private:
  static std::string name_of(int day) { return fmt::format("notes/2025-08-{:02}.note", day); }

  TemporaryFolder folder_;
  std::vector<Workout> workouts_;
};

} // namespace tracekit::test
