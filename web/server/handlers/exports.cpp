// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <semaphore>

#include "app/archive_export.hpp"
#include "app/portable.hpp"
#include "attachment.hpp"
#include "base/day_order.hpp"
#include "errors.hpp"
#include "handlers/list.hpp"
#include "handlers/values.hpp"

namespace tracekit::web {
namespace {

/// Exports of many activities that are sent at once. Each has a connection to the database for as long as its reader
/// takes, so they must not become as many as readers.
constexpr std::ptrdiff_t most_exports = 4;
using ExportPlaces = std::counting_semaphore<most_exports>;

/// Local days, both included.
struct DaySpan {
  Date from;
  Date to;
};

app::ExportFormat asked_format(const Call& call) {
  const auto format = call.asked("format");
  if (!format) {
    throw Error(ErrorKind::usage, "as what? format= is missing", "for example format=gpx");
  }
  return app::export_format(*format);
}

DaySpan asked_days(const Call& call) {
  const auto from = asked_day(call, "from");
  const auto to = asked_day(call, "to");
  if (!from || !to) {
    throw Error(ErrorKind::usage, "which days? from= and to= are both wanted",
                "for example from=2025-08-01&to=2025-08-31");
  }
  check_day_order(from, to); // before the head of the answer is out
  return {*from, *to};
}

/// Is given back when nobody holds it any more.
std::shared_ptr<ExportPlaces> take_place(const std::shared_ptr<ExportPlaces>& places) {
  if (!places->try_acquire()) {
    throw HttpError(503, "interrupted", "other exports are being sent already", "try again when they are there")
        .with_header("Retry-After", "30");
  }
  return {places.get(), [places](ExportPlaces* taken) { taken->release(); }};
}

Response export_one(Call& call) {
  call.knows_only({"format"});
  const app::ExportFormat format = asked_format(call);
  app::ExportedFile file = app::export_activity(call.app(), call.number("id"), format);
  return attachment(file.name, file.media_type, file.bytes);
}

/// What `tracekit export --from --to --format` writes.
Response export_many(Call& call, const std::shared_ptr<ExportPlaces>& places) {
  call.knows_only({"from", "to", "format"});
  const app::ExportFormat format = asked_format(call);
  const DaySpan days = asked_days(call);
  const bool is_records = format.kind == app::ExportFormat::Kind::records;
  const std::string name = fmt::format("{}-to-{}-{}.{}", format_date(days.from), format_date(days.to),
                                       *call.asked("format"), is_records ? "jsonl" : "zip");
  Response response = attachment(name, is_records ? "application/x-ndjson" : "application/zip", {});
  response.has_end = true;
  response.stream = [place = take_place(places), &service = call.service(), user = call.caller().user, format, days,
                     is_records](const Response::Send& send) {
    const AppPool::Lease lease = service.apps.of(user);
    const auto take = [&](ByteView piece) {
      if (service.readiness.stopping()) {
        throw Error(ErrorKind::interrupted, "the server is stopping");
      }
      if (!send(as_text(piece))) {
        throw Error(ErrorKind::interrupted, "nobody reads the export any more");
      }
    };
    if (is_records) {
      app::export_jsonl(lease.app(), days.from, days.to, [&](const std::string& line) { take(as_bytes(line + "\n")); });
    } else {
      app::export_archive(lease.app(), days.from, days.to, format, take);
    }
  };
  return response;
}

} // namespace

void add_exports(Routes& routes) {
  constexpr const char* formats = "fit, gpx, tcx, kml, geojson, csv, jsonl or original";
  routes.add("GET", "/api/activities/{id}/export", Access::read, export_one)
      .says("An activity as a file")
      .asks("format", formats, Description::Type::text, true)
      .answers(200, "application/octet-stream");
  const auto places = std::make_shared<ExportPlaces>(most_exports);
  routes.add("GET", "/api/export", Access::read, [places](Call& call) { return export_many(call, places); })
      .says("The activities of these days as a zip archive with a file for each, or their records as lines of JSON")
      .asks("from", "first day, YYYY-MM-DD", Description::Type::text, true)
      .asks("to", "last day, YYYY-MM-DD", Description::Type::text, true)
      .asks("format", formats, Description::Type::text, true)
      .answers(200, "application/zip");
}

} // namespace tracekit::web
