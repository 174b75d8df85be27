// SPDX-License-Identifier: MIT
#include "app/originals.hpp"

#include "attachment.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

Response saved(const app::StoredFile& file) { return attachment(file.name, "application/octet-stream", file.content); }

Response original(Call& call) {
  call.knows_only({});
  return saved(app::original_of(call.app(), {call.part("provider"), call.part("id")}));
}

Response file_in_folder(Call& call) {
  call.knows_only({"name"});
  const auto name = call.asked("name");
  if (!name) {
    throw Error(ErrorKind::usage, "which file? name= is missing");
  }
  return saved(app::file_in_folder(call.app(), *name));
}

} // namespace

void add_originals(Routes& routes) {
  routes.add("GET", "/api/records/{provider}/{id}/original", Access::read, original)
      .says("The file that a record came from")
      .answers(200, "application/octet-stream");
  routes.add("GET", "/api/file/download", Access::read, file_in_folder)
      .says("A file of the folder, by its path in it")
      .asks("name", "such as 2025/ride.fit", Description::Type::text, true)
      .answers(200, "application/octet-stream");
}

} // namespace tracekit::web
