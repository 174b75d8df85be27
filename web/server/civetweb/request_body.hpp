// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "net/http.hpp"

struct mg_connection;

namespace tracekit::web {

/// A request that cannot be used: the status that says why.
struct RequestRefused {
  int status;
};

/// Hands on a request's body piece by piece. Throws RequestRefused when it is too large, was cut off, or comes too
/// slowly: 16 KiB a second are wanted on the whole, after ten seconds.
void read_body(mg_connection* connection, const net::Headers& headers, std::uint64_t most_bytes,
               const std::function<void(std::string_view)>& take);

} // namespace tracekit::web
