// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::sandbox {

struct ZipMember {
  std::string name;
  std::string content;
};

/// A zip archive of these members, the same bytes every time.
Bytes zip_file(const std::vector<ZipMember>& members);

} // namespace tracekit::sandbox
