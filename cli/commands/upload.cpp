// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/judgement.hpp"
#include "app/provider_locks.hpp"
#include "app/upload.hpp"
#include "commands/list.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

int run_upload(Session& session, const app::UploadRequest& request) {
  app::App& app = session.app();
  const app::ProviderLocks locks = app::lock_for_changes(app);
  for (const std::string& sentence : app::resolve_open_intents(app)) {
    session.say(sentence);
  }
  const app::AppliedChange applied = app::upload_file(app, request);
  if (session.options().json) {
    session.print_json(app::to_json(applied));
  } else if (applied.done) {
    if (!applied.note.empty()) {
      session.say(applied.note);
    }
    session.print(fmt::format("✓ {} is at {}; `tracekit show {}` shows the workout\n", printable(request.file.string()),
                              provider_title(request.provider), app::activity_of_record(app, applied.made)));
  } else {
    session.say(fmt::format("✗ {} at {}: {}", printable(request.file.string()), provider_title(request.provider),
                            applied.message));
  }
  return applied.done ? 0 : 1;
}

} // namespace

void add_upload(CommandLine& command_line) {
  auto request = std::make_shared<app::UploadRequest>();
  auto path = std::make_shared<std::string>();
  Command& command = command_line.command("upload", "Hand one file to one provider");
  command.option("FILE", *path, "a .fit, .gpx or .tcx file, packed or not").required();
  command.option("--to", request->provider, "the provider, such as strava; `file` copies it into the folder")
      .required()
      .such_as(provider_ids([](const ProviderInfo& info) { return info.upload || info.store_files; }));
  command.option("--name", request->name,
                 "the activity's name there (default: as it is called here, else the file's own title)");
  command.runs([request, path](Session& session) {
    request->file = *path;
    return run_upload(session, *request);
  });
}

} // namespace tracekit::cli
