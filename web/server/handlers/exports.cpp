// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/activity_export.hpp"
#include "attachment.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

Response export_one(Call& call) {
  call.knows_only({"format"});
  const auto format = call.asked("format");
  if (!format) {
    throw Error(ErrorKind::usage, "as what? format= is missing", "for example format=gpx");
  }
  app::ExportedFile file = app::export_activity(call.app(), call.number("id"), app::export_format(*format));
  return attachment(file.name, file.media_type, file.bytes);
}

} // namespace

void add_exports(Routes& routes) {
  routes.add("GET", "/api/activities/{id}/export", Access::read, export_one)
      .says("An activity as a file")
      .asks("format", "fit, gpx, tcx, kml, geojson, csv, jsonl or original", Description::Type::text, true)
      .answers(200, "application/octet-stream");
}

} // namespace tracekit::web
