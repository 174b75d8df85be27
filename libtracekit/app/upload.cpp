// SPDX-License-Identifier: MIT
#include "app/upload.hpp"

#include <fmt/format.h>

#include "app/merged_record.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "model/record_field.hpp"
#include "providers/file/file_records.hpp"
#include "providers/same_start.hpp"

namespace tracekit::app {
namespace {

/// The first session of a file, as the folder would hold it, but with the file's own title for a name.
Record workout_in(const UnpackedFile& content, const std::string& name, EpochSeconds now) {
  file::FileRecords file = file::read_file_records(content, name, sha256_hex(content.bytes), now);
  if (file.records.empty()) {
    throw Error(ErrorKind::input, fmt::format("{} holds no activity", name), "`tracekit inspect` shows what it holds");
  }
  Record workout = std::move(file.records.front().record);
  workout.name = workout.description;
  return workout;
}

[[noreturn]] void refuse_what_is_there(const Record& held, std::optional<ActivityId> activity) {
  const std::string hint = activity ? fmt::format("`tracekit show {}` shows it", *activity)
                                    : fmt::format("it is ignored here: {}:{}", held.key.provider, held.key.id);
  throw Error(ErrorKind::conflict, fmt::format("{} has this workout already", provider_title(held.key.provider)), hint);
}

/// What a service shows without holding it may be replaced by the file.
bool holds(const Record& record, const std::string& provider) {
  return record.key.provider == provider && !record.stub && !record.deleted_at;
}

/// A service looks itself whether it holds a workout; what is known here needs no call.
void refuse_same_start(App& app, const Record& workout, const std::string& provider) {
  const std::int64_t day = days_of(*local_date(workout, app.home()));
  store::PlacedRecords near;
  app.mine().records.add_of_days(day - 1, day + 1, near);
  for (std::size_t i = 0; i < near.records.size(); ++i) {
    if (holds(near.records[i], provider) && same_start(near.records[i], workout)) {
      refuse_what_is_there(near.records[i], near.placements[i].activity);
    }
  }
}

void refuse_same_activity(App& app, ActivityId activity, const std::string& provider) {
  for (const store::LinkedRecord& linked : app.mine().records.of_activity(activity)) {
    if (holds(linked.record, provider)) {
      refuse_what_is_there(linked.record, activity);
    }
  }
}

/// Name and equipment as the person's priorities have them, where anybody who may be copied knows them.
void take_what_is_known(App& app, ActivityId activity, Record& workout) {
  try {
    const Record known = merged_record(app, activity);
    workout.name = known.name.empty() ? workout.name : known.name;
    workout.equipment = known.equipment;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) { // nobody who may be copied: the file alone says what it is
      throw;
    }
  }
}

/// A workout that was there already keeps its name: nobody asked to rename it.
std::string what_became_of_the_name(App& app, const RecordKey& made, const std::string& wanted, bool takes_names) {
  const auto record = app.mine().records.find(made);
  if (!record || wanted.empty() || same_field_value("name", record->name, wanted)) {
    return "";
  }
  if (!takes_names) {
    return "a file keeps the title that is in it; the name was not used";
  }
  return fmt::format("{} had it already, as \"{}\", and it keeps that name", provider_title(made.provider),
                     record->name);
}

} // namespace

AppliedChange upload_file(App& app, const UploadRequest& request) {
  const ProviderInfo& info = registered_provider(request.provider).info;
  const auto provider = app.connect(request.provider);
  if (provider->file_uploader() == nullptr && provider->file_storer() == nullptr) {
    throw Error(ErrorKind::usage, fmt::format("{} takes no files", info.title));
  }
  const UnpackedFile content = unpack_file(read_file(request.file), request.file.string());
  Record workout = workout_in(content, request.file.string(), app.now());

  sync::Change change;
  change.kind = sync::ChangeKind::upload;
  change.provider = request.provider;
  change.target.provider = request.provider;
  change.source = workout.key;
  change.why = fmt::format("the file {} was to be uploaded", request.file.string());
  change.activity = app.mine().activities.of_record(workout.key).value_or(0);
  if (provider->file_uploader() != nullptr) { // a folder takes what another device recorded, too
    refuse_same_start(app, workout, request.provider);
    refuse_same_activity(app, change.activity, request.provider);
  }
  take_what_is_known(app, change.activity, workout);
  workout.name = request.name.empty() ? workout.name : request.name;
  change.new_value = workout.name;

  ChangeApplier applier(app);
  AppliedChange applied =
      applier.apply(change, FileUpload{source_file_name(workout, app.home()), content.bytes, workout});
  applier.finish();
  if (applied.done) {
    applied.note = what_became_of_the_name(app, applied.made, request.name, provider->file_uploader() != nullptr);
  }
  return applied;
}

} // namespace tracekit::app
