// SPDX-License-Identifier: MIT
#include "assets/assets.hpp"

#include <fmt/format.h>

#include "handlers/list.hpp"
#include "http/conditional.hpp"

namespace tracekit::web {
namespace {

/// A file, packed when there is such a form of it and the caller takes it.
Response file_response(const Call& call, const std::string& name, std::string caching) {
  const Assets& assets = call.service().assets;
  auto packed = takes_gzip(call.request().header("Accept-Encoding")) ? assets.find(name + ".gz") : std::nullopt;
  const bool is_packed = packed.has_value();
  auto bytes = is_packed ? std::move(packed) : assets.find(name);
  if (!bytes || name.ends_with(".gz")) {
    throw HttpError(404, "not_found", "there is nothing at this address");
  }
  Response response;
  response.body = std::move(*bytes);
  response.content_type = media_type_of(name);
  response.headers = {{"Cache-Control", std::move(caching)}, {"Vary", "Accept-Encoding"}};
  if (is_packed) {
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  return response;
}

/// Its name carries a hash of what is in it, so that it never changes.
Response asset(Call& call) {
  return file_response(call, "assets/" + call.part("name"), "public, max-age=31536000, immutable");
}

Response icon(Call& call) { return file_response(call, "favicon.svg", "public, max-age=86400"); }

} // namespace

void add_assets(Routes& routes) {
  routes.add("GET", "/assets/{name}", Access::always, asset);
  routes.add("GET", "/favicon.svg", Access::always, icon);
}

} // namespace tracekit::web
