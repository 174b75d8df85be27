// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// What became of files that a person handed over, by their names.
struct IntakeReport {
  std::vector<std::string> saved;
  std::vector<std::string> skipped; ///< were there already
  struct Rejected {
    std::string name;
    std::string why;
  };
  std::vector<Rejected> rejected;
};

/// Puts activity files that a person hands over into the folder of files, where the next pull reads them. What holds no
/// activity is rejected, and nothing is stored twice or overwritten. Archives of many files are not for it: see
/// app/import/uploaded_archive.hpp.
class FileIntake {
public:
  /// Throws Error(config) when files are not enabled.
  explicit FileIntake(App& app);

  /// No larger than this is a file that is taken for one activity.
  static constexpr std::uint64_t most_bytes = std::uint64_t{128} << 20U;

  void take(const std::string& name, ByteView content);
  void reject(const std::string& name, const std::string& why) { report_.rejected.push_back({name, why}); }

  [[nodiscard]] const IntakeReport& report() const { return report_; }

private:
  App& app_;
  std::unique_ptr<Provider> folder_;
  IntakeReport report_;
};

nlohmann::json to_json(const IntakeReport& report);

} // namespace tracekit::app
