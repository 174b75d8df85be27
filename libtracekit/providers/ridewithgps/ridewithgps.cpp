// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/ridewithgps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "providers/field_checks.hpp"
#include "providers/oauth_options.hpp"
#include "providers/ridewithgps/api.hpp"
#include "providers/ridewithgps/trip.hpp"
#include "providers/ridewithgps/trip_pull.hpp"
#include "providers/ridewithgps/trip_search.hpp"
#include "providers/upload_fate.hpp"

namespace tracekit::ridewithgps {
namespace {

using nlohmann::json;

class RideWithGps final : public Provider, RecordWriter, RecordFetcher, FileSource, FileUploader, AccountReader {
public:
  explicit RideWithGps(ProviderContext context) : context_(std::move(context)), api_(context_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    return TripPull(context_, api_, request, sink).run();
  }
  RecordWriter* writer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  FileSource* file_source() override { return this; }
  FileUploader* file_uploader() override { return this; }
  AccountReader* account_reader() override { return this; }

  Account account() override { return api_.account(); }

  std::optional<Record> fetch(const std::string& id) override {
    const auto trip = api_.trip(id);
    if (!trip) {
      return std::nullopt;
    }
    static const std::vector<Gear> none;
    return record_of(*trip, gear_id_of(*trip).empty() ? none : api_.gear(), context_.clock.now());
  }

  Record write(const std::string& id, const std::vector<FieldWrite>& fields) override {
    check_not_edited(must_fetch(id), fields, "trip");
    json changes = json::object();
    for (const FieldWrite& field : fields) {
      add_change(changes, field);
    }
    api_.update(id, changes);
    Record after = must_fetch(id);
    check_written(after, fields, "trip");
    return after;
  }

  Bytes download(const std::string& id) override { return api_.file(id); }

  /// It knows no copies, so that its trips are looked through first: an upload whose answer was lost is there.
  Record upload(const FileUpload& file) override {
    if (const auto held = find_trip(api_, file.workout)) {
      return must_fetch(*held);
    }
    net::FileForm form;
    form.file_name = file.file_name;
    form.content = file.content;
    form.fields = {{"trip[name]", file.workout.name}};
    const std::string task = api_.upload(form);
    file.taken(task);
    const UploadFate fate = await_fate([&] { return fate_of(task); }, context_.network.sleeper, context_.cancellation);
    return must_fetch(made_of(fate, title, file.file_name));
  }

  UploadFate fate_of(const std::string& task) override { return api_.fate_of_task(task); }

private:
  Record must_fetch(const std::string& id) {
    auto record = fetch(id);
    if (!record) {
      throw Error(ErrorKind::not_found, fmt::format("{} has no trip {} any more", title, id));
    }
    return std::move(*record);
  }

  void add_change(json& changes, const FieldWrite& field) {
    if (field.field == "name") {
      changes["name"] = field.value;
    } else if (field.field == "equipment" && !field.value.empty()) {
      changes["gear_id"] = gear_named(field.value);
    } else {
      refuse_field(title, field);
    }
  }

  /// Equipment in use before what was put away, should two have one name.
  std::int64_t gear_named(const std::string& name) {
    const std::vector<Gear>& gear = api_.gear();
    for (const bool archived : {false, true}) {
      const auto found = std::find_if(gear.begin(), gear.end(), [&](const Gear& one) {
        return one.name == name && one.archived == archived && parse_integer(one.id);
      });
      if (found != gear.end()) {
        return *parse_integer(found->id);
      }
    }
    throw Error(ErrorKind::input,
                fmt::format("{} has no equipment \"{}\"; create it there first, its API cannot", title, name));
  }

  ProviderContext context_;
  Api api_;
};

/// What it does is documented without scopes, without refresh tokens and without PKCE.
net::OAuthProfile oauth() {
  net::OAuthProfile profile;
  profile.authorize_path = "/oauth/authorize";
  profile.token_path = "/oauth/token.json";
  profile.revoke_path = "/oauth/revoke.json";
  profile.pkce = false;
  profile.json_requests = true;
  profile.account_keys = {"user_id"};
  return profile;
}

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = provider_id;
  info.title = title;
  info.colour = "#fa6400";
  info.sign_in = SignIn::oauth2;
  info.default_priority = 3;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.has_months = false;                                        // a change feed
  info.refused_sports = {"strength", "mobility", "conditioning"}; // its trips are ways from a place to another
  info.activity_url = "https://ridewithgps.com/trips/{id}";
  info.options =
      oauth_options("RIDEWITHGPS", "Of the API client that you create at Ride with GPS; its redirect address is "
                                   "http://127.0.0.1:8723/callback.");
  info.base_urls = {{"api", "https://ridewithgps.com/api/v1"},
                    {"legacy", "https://ridewithgps.com"},
                    {"oauth", "https://ridewithgps.com"}};
  info.oauth = oauth();
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<RideWithGps>(std::move(context)); }

} // namespace tracekit::ridewithgps
