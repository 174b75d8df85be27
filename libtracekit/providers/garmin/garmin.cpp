// SPDX-License-Identifier: MIT
#include "providers/garmin/garmin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/archive/archive.hpp"
#include "model/record_field.hpp"
#include "net/json_fields.hpp"
#include "providers/field_checks.hpp"
#include "providers/garmin/activity.hpp"
#include "providers/garmin/activity_pull.hpp"
#include "providers/garmin/api.hpp"
#include "providers/garmin/gear.hpp"
#include "providers/garmin/login.hpp"
#include "providers/garmin/related.hpp"
#include "providers/garmin/token_files.hpp"
#include "providers/same_start.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

/// The ways to sign in; each ends with tokens.
class SignInWays : public PasswordSignIn, public TicketSignIn, public TokenImporter {
public:
  explicit SignInWays(Api& api) : api_(api) {}

  net::Tokens sign_in(const std::string& email, const Secret& password, const CodeQuestion& ask_code) override {
    return api_.token_calls().exchange(Login(api_.hosts(), api_.sign_in_client()).sign_in(email, password, ask_code));
  }
  std::string page() override { return ticket_page(api_.hosts()); }
  net::Tokens redeem(const Secret& pasted) override {
    return api_.token_calls().exchange(ticket_in(pasted, api_.hosts()));
  }
  net::Tokens import_tokens(const std::filesystem::path& path) override {
    return tokens_in_files(path, api_.hosts().domain);
  }

private:
  Api& api_;
};

class GarminConnect final : public Provider, RecordWriter, RecordFetcher, FileSource, FileUploader, AccountReader {
public:
  explicit GarminConnect(ProviderContext context)
      : context_(std::move(context)), api_(context_), related_(api_), sign_in_(api_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    return ActivityPull(context_, api_, request, sink).run();
  }
  RecordWriter* writer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  FileSource* file_source() override { return this; }
  FileUploader* file_uploader() override { return this; }
  AccountReader* account_reader() override { return this; }
  PasswordSignIn* password_sign_in() override { return &sign_in_; }
  TicketSignIn* ticket_sign_in() override { return &sign_in_; }
  TokenImporter* token_importer() override { return &sign_in_; }

  Account account() override {
    const json profile = api_.profile();
    Account account{net::id_of(profile, "profileId"), net::text_of(profile, "fullName")}; // `id` is another number
    if (account.id.empty()) {
      throw Error(ErrorKind::provider, fmt::format("{} did not say who signed in", title));
    }
    return account;
  }

  std::optional<Record> fetch(const std::string& id) override {
    const auto activity = shown(id);
    return activity ? std::optional(record(*activity, related_.gear().gear_of(id))) : std::nullopt;
  }

  Record write(const std::string& id, const std::vector<FieldWrite>& fields) override {
    const auto activity = shown(id);
    if (!activity) {
      throw gone(id);
    }
    const std::vector<Gear> gear = related_.gear().gear_of(id);
    check_not_edited(record(*activity, gear), fields, "activity");
    Written written{*activity, gear};
    for (const FieldWrite& field : fields) {
      if (field.field == "name") {
        rename(written, field.value);
      } else if (field.field == "equipment") {
        set_gear(written, field.value);
      } else {
        refuse_field(title, field);
      }
    }
    return record(written.activity, written.gear);
  }

  Bytes download(const std::string& id) override {
    const Bytes zip = api_.original(id);
    return archive::unpack(zip, archive::container_of(zip)).bytes;
  }

  /// It knows a file again, but not the same workout from another source.
  Record upload(const FileUpload& file) override {
    if (const auto held = held_at_start_of(file.workout)) {
      return record(*held, related_.gear().gear_of(id_of(*held)));
    }
    net::FileForm form;
    form.file_name = file.file_name;
    form.content = file.content;
    const Api::Uploaded uploaded = api_.upload(form);
    const auto activity = uploaded.id.empty() ? awaited(file.workout) : shown(uploaded.id);
    if (!activity) {
      throw Error(ErrorKind::provider, fmt::format("{} is still reading {}", title, file.file_name),
                  "run `tracekit pull` later");
    }
    Written written{*activity, related_.gear().gear_of(id_of(*activity))};
    if (!uploaded.copy && !file.workout.name.empty()) { // a file brings no name
      rename(written, file.workout.name);
    }
    return record(written.activity, written.gear);
  }

private:
  std::optional<json> held_at_start_of(const Record& workout) {
    if (!workout.start) {
      return std::nullopt;
    }
    constexpr EpochSeconds day_s = 86'400;
    const std::int64_t day = *workout.start / day_s;
    for (const json& listed : api_.activities(date_of_days(day - 1), date_of_days(day + 1), 0)) {
      json activity = listed_form(listed);
      Record held;
      held.start = start_of(activity);
      if (same_start(held, workout)) {
        return activity;
      }
    }
    return std::nullopt;
  }

