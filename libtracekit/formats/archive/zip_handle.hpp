// SPDX-License-Identifier: MIT
#pragma once

#include <zip.h>

#include <memory>

namespace tracekit::archive {

/// An archive that is only read, and one of its members.
struct DiscardZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using ZipHandle = std::unique_ptr<zip_t, DiscardZip>;
using MemberHandle = std::unique_ptr<zip_file_t, CloseMember>;

} // namespace tracekit::archive
