// SPDX-License-Identifier: MIT
#include "app/file_intake.hpp"

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "formats/decode.hpp"

namespace tracekit::app {
namespace {

constexpr const char* folder_provider = "file";

bool is_problem_of_the_file(const Error& error) {
  return error.kind() == ErrorKind::input || error.kind() == ErrorKind::usage;
}

} // namespace

FileIntake::FileIntake(App& app) : app_(app), folder_(app.connect(folder_provider)) {}

void FileIntake::take(const std::string& name, ByteView content) {
  try {
    const UnpackedFile unpacked = unpack_file({content.begin(), content.end()}, name);
    const auto known = app_.mine().records.find({folder_provider, sha256_hex(unpacked.bytes)});
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

nlohmann::json to_json(const IntakeReport& report) {
  nlohmann::json rejected = nlohmann::json::array();
  for (const IntakeReport::Rejected& one : report.rejected) {
    rejected.push_back({{"name", one.name}, {"why", one.why}});
  }
  return {{"saved", report.saved}, {"skipped", report.skipped}, {"rejected", std::move(rejected)}};
}

} // namespace tracekit::app
