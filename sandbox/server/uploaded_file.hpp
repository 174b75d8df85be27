// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sandbox/athlete.hpp"
#include "sandbox/server/http.hpp"

namespace tracekit::sandbox {

/// The file of a form, and its other fields.
struct UploadedFile {
  std::string name;
  std::string content;
  std::map<std::string, std::string> fields;

  /// Nothing when there is no file in the request's body.
  static std::optional<UploadedFile> of(const Request& request);

  /// The first workout in it, in the athlete's time of summer; nothing when nobody can read it.
  [[nodiscard]] std::optional<Workout> workout() const;
};

} // namespace tracekit::sandbox
