// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/body_file.hpp"

namespace tracekit::web {

/// One part of a form as browsers send files (RFC 7578), by where its content stands in the body.
struct FormPart {
  std::string name;
  std::string file_name; ///< as the browser says it; empty for what is no file
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// The parts of a body, in their order. Holds no more of it in memory than a piece. `content_type` is the request's.
/// Throws Error(usage) when it is no such form, or has no end.
std::vector<FormPart> form_parts(const BodyFile& body, std::string_view content_type);

} // namespace tracekit::web
