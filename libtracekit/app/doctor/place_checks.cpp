// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/doctor/checks.hpp"
#include "app/key_rotation.hpp"
#include "config/secret_key.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t little_space = std::uintmax_t{1} << 30U;
constexpr std::uintmax_t no_space = std::uintmax_t{50} << 20U;

std::string free_words(std::uintmax_t bytes) {
  constexpr double giga = 1e9;
  const double gigabytes = static_cast<double>(bytes) / giga;
  return gigabytes < 1 ? fmt::format("{:.0f} MB free", gigabytes * 1000) : fmt::format("{:.0f} GB free", gigabytes);
}

/// The folder itself or, where it is still to be made, the nearest one above that is there.
fs::path present_part(fs::path folder) {
  std::error_code code;
  while (!fs::exists(folder, code) && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  return folder;
}

void check_data_folder(const fs::path& folder, Diagnosis& diagnosis) {
  constexpr const char* check = "data_folder";
  constexpr const char* subject = "Data folder";
  const fs::path present = present_part(folder);
  if (!fs::is_directory(present) || ::access(present.c_str(), W_OK | X_OK) != 0) {
    diagnosis.broken(
        check, subject,
        Error(ErrorKind::input, fmt::format("{} cannot be written to", present.string()),
              fmt::format("change its owner: sudo chown -R \"$USER\" {}; or set TRACEKIT_DATA_DIR", present.string())));
    return;
  }
  std::error_code code;
  const fs::space_info space = fs::space(present, code);
  const std::string room = code ? "free space unknown" : free_words(space.available);
  if (!code && space.available < no_space) {
    diagnosis.broken(check, subject,
                     Error(ErrorKind::input, fmt::format("the disk of {} is full, {}", folder.string(), room),
                           "make room, nothing can be stored"));
  } else if (!code && space.available < little_space) {
    diagnosis.attention(check, subject, fmt::format("{}, only {}", folder.string(), room),
                        "make room before it is full");
  } else {
    diagnosis.good(check, subject,
                   fmt::format("{}, {}{}", folder.string(), present == folder ? "" : "made when it is needed, ", room));
  }
}

void check_key(const fs::path& data_dir, const config::Environment& environment, Diagnosis& diagnosis) {
  constexpr const char* check = "key";
  constexpr const char* subject = "Secret key";
  try {
    const auto variable = environment.find("TRACEKIT_SECRET_KEY");
    const fs::path file = config::key_file(data_dir);
    std::error_code code;
    if (!variable && fs::symlink_status(file, code).type() == fs::file_type::not_found) {
      diagnosis.good(check, subject, "made when the first secret is sealed");
      return;
    }
    config::installation_keys(environment, data_dir);
    diagnosis.good(check, subject, variable ? "from " + variable->origin : file.string() + ", only yours to read");
  } catch (const Error& error) {
    diagnosis.broken(check, subject, error);
  }
}

} // namespace

void check_secrets(App& app, Diagnosis& diagnosis) {
  constexpr const char* check = "secrets";
  constexpr const char* subject = "Secrets";
  const SealedSecrets secrets = sealed_secrets(app);
  for (const std::string& closed : secrets.closed) {
    diagnosis.broken(check, subject, Error(ErrorKind::config, closed, "put the right key in place, or sign in again"));
  }
  if (secrets.closed.empty() && secrets.count > 0) {
    diagnosis.good(check, subject, fmt::format("{}, opened by the key", secrets.count));
  }
}

void check_places(const config::Settings& settings, const config::Environment& environment, Diagnosis& diagnosis) {
  check_data_folder(settings.data_dir, diagnosis);
  check_key(settings.data_dir, environment, diagnosis);
}

} // namespace tracekit::app
