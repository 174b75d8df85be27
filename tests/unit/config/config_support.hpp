// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "config/settings.hpp"

namespace tracekit::config::testing {

/// A folder that is there for one test.
class Folder {
public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tracekit-config-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = std::filesystem::canonical(name);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(std::string_view name) const { return (path_ / name).string(); }

  std::string write(std::string_view name, std::string_view text, unsigned mode = 0600) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    write_file_atomically(path_ / name, as_bytes(text), mode);
    return (path_ / name).string();
  }
  [[nodiscard]] std::string read(std::string_view name) const { return std::string(as_text(read_file(path_ / name))); }

private:
  std::filesystem::path path_;
};

/// The sentence of the Error(config) that a call throws.
template <typename Call> std::string refusal(Call call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    return error.what();
  }
  return "no error";
}

template <typename Call> std::string hint(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.hint();
  }
  return "no error";
}

inline Option option(std::string key, OptionKind kind, bool secret = false) {
  Option out;
  out.key = std::move(key);
  out.kind = kind;
  out.secret = secret;
  return out;
}

/// The six providers, with options of every kind.
inline Schema six_providers() {
  Schema schema;
  for (const char* id : {"spreadsheet", "garmin", "ridewithgps", "intervalsicu", "strava", "file"}) {
    ProviderSchema provider;
    provider.id = id;
    provider.priority = static_cast<int>(schema.providers.size()) + 1;
    schema.providers.push_back(provider);
  }
  schema.providers[0].options = {option("path", OptionKind::path)};
  schema.providers[0].options[0].required = true;
  schema.providers[1].options = {option("email", OptionKind::text), option("password", OptionKind::text, true)};
  ProviderSchema& strava = schema.providers[4];
  strava.write_only = true;
  strava.base_url_roles = {"api", "oauth"};
  strava.options = {option("client_id", OptionKind::text), option("client_secret", OptionKind::text, true)};
  strava.options[0].environment = {"STRAVA_CLIENT_ID"};
  strava.options[1].environment = {"STRAVA_CLIENT_SECRET"};
  strava.options[1].required = true;
  return schema;
}

inline Environment with(Variables variables) { return Environment(std::move(variables)); }

/// Layers of a machine where only HOME is known.
inline Layers layers_at(const Folder& folder, Variables variables = {}) {
  variables.try_emplace("HOME", folder / "home");
  Layers layers;
  layers.environment = Environment(std::move(variables));
  layers.working_dir = folder.path();
  return layers;
}

} // namespace tracekit::config::testing
