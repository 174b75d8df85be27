// SPDX-License-Identifier: MIT
#include "app/file_intake.hpp"

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "formats/archive/zip_members.hpp"

namespace tracekit::app {
namespace {

constexpr const char* folder_provider = "file";

bool is_problem_of_the_file(const Error& error) {
  return error.kind() == ErrorKind::input || error.kind() == ErrorKind::usage;
}

} // namespace

FileIntake::FileIntake(App& app) : app_(app), folder_(app.connect(folder_provider)) {}

bool FileIntake::is_zip_name(const std::string& name) { return ends_with_ignoring_case(name, ".zip"); }

void FileIntake::take(const std::string& name, ByteView content) {
  try {
    const auto known = app_.mine().records.find({folder_provider, sha256_hex(content)});
    if (known && !known->deleted_at) {
      report_.skipped.push_back(name);
      return;
    }
    folder_->file_storer()->store(name, content);
    report_.saved.push_back(name);
  } catch (const Error& error) {
    if (!is_problem_of_the_file(error)) {
      throw;
    }
    reject(name, error.what());
  }
}

void FileIntake::take_zip(const std::string& name, const std::filesystem::path& path) {
  try {
    archive::ZipMembers zip(path);
    for (std::size_t i = 0; i < zip.size(); ++i) {
      app_.cancellation().check();
      if (!zip.is_activity(i)) {
        continue;
      }
      const std::string member = zip.name(i);
      try {
        const Bytes content = zip.read(i, most_bytes);
        take(member, content);
      } catch (const Error& error) {
        if (!is_problem_of_the_file(error)) {
          throw;
        }
        reject(member, error.what());
      }
    }
    if (!zip.has_activities()) {
      reject(name, "is a zip archive without a FIT, GPX, TCX or KML file inside");
    }
  } catch (const archive::UnsafeZip& error) {
    reject(name, error.what());
  }
}

nlohmann::json to_json(const IntakeReport& report) {
  nlohmann::json rejected = nlohmann::json::array();
  for (const IntakeReport::Rejected& one : report.rejected) {
    rejected.push_back({{"name", one.name}, {"why", one.why}});
  }
  return {{"saved", report.saved}, {"skipped", report.skipped}, {"rejected", std::move(rejected)}};
}

} // namespace tracekit::app
