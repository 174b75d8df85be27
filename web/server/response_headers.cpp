// SPDX-License-Identifier: MIT
#include "response_headers.hpp"

#include <array>

namespace tracekit::web {
namespace {

struct Line {
  const char* name;
  const char* value;
};

constexpr std::array lines{
    Line{"Cache-Control", "no-store"},
    Line{"Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                                    "frame-ancestors 'none'; form-action 'self'"},
    Line{"X-Content-Type-Options", "nosniff"},
    Line{"Referrer-Policy", "same-origin"},
    Line{"Cross-Origin-Opener-Policy", "same-origin"},
    Line{"Cross-Origin-Resource-Policy", "same-origin"},
};

} // namespace

void add_standard_headers(Response& response) {
  for (const Line& line : lines) {
    response.headers.emplace_back(line.name, line.value);
  }
}

} // namespace tracekit::web
