// SPDX-License-Identifier: MIT
#include "providers/strava/strava.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "net/json_fields.hpp"
#include "providers/field_checks.hpp"
#include "providers/oauth_options.hpp"
#include "providers/strava/activity.hpp"
#include "providers/strava/activity_pull.hpp"
#include "providers/strava/api.hpp"
#include "providers/strava/gear.hpp"
#include "providers/upload_fate.hpp"

namespace tracekit::strava {
namespace {

using nlohmann::json;

constexpr const char* no_gear = "none"; ///< what Strava wants to hear to take the gear away

class Strava final : public Provider, RecordWriter, RecordFetcher, FileUploader, AccountReader {
public:
  explicit Strava(ProviderContext context) : context_(std::move(context)), api_(context_), gear_(api_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    return ActivityPull(context_, api_, request, sink).run();
  }
  RecordWriter* writer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  FileUploader* file_uploader() override { return this; }
  AccountReader* account_reader() override { return this; }

  Account account() override {
    const json athlete = api_.athlete();
    Account account{id_of(athlete),
                    fmt::format("{} {}", net::text_of(athlete, "firstname"), net::text_of(athlete, "lastname"))};
    if (account.id.empty()) {
      throw Error(ErrorKind::provider, fmt::format("{} did not say who signed in", title));
    }
    return account;
  }

  std::optional<Record> fetch(const std::string& id) override {
    const auto activity = api_.activity(id);
    return activity ? std::optional(record(*activity)) : std::nullopt;
  }

  Record write(const std::string& id, const std::vector<FieldWrite>& fields) override {
    check_may_write();
    const auto before = fetch(id);
    if (!before) {
      throw Error(ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id));
    }
    check_not_edited(*before, fields, "activity");
    json changes = json::object();
    std::vector<FieldWrite> asked = fields;
    for (FieldWrite& field : asked) {
      add_change(changes, field);
    }
    Record after = record(with_gear_shown(id, changes, api_.update(id, changes)));
    check_written(after, asked, "activity");
    return after;
  }

  /// It knows copies by itself, whatever file they come from.
  Record upload(const FileUpload& file) override {
    check_may_write();
    net::FileForm form;
    form.file_name = file.file_name;
    form.content = file.content;
    form.fields = {{"data_type", file.file_name.substr(file.file_name.find_last_of('.') + 1)}};
    if (!file.workout.name.empty()) {
      form.fields.emplace_back("name", file.workout.name);
    }
    const std::string task = api_.upload(form);
    file.taken(task);
    const UploadFate fate = await_fate([&] { return fate_of(task); }, context_.network.sleeper, context_.cancellation);
    auto uploaded = fetch(made_of(fate, title, file.file_name));
    if (!uploaded) {
      throw Error(ErrorKind::provider, fmt::format("{} took {} and does not show it", title, file.file_name));
    }
    return std::move(*uploaded);
  }

  UploadFate fate_of(const std::string& task) override { return api_.fate_of_upload(task); }

private:
  void check_may_write() {
    if (!api_.may(scope_write)) {
      throw Unauthorized(fmt::format("{} was told not to let tracekit change activities ({}): sign in again and leave "
                                     "the box ticked",
                                     title, scope_write),
                         provider_id);
    }
  }

  Record record(const json& activity) {
    gear_.learn(net::part_of(activity, "gear"));
    const std::string gear = gear_of(activity);
    return record_of(activity, gear.empty() ? "" : gear_.name_of(gear), context_.clock.now());
  }

  /// Gear may be asked for by its nickname; `field` then gets the name that an activity shows.
  void add_change(json& changes, FieldWrite& field) {
    if (field.field == "name") {
      changes["name"] = field.value;
    } else if (field.field == "equipment" && field.value.empty()) {
      changes["gear_id"] = no_gear;
    } else if (field.field == "equipment") {
      const std::string id = gear_named(field.value);
      changes["gear_id"] = id;
      field.value = gear_.name_of(id);
    } else {
      refuse_field(title, field);
    }
  }

  std::string gear_named(const std::string& name) {
    const auto id = gear_.id_of(name, gear_of_cursor(context_.cursor));
    if (!id) {
      throw Error(ErrorKind::provider, fmt::format("{} has no gear named \"{}\"", title, name),
                  "create it at https://www.strava.com/settings/gear, or tell tracekit which gear it is");
    }
    return *id;
  }

  /// The answer to a change of gear may show the gear of before, so that a second look decides.
  json with_gear_shown(const std::string& id, const json& changes, json answer) {
    const std::string wanted = net::text_of(changes, "gear_id");
    if (wanted.empty() || gear_of(answer) == (wanted == no_gear ? "" : wanted)) {
      return answer;
    }
    return api_.activity(id).value_or(std::move(answer));
  }

  ProviderContext context_;
  Api api_;
  GearShelf gear_;
};

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = provider_id;
  info.title = title;
  info.colour = "#fc4c02";
  info.sign_in = SignIn::oauth2;
  info.default_priority = 5;
  info.write_only_by_default = true; // its terms forbid passing its data on
  info.erase_when_gone = true;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.activity_url = "https://www.strava.com/activities/{id}";
  info.options = oauth_options("STRAVA", "The number of your own application, at https://www.strava.com/settings/api.");
  info.base_urls = {{"api", "https://www.strava.com/api/v3"}, {"oauth", "https://www.strava.com/oauth"}};
  info.oauth = oauth_profile();
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<Strava>(std::move(context)); }

} // namespace tracekit::strava