  /// Garmin shows a file's activity seconds to minutes after it has taken it. What its own address for that tells is
  /// not known well enough; lists are.
  std::optional<json> awaited(const Record& workout) {
    for (const double wait_s : {1, 2, 4, 8, 16, 32}) {
      context_.network.sleeper(wait_s, context_.cancellation);
      if (auto activity = held_at_start_of(workout)) {
        return activity;
      }
    }
    return std::nullopt;
  }

  std::optional<json> shown(const std::string& id) {
    const auto activity = api_.activity(id);
    return activity ? std::optional(listed_form(*activity)) : std::nullopt;
  }

  Record record(const json& activity, const std::vector<Gear>& gear) {
    return record_of(activity, related_.to(activity, equipment_of(gear)), context_.clock.now());
  }

  static Error gone(const std::string& id) {
    return {ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id)};
  }

  static void require_set(bool is_set, const char* field, const std::string& id) {
    if (!is_set) {
      throw Error(ErrorKind::provider, fmt::format("{} did not set the {} of activity {}", title, field, id));
    }
  }

  /// An activity and its gear as they stand there. No answer to a write tells, so that it is looked at.
  struct Written {
    json activity;
    std::vector<Gear> gear;
  };

  void rename(Written& written, const std::string& name) {
    const std::string id = id_of(written.activity);
    api_.rename(id, name);
    auto now = shown(id);
    if (!now) {
      throw gone(id);
    }
    written.activity = std::move(*now);
    require_set(same_field_value("name", net::text_of(written.activity, "activityName"), name), "name", id);
  }

  /// First the new comes, then the old goes: whatever is interrupted leaves a piece too many, not none. A chest strap
  /// stays where a bike is changed.
  void set_gear(Written& written, const std::string& name) {
    const std::string id = id_of(written.activity);
    const auto wanted = name.empty() ? std::nullopt : std::optional(gear_named(name, written.activity));
    if (wanted && std::find(written.gear.begin(), written.gear.end(), *wanted) == written.gear.end()) {
      api_.link(wanted->id, id);
    }
    for (const Gear& one : written.gear) {
      if (!wanted || (one.id != wanted->id && takes_the_place_of(*wanted, one))) {
        api_.unlink(one.id, id);
      }
    }
    written.gear = related_.gear().gear_of(id);
    const auto now = equipment_of(written.gear);
    require_set(wanted ? now && now->id == wanted->id : !now, "gear", id);
  }

  Gear gear_named(const std::string& name, const json& activity) {
    auto found = related_.gear().named(name, owner_of(activity));
    if (!found) {
      throw Error(ErrorKind::provider, fmt::format("{} has no gear named \"{}\"", title, name),
                  "create it at https://connect.garmin.com/modern/gear, or tell tracekit which gear it is");
    }
    return *found;
  }

  ProviderContext context_;
  Api api_;
  RelatedThings related_;
  SignInWays sign_in_;
};

Option option(const char* key, const char* label, const char* help) {
  Option made;
  made.key = key;
  made.label = label;
  made.help = help;
  return made;
}

std::vector<Option> settings_asked() {
  Option domain = option("domain", "Domain", "Accounts of mainland China are at garmin.cn, all others at garmin.com.");
  domain.kind = OptionKind::choice;
  domain.choices = {world, china};
  domain.default_value = world;
  Option key =
      option("consumer_key", "Consumer key",
             "Only for tokens of garth: the application's key, where the published one is not to be asked for.");
  Option secret = option("consumer_secret", "Consumer secret", "Belongs to the consumer key.");
  secret.secret = true;
  return {std::move(domain), std::move(key), std::move(secret)};
}

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = provider_id;
  info.title = title;
  info.colour = "#007cc3";
  info.sign_in = SignIn::password;
  info.default_priority = 2;
  info.rename = true;
  info.set_equipment = true;
  info.upload = true;
  info.source_files = true;
  info.activity_url = "https://connect.garmin.com/modern/activity/{id}";
  info.options = settings_asked();
  info.base_urls = standard_base_urls();
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<GarminConnect>(std::move(context)); }

} // namespace tracekit::garmin
