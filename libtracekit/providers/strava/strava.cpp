// SPDX-License-Identifier: MIT
#include "providers/strava/strava.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/record_field.hpp"
#include "providers/strava/activity.hpp"
#include "providers/strava/activity_pull.hpp"
#include "providers/strava/api.hpp"
#include "providers/strava/gear.hpp"

namespace tracekit::strava {
namespace {

using nlohmann::json;

constexpr const char* no_gear = "none"; ///< what Strava wants to hear to take the gear away

class Strava final : public Provider, RecordWriter, RecordFetcher, AccountReader {
public:
  explicit Strava(ProviderContext context) : context_(std::move(context)), api_(context_), gear_(api_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    return ActivityPull(context_, api_, request, sink).run();
  }
  RecordWriter* writer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  AccountReader* account_reader() override { return this; }

  Account account() override {
    const json athlete = api_.athlete();
    const auto text = [&](const char* key) {
      const auto found = athlete.find(key);
      return found != athlete.end() && found->is_string() ? found->get<std::string>() : "";
    };
    Account account{id_of(athlete), fmt::format("{} {}", text("firstname"), text("lastname"))};
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
    if (!api_.may(scope_write)) {
      throw Unauthorized(fmt::format("{} was told not to let tracekit change activities ({}): sign in again and leave "
                                     "the box ticked",
                                     title, scope_write),
                         provider_id);
    }
    const auto before = fetch(id);
    if (!before) {
      throw Error(ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id));
    }
    json changes = json::object();
    for (const FieldWrite& field : fields) {
      const std::string now = field_text(*before, field.field);
      if (field.expected && !same_field_value(field.field, now, *field.expected)) {
        throw Error(
            ErrorKind::conflict,
            fmt::format("activity {} was edited at {} in the meantime: {} is now \"{}\"", id, title, field.field, now),
            "run `tracekit pull`");
      }
      add_change(changes, field);
    }
    return record(with_gear_set(id, changes, api_.update(id, changes)));
  }

private:
  Record record(const json& activity) {
    if (const auto own = activity.find("gear"); own != activity.end()) {
      gear_.learn(*own);
    }
    const std::string gear = gear_of(activity);
    return record_of(activity, gear.empty() ? "" : gear_.name_of(gear), context_.clock.now());
  }

  void add_change(json& changes, const FieldWrite& field) {
    if (field.field == "name") {
      changes["name"] = field.value;
    } else if (field.field == "equipment") {
      changes["gear_id"] = field.value.empty() ? no_gear : gear_named(field.value);
    } else {
      throw Error(ErrorKind::provider, fmt::format("{} cannot set {} to \"{}\"", title, field.field, field.value));
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

  /// Strava does not say when it ignores the gear, so that it is looked at.
  json with_gear_set(const std::string& id, const json& changes, json answer) {
    const auto wanted = changes.find("gear_id");
    if (wanted == changes.end()) {
      return answer;
    }
    const std::string gear = wanted->get<std::string>() == no_gear ? "" : wanted->get<std::string>();
    if (gear_of(answer) == gear) {
      return answer;
    }
    auto again = api_.activity(id);
    if (!again || gear_of(*again) != gear) {
      throw Error(ErrorKind::provider, fmt::format("{} did not set the gear of activity {}", title, id));
    }
    return std::move(*again);
  }

  ProviderContext context_;
  Api api_;
  GearShelf gear_;
};

Option client_id_option() {
  Option option;
  option.key = "client_id";
  option.label = "Client ID";
  option.help = "The number of your own application, at https://www.strava.com/settings/api.";
  option.environment = {"STRAVA_CLIENT_ID"};
  return option;
}

Option client_secret_option() {
  Option option;
  option.key = "client_secret";
  option.label = "Client secret";
  option.help = "Stands beside the client ID at https://www.strava.com/settings/api.";
  option.secret = true;
  option.environment = {"STRAVA_CLIENT_SECRET"};
  return option;
}

Option callback_port_option() {
  Option option;
  option.key = "callback_port";
  option.label = "Callback port";
  option.help = "The port of this machine at which the browser comes back after the sign-in.";
  option.kind = OptionKind::integer;
  option.default_value = "8723";
  return option;
}

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
  info.activity_url = "https://www.strava.com/activities/{id}";
  info.options = {client_id_option(), client_secret_option(), callback_port_option()};
  info.base_urls = {{"api", "https://www.strava.com/api/v3"}, {"oauth", "https://www.strava.com/oauth"}};
  info.oauth = oauth_profile();
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<Strava>(std::move(context)); }

} // namespace tracekit::strava
