// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/intervalsicu.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "formats/archive/archive.hpp"
#include "providers/field_checks.hpp"
#include "providers/intervalsicu/activity.hpp"
#include "providers/intervalsicu/activity_pull.hpp"
#include "providers/intervalsicu/api.hpp"
#include "providers/same_start.hpp"

namespace tracekit::intervalsicu {
namespace {

using nlohmann::json;

constexpr std::size_t most_in_three_days = 200;

class IntervalsIcu final : public Provider, RecordWriter, RecordFetcher, FileSource, FileUploader, AccountReader {
public:
  explicit IntervalsIcu(ProviderContext context) : context_(std::move(context)), api_(context_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    return ActivityPull(context_, api_, request, sink).run();
  }
  RecordWriter* writer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  FileSource* file_source() override { return this; }
  FileUploader* file_uploader() override { return this; }
  AccountReader* account_reader() override { return this; }

  Account account() override { return api_.account(); }

  std::optional<Record> fetch(const std::string& id) override {
    const auto activity = api_.activity(id);
    return activity ? std::optional(record(*activity)) : std::nullopt;
  }

  Record write(const std::string& id, const std::vector<FieldWrite>& fields) override {
    const auto before = fetch(id);
    if (!before) {
      throw Error(ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id));
    }
    if (before->stub) {
      throw Error(ErrorKind::provider, fmt::format("{} lets nobody change what it only has by Strava", title));
    }
    check_not_edited(*before, fields, "activity");
    json changes = json::object();
    for (const FieldWrite& field : fields) {
      add_change(changes, *before, field);
    }
    Record after = record(api_.update(id, changes));
    check_written(after, fields, "activity");
    return after;
  }

  Bytes download(const std::string& id) override {
    Bytes file = api_.file(id);
    const archive::Container container = archive::container_of(file);
    return container == archive::Container::gzip ? archive::unpack(file, container).bytes : file;
  }

  /// It knows a file again, but not the same workout from another source.
  Record upload(const FileUpload& file) override {
    if (auto held = held_at_start_of(file.workout)) {
      return std::move(*held);
    }
    net::FileForm form;
    form.file_name = file.file_name;
    form.content = file.content;
    const std::string id = api_.upload(form, file.workout.name);
    auto uploaded = fetch(id);
    if (!uploaded) {
      throw Error(ErrorKind::provider, fmt::format("{} took {} and does not show it", title, file.file_name));
    }
    return std::move(*uploaded);
  }

private:
  std::optional<Record> held_at_start_of(const Record& workout) {
    if (!workout.start) {
      return std::nullopt;
    }
    constexpr EpochSeconds day_s = 86'400;
    const std::int64_t day = *workout.start / day_s;
    for (const json& activity : api_.activities(date_of_days(day - 1), date_of_days(day + 1), most_in_three_days)) {
      Record held = record(activity);
      if (!held.stub && same_start(held, workout)) {
        return held;
      }
    }
    return std::nullopt;
  }

  Record record(const json& activity) {
    static const std::vector<Gear> none;
    return record_of(activity, has_gear(activity) ? api_.gear() : none, context_.home, context_.clock.now());
  }

  void add_change(json& changes, const Record& before, const FieldWrite& field) {
    if (field.field == "name") {
      changes["name"] = field.value;
    } else if (field.field == "equipment" && !field.value.empty()) {
      changes["gear"] = json{{"id", gear_named(field.value, before).id}};
    } else {
      refuse_field(title, field);
    }
  }

  Gear gear_named(const std::string& name, const Record& record) {
    for (const Gear& one : api_.gear()) {
      if (one.name == name) {
        return one;
      }
    }
    return api_.create_gear(name, gear_kind(record));
  }

  ProviderContext context_;
  Api api_;
};

Option api_key_option() {
  Option option;
  option.key = "api_key";
  option.label = "API key";
  option.help = "At Intervals.icu under Settings, Developer; `tracekit auth intervalsicu` asks for it and seals it.";
  option.secret = true;
  option.environment = {"INTERVALS_API_KEY"};
  return option;
}

Option athlete_option() {
  Option option;
  option.key = "athlete_id";
  option.label = "Athlete";
  option.help = "Whose activities: an id such as i12345 that the key may see; 0 is the key's own athlete.";
  option.default_value = "0";
  return option;
}

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = provider_id;
  info.title = title;
  info.colour = "#e91e63";
  info.sign_in = SignIn::api_key;
  info.default_priority = 4;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.activity_url = "https://intervals.icu/activities/{id}";
  info.options = {api_key_option(), athlete_option()};
  info.base_urls = {{"api", "https://intervals.icu/api/v1"}};
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<IntervalsIcu>(std::move(context)); }

} // namespace tracekit::intervalsicu
