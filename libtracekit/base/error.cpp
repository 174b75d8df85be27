// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <array>

namespace tracekit {
namespace {

struct KindRow {
  ErrorKind kind;
  std::string_view name;
  int exit_code;
};

constexpr std::array kinds{
    KindRow{ErrorKind::usage, "usage", 2},
    KindRow{ErrorKind::config, "config", 2},
    KindRow{ErrorKind::input, "input", 1},
    KindRow{ErrorKind::not_found, "not_found", 1},
    KindRow{ErrorKind::auth, "auth", 5},
    KindRow{ErrorKind::rate_limit, "rate_limit", 4},
    KindRow{ErrorKind::network, "network", 1},
    KindRow{ErrorKind::provider, "provider", 1},
    KindRow{ErrorKind::database, "database", 1},
    KindRow{ErrorKind::conflict, "conflict", 1},
    KindRow{ErrorKind::interrupted, "interrupted", 130},
};

const KindRow& row_of(ErrorKind kind) {
  for (const KindRow& row : kinds) {
    if (row.kind == kind) {
      return row;
    }
  }
  return kinds.front();
}

} // namespace

std::string_view to_string(ErrorKind kind) { return row_of(kind).name; }

int exit_code(ErrorKind kind) { return row_of(kind).exit_code; }

} // namespace tracekit
