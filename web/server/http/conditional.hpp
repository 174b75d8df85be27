// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "http/message.hpp"

namespace tracekit::web {

/// Gives the answer to a GET an ETag of what is in it, and makes it 304 without a body when the caller says that he has
/// just that.
void answer_conditionally(const Request& request, Response& response);

/// Whether `Accept-Encoding` takes gzip.
bool takes_gzip(std::string_view accept_encoding);

} // namespace tracekit::web
