// SPDX-License-Identifier: MIT
#include "attachment.hpp"

#include <fmt/format.h>

namespace tracekit::web {

Response attachment(std::string_view name, std::string media_type, ByteView bytes) {
  Response response;
  response.content_type = std::move(media_type);
  response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
  response.body.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return response;
}

} // namespace tracekit::web
