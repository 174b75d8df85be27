// SPDX-License-Identifier: MIT
#include "app/upload.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/judgement.hpp"
#include "app/merged_record.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "formats/archive/archive.hpp"
#include "formats/decode.hpp"
#include "providers/same_start.hpp"

namespace tracekit::app {
namespace {

/// The first session of a file as a record of the folder's, which knows files by their content.
Record workout_in(ByteView bytes, const std::string& name, const std::string& sha256) {
  const ActivityFile file = decode_file(bytes, name);
  const auto session = std::find_if(file.recordings.begin(), file.recordings.end(),
                                    [](const Recording& recording) { return recording.start_ms.has_value(); });
  if (session == file.recordings.end()) {
    throw Error(ErrorKind::input, fmt::format("{} holds no activity", name), "`tracekit inspect` shows what it holds");
  }
  Record workout = record_of(*session, "file", sha256, 0);
  workout.format = file.format;
  return workout;
}

[[noreturn]] void refuse_what_is_there(const std::string& provider, ActivityId activity) {
  throw Error(ErrorKind::conflict, fmt::format("{} has this workout already", provider_title(provider)),
              fmt::format("`tracekit show {}` shows it", activity));
}

/// A provider looks itself whether it holds a workout; what is known here needs no call.
void refuse_same_start(App& app, const Record& workout, const std::string& provider) {
  const std::int64_t day = days_of(*local_date(workout, app.home()));
  app.mine().records.for_each_in_days(day - 1, day + 1, [&](const store::PlacedRecord& placed) {
    if (placed.record.key.provider == provider && placed.activity && same_start(placed.record, workout)) {
      refuse_what_is_there(provider, *placed.activity);
    }
  });
}

void refuse_same_activity(App& app, ActivityId activity, const std::string& provider) {
  for (const store::LinkedRecord& linked : app.mine().records.of_activity(activity)) {
    if (linked.record.key.provider == provider && !linked.record.deleted_at) {
      refuse_what_is_there(provider, activity);
    }
  }
}

} // namespace

AppliedChange upload_file(App& app, const UploadRequest& request) {
  const ProviderInfo& info = registered_provider(request.provider).info;
  const auto provider = app.connect(request.provider);
  if (provider->file_uploader() == nullptr && provider->file_storer() == nullptr) {
    throw Error(ErrorKind::usage, fmt::format("{} takes no files", info.title));
  }
  const Bytes bytes = read_file(request.file);
  const std::string sha256 = sha256_hex(bytes);
  Record workout = workout_in(bytes, request.file.string(), sha256);
  refuse_same_start(app, workout, request.provider);

  sync::Change change;
  change.kind = sync::ChangeKind::upload;
  change.provider = request.provider;
  change.target.provider = request.provider;
  change.source = workout.key;
  change.why = fmt::format("the file {} was to be uploaded", request.file.string());
  if (app.mine().records.find(workout.key)) {
    change.activity = activity_of_record(app, workout.key);
    refuse_same_activity(app, change.activity, request.provider);
    const Record known = merged_record(app, change.activity);
    workout.name = known.name;
    workout.equipment = known.equipment;
  }
  workout.name = request.name.empty() ? workout.name : request.name;
  change.new_value = workout.name;

  const Bytes content = archive::innermost(bytes);
  ChangeApplier applier(app);
  AppliedChange applied = applier.apply(change, FileUpload{source_file_name(workout, app.home()), content, workout});
  applier.finish();
  return applied;
}

} // namespace tracekit::app
