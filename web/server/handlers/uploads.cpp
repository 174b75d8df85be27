// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/file_intake.hpp"
#include "app/import/file_kind.hpp"
#include "app/jobs/import_job.hpp"
#include "app/jobs/job_kinds.hpp"
#include "base/text.hpp"
#include "handlers/list.hpp"
#include "http/multipart.hpp"
#include "store/repositories/workers.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t copied_bytes = std::size_t{256} << 10U;
constexpr std::size_t longest_name = 200;
constexpr std::int64_t silence_ms = 60'000; ///< a worker that says nothing for so long is none

/// Browsers send the name of a file, and some the folder that it was chosen from.
std::string shown_name(const std::string& file_name) {
  std::string name = file_name.substr(file_name.find_last_of("/\\") + 1);
  std::replace_if(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; }, '-');
  return name.empty() ? "unnamed" : to_valid_utf8(name.substr(0, longest_name));
}

/// What the person sent: activity files, and archives that a job imports.
struct Uploaded {
  app::FileIntake files;
  std::vector<std::string> archives;
};

/// The first bytes of a part.
Bytes beginning_of(const BodyFile& body, const FormPart& part) {
  Bytes bytes(static_cast<std::size_t>(std::min<std::uint64_t>(part.size, app::beginning_bytes)));
  bytes.resize(body.read(part.offset, reinterpret_cast<char*>(bytes.data()), bytes.size()));
  return bytes;
}

void copy(const BodyFile& body, const FormPart& part, app::UploadedArchive& archive) {
  std::string piece(copied_bytes, '\0');
  for (std::uint64_t done = 0; done < part.size;) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), part.size - done));
    const std::size_t got = body.read(part.offset + done, piece.data(), wanted);
    if (got == 0) {
      break;
    }
    archive.append(std::string_view(piece).substr(0, got));
    done += got;
  }
}

void queue_archive(Call& call, Uploaded& uploaded, const BodyFile& body, const FormPart& part,
                   const std::string& name) {
  app::UploadedArchive archive{app::UploadFolder(call.app())};
  copy(body, part, archive);
  app::queue_import(call.app(), archive, name);
  uploaded.archives.push_back(name);
}

void take(Call& call, Uploaded& uploaded, const BodyFile& body, const FormPart& part) {
  const std::string name = shown_name(part.file_name);
  if (app::is_archive_of_files(name, beginning_of(body, part))) {
    queue_archive(call, uploaded, body, part, name);
    return;
  }
  if (part.size > app::FileIntake::most_bytes) {
    uploaded.files.reject(name, fmt::format("is larger than {} MiB", app::FileIntake::most_bytes >> 20U));
    return;
  }
  Bytes content(static_cast<std::size_t>(part.size));
  content.resize(body.read(part.offset, reinterpret_cast<char*>(content.data()), content.size()));
  if (app::is_archive_of_files(name, content)) {
    queue_archive(call, uploaded, body, part, name);
    return;
  }
  uploaded.files.take(name, content);
}

Response upload(Call& call) {
  const std::shared_ptr<const BodyFile> body = call.request().file;
  if (!body) {
    throw Error(ErrorKind::usage, "there is no body", "send files as multipart/form-data");
  }
  const std::vector<FormPart> parts = form_parts(*body, call.request().header("Content-Type"));
  Uploaded uploaded{app::FileIntake(call.app()), {}};
  bool has_files = false;
  for (const FormPart& part : parts) {
    if (part.name == "file" && !part.file_name.empty()) {
      has_files = true;
      take(call, uploaded, *body, part);
    }
  }
  if (!has_files) {
    throw Error(ErrorKind::usage, "the form has no file", "send each file as a part \"file\"");
  }
  const bool has_saved = !uploaded.files.report().saved.empty();
  nlohmann::json answer = app::to_json(uploaded.files.report());
  answer["archives"] = uploaded.archives;
  answer["job"] = nullptr;
  answer["note"] = "";
  if (has_saved) {
    const store::NewJob job = app::make_job("pull-provider", {{"provider", "file"}});
    answer["job"] = call.app().mine().jobs.add(job).id;
  }
  if ((has_saved || !uploaded.archives.empty()) && !store::has_workers(call.app().store().connection(), silence_ms)) {
    answer["note"] = "no worker runs now: the files are read when `tracekit worker` or the server does its jobs";
  }
  return json_response(answer);
}

} // namespace

void add_uploads(Routes& routes) {
  routes.add("POST", "/api/file/upload", Access::write, upload, BodyKind::file)
      .says("Takes activity files, and archives of them for a job")
      .shape("uploaded");
}

} // namespace tracekit::web
