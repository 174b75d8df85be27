// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "net/json_fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using net::id_of;
using net::integer_of;
using net::is_set;
using net::part_of;
using net::text_of;
using nlohmann::json;

constexpr int task_failed = -1;
constexpr std::size_t head_of_file = 4096;
constexpr const char* root_of_tcx = "<TrainingCenterDatabase";

/// No limits are published; this is what it is asked for at most.
const std::vector<net::FixedBudget> budgets{{2, 1}};

/// `error` is a text; `errors`, which some writes answer with, may be a list or a table.
std::string error_words(const net::HttpResponse& response) {
  const json document = net::json_of(response.body).value_or(json());
  const std::string error = text_of(document, "error");
  const json& errors = part_of(document, "errors");
  return error.empty() && !errors.is_null() ? net::json_text(errors) : error;
}

net::ClientOptions client_options(net::TokenKeeper& keeper) {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.budgets = budgets;
  options.error_words = error_words;
  options.authorize = [&keeper](net::HttpRequest& request) { keeper.authorize(request); };
  return options;
}

std::string trip_path(const std::string& id, const char* ending) {
  return fmt::format("/trips/{}.{}", net::percent_encoded(id), ending);
}

/// As Ride with GPS shows it: the nickname, else what it is.
std::string gear_name(const json& gear) {
  for (const char* key : {"name", "nickname"}) {
    if (const std::string name = text_of(gear, key); !name.empty()) {
      return name;
    }
  }
  std::string name;
  for (const std::string& part : {id_of(gear, "year"), text_of(gear, "make"), text_of(gear, "model")}) {
    name += (name.empty() || part.empty() ? "" : " ") + part;
  }
  return name;
}

std::vector<Gear> gear_of(const json& user) {
  std::vector<Gear> found;
  for (const json& one : part_of(user, "gear")) {
    if (!id_of(one, "id").empty()) {
      found.push_back({id_of(one, "id"), gear_name(one), is_set(one, "archived")});
    }
  }
  return found;
}

} // namespace

/// Tokens do not end and are never renewed.
Api::Api(const ProviderContext& context)
    : keeper_(
          context.tokens, [](const net::Tokens& old) { return old; }, context.clock, provider_id, title),
      client_(client_options(keeper_), context.network, context.clock, context.cancellation),
      api_(client_, title, context.base_url("api")), legacy_(client_, title, context.base_url("legacy")) {}

Changes Api::changes(const std::string& since) {
  return changes_of(api_.get("/sync.json", "list changes", {{"since", since}, {"assets", "trips"}}), user_id());
}

/// Once a bare list, now an object with the list in it.
TripPage Api::trips(std::size_t offset, std::size_t limit) {
  const json answer = legacy_.get(fmt::format("/users/{}/trips.json", net::percent_encoded(user_id())), "list trips",
                                  {{"offset", std::to_string(offset)}, {"limit", std::to_string(limit)}});
  const json& list = answer.is_array() ? answer : part_of(answer, "results");
  if (!list.is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of trips", title));
  }
  TripPage page;
  page.trips.assign(list.begin(), list.end());
  if (const auto count = integer_of(answer, "results_count"); count && *count >= 0) {
    page.count = static_cast<std::size_t>(*count);
  }
  return page;
}

std::optional<json> Api::trip(const std::string& id) {
  const std::string thing = "trip " + id;
  const auto answer = legacy_.find(trip_path(id, "json"), thing);
  if (!answer) {
    return std::nullopt;
  }
  const json& trip = part_of(*answer, "trip");
  if (!trip.is_object()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no trip when asked to show {}", title, thing));
  }
  return part_of(trip, "deleted_at").is_null() ? std::optional(trip) : std::nullopt;
}

/// The answer may be the trip, nothing, or some words, so only its status counts.
void Api::update(const std::string& id, const json& fields) {
  legacy_.change("PATCH", trip_path(id, "json"), {{"trip", fields}}, "trip " + id);
}

/// Whether a token of OAuth is taken here is not verified; it is for changing trips.
std::string Api::upload(const net::FileForm& form) {
  const std::string what = "take the file " + form.file_name;
  const net::HttpResponse response = legacy_.send_file("/trips.json", form);
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  const std::string task = id_of(legacy_.object_in(response, what), "task_id");
  if (task.empty()) {
    throw Error(ErrorKind::provider,
                fmt::format("{} did not take {}: {}", title, form.file_name, net::short_words(error_words(response))));
  }
  return task;
}

/// What it does not know any more looks like what it has not begun.
UploadFate Api::fate_of_task(const std::string& task) {
  const json tasks =
      legacy_.get("/queued_tasks/status.json", "show the upload", {{"ids", task}, {"include_objects", "true"}});
  for (const json& one : part_of(tasks, "queued_tasks")) {
    if (id_of(one, "id") != task) {
      continue;
    }
    if (integer_of(one, "status") == task_failed) {
      const std::string words = net::short_words(text_of(one, "message"));
      return {"", words.empty() ? "it does not say why" : words};
    }
    for (const json& object : part_of(one, "associated_objects")) {
      if (std::string id = id_of(part_of(object, "trip"), "id"); !id.empty()) {
        return {id, ""};
      }
    }
  }
  return {};
}

/// An error may come as a web page that calls itself a success.
Bytes Api::file(const std::string& id) {
  Bytes file = legacy_.file(trip_path(id, "tcx"), "trip " + id, {{"sub_format", "history"}});
  if (as_text(file).substr(0, head_of_file).find(root_of_tcx) == std::string_view::npos) {
    throw Error(ErrorKind::provider, fmt::format("{} gave something else than the file of trip {}", title, id));
  }
  return file;
}

const std::string& Api::user_id() {
  if (!user_) {
    const auto& extra = keeper_.tokens().extra;
    if (const auto id = extra.find("user_id"); id != extra.end() && !id->second.empty()) {
      return id->second;
    }
    read_user();
  }
  return user_->id;
}

/// The older interface, since it tells the equipment in the same answer.
void Api::read_user() {
  const json answer = legacy_.get("/users/current.json", "show the user");
  const json& user = part_of(answer, "user");
  const std::string id = id_of(user, "id");
  if (id.empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say whose sign-in this is", title));
  }
  gear_ = gear_of(user);
  const std::string name = text_of(user, "name");
  user_ = Account{id, name.empty() ? text_of(user, "display_name") : name};
}

const std::vector<Gear>& Api::gear() {
  if (!user_) {
    read_user();
  }
  return gear_;
}

Account Api::account() {
  read_user();
  return *user_;
}

} // namespace tracekit::ridewithgps
