// SPDX-License-Identifier: MIT
#include "sandbox/strava/strava_uploads.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/server/uploaded_file.hpp"
#include "sandbox/strava/strava_server.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr int looks_until_ready = 2;
constexpr std::int64_t first_id = 17'511'200'000;

Response answer(const json& document, int status = 200) {
  return {status, document.dump(-1, ' ', false, json::error_handler_t::replace), "application/json; charset=utf-8", {}};
}

} // namespace

Response StravaUploads::take(const Request& request, const std::function<const json*(EpochSeconds)>& find_copy) {
  const auto file = UploadedFile::of(request);
  if (!file || !file->name.ends_with("." + file->fields.at("data_type"))) {
    return strava_fault(400, "Bad Request", "upload", "data_type", "invalid");
  }
  const std::int64_t id = first_id + std::ssize(uploads_);
  Upload& upload = uploads_.emplace_back();
  const auto workout = file->workout();
  if (!workout) {
    upload.error = "The file is malformed.";
  } else if (const json* copy = find_copy(workout->start)) {
    upload.error = fmt::format("{} duplicate of <a href='/activities/{}' target='_blank'>{}</a>", file->name,
                               copy->at("id").dump(), copy->at("name").get<std::string>());
  } else {
    upload.activity = json::parse(StravaServer::activity(*workout, 16'500'000'000 + id % 1'000'000));
    upload.activity["external_id"] = file->name;
    if (const auto name = file->fields.find("name"); name != file->fields.end()) {
      upload.activity["name"] = name->second;
    }
  }
  return answer(state_of(upload, id), 201);
}

Response StravaUploads::show(const std::string& text, const std::function<void(const json&)>& add) {
  const auto id = parse_integer(text).value_or(0);
  const auto index = id - first_id;
  if (index < 0 || index >= std::ssize(uploads_)) {
    return {404, "", "application/json; charset=utf-8", {}};
  }
  Upload& upload = uploads_[static_cast<std::size_t>(index)];
  if (++upload.looks == looks_until_ready && upload.error.empty()) {
    add(upload.activity);
  }
  return answer(state_of(upload, id));
}

json StravaUploads::state_of(const Upload& upload, std::int64_t id) {
  const bool worked_on = upload.looks < looks_until_ready;
  const bool failed = !worked_on && !upload.error.empty();
  return {{"id", id},
          {"id_str", std::to_string(id)},
          {"external_id", nullptr},
          {"error", failed ? json(upload.error) : json(nullptr)},
          {"status", worked_on ? "Your activity is still being processed."
                     : failed  ? "There was an error processing your activity."
                               : "Your activity is ready."},
          {"activity_id", worked_on || failed ? json(nullptr) : upload.activity.at("id")}};
}

} // namespace tracekit::sandbox
