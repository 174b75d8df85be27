// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "providers/ridewithgps/fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using nlohmann::json;

constexpr int not_found = 404;
constexpr int gone = 410;
constexpr std::uint64_t largest_file = std::uint64_t{256} << 20U;
constexpr std::size_t head_of_file = 4096;
constexpr const char* root_of_tcx = "<TrainingCenterDatabase";

/// No limits are published; this is what it is asked for at most.
const std::vector<net::FixedBudget> budgets{{2, 1}};

json parsed(const net::HttpResponse& response, const std::string& what) {
  json document = json::parse(response.body, nullptr, false);
  if (document.is_discarded()) {
    throw Error(ErrorKind::provider,
                fmt::format("{} answered with something that is not JSON when asked to {}", title, what),
                "try again later");
  }
  return document;
}

/// `error` is a text; `errors`, which some writes answer with, may be a list or a table.
std::string error_words(const net::HttpResponse& response) {
  const json document = json::parse(response.body, nullptr, false);
  if (!document.is_object()) {
    return "";
  }
  const auto errors = document.find("errors");
  const bool told = errors != document.end() && !errors->is_null() && text_of(document, "error").empty();
  return told ? errors->dump(-1, ' ', false, json::error_handler_t::replace) : text_of(document, "error");
}

/// Tokens do not end and are never renewed.
std::optional<net::TokenKeeper> keeper_of(const ProviderContext& context) {
  if (!context.tokens) {
    return std::nullopt;
  }
  return net::TokenKeeper(
      context.tokens, [](const net::Tokens& old) { return old; }, context.clock, provider_id, title);
}

net::ClientOptions client_options(std::optional<net::TokenKeeper>& keeper) {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.budgets = budgets;
  options.error_words = error_words;
  options.authorize = [&keeper](net::HttpRequest& request) {
    if (!keeper) {
      throw Unauthorized(fmt::format("nobody has signed in to {} yet", title), provider_id);
    }
    keeper->authorize(request);
  };
  return options;
}

std::string base_url(const ProviderContext& context, const char* role, const char* standard) {
  const auto found = context.base_urls.find(role);
  return found == context.base_urls.end() || found->second.empty() ? standard : found->second;
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
  for (const std::string& part : {id_text(gear, "year"), text_of(gear, "make"), text_of(gear, "model")}) {
    name += (name.empty() || part.empty() ? "" : " ") + part;
  }
  return name;
}

std::vector<Gear> gear_of(const json& user) {
  std::vector<Gear> found;
  const auto list = user.find("gear");
  for (const json& one : list != user.end() && list->is_array() ? *list : json::array()) {
    if (one.is_object() && !id_text(one, "id").empty()) {
      found.push_back({id_text(one, "id"), gear_name(one), is_set(one, "archived")});
    }
  }
  return found;
}

} // namespace

Api::Api(const ProviderContext& context)
    : api_(base_url(context, "api", "https://ridewithgps.com/api/v1")),
      legacy_(base_url(context, "legacy", "https://ridewithgps.com")), keeper_(keeper_of(context)),
      client_(client_options(keeper_), context.network, context.clock, context.cancellation) {}

net::HttpRequest Api::request(const char* method, const std::string& base, const std::string& path,
                              const net::Query& query) {
  net::HttpRequest request;
  request.method = method;
  request.url = net::address(base, path, query);
  request.headers.set("Accept", "application/json");
  return request;
}

json Api::get(const std::string& base, const std::string& path, const std::string& what, const net::Query& query) {
  return parsed(client_.send_or_throw(request("GET", base, path, query), what), what);
}

Changes Api::changes(const std::string& since) {
  const json answer = get(api_, "/sync.json", "list changes", {{"since", since}, {"assets", "trips"}});
  return changes_of(answer, user_id());
}

/// Once a bare list, now an object with the list in it.
TripPage Api::trips(std::size_t offset, std::size_t limit) {
  json answer = get(legacy_, fmt::format("/users/{}/trips.json", net::percent_encoded(user_id())), "list trips",
                    {{"offset", std::to_string(offset)}, {"limit", std::to_string(limit)}});
  TripPage page;
  json list = std::move(answer);
  if (list.is_object()) {
    const auto count = integer_of(list, "results_count");
    page.count = count && *count >= 0 ? std::optional(static_cast<std::size_t>(*count)) : std::nullopt;
    const auto results = list.find("results");
    json inner = results == list.end() ? json() : std::move(*results);
    list = std::move(inner);
  }
  if (!list.is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of trips", title));
  }
  for (json& trip : list) {
    page.trips.push_back(std::move(trip));
  }
  return page;
}

std::optional<json> Api::trip(const std::string& id) {
  const std::string what = "show trip " + id;
  const net::HttpResponse response = client_.send(request("GET", legacy_, trip_path(id, "json")));
  if (response.status == not_found || response.status == gone) {
    return std::nullopt;
  }
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  const json answer = parsed(response, what);
  const auto trip = answer.is_object() ? answer.find("trip") : answer.end();
  if (!answer.is_object() || trip == answer.end() || !trip->is_object()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no trip when asked to {}", title, what));
  }
  const auto deleted = trip->find("deleted_at");
  return deleted == trip->end() || deleted->is_null() ? std::optional(*trip) : std::nullopt;
}

/// The answer may be the trip, nothing, or some words, so only its status counts.
void Api::update(const std::string& id, const json& fields) {
  net::HttpRequest patch = request("PATCH", legacy_, trip_path(id, "json"));
  patch.headers.set("Content-Type", "application/json");
  patch.body = json{{"trip", fields}}.dump(-1, ' ', false, json::error_handler_t::replace);
  const net::HttpResponse response = client_.send(std::move(patch));
  if (response.status == not_found || response.status == gone) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no trip {} any more", title, id));
  }
  if (!response.ok()) {
    client_.refuse(response, "change trip " + id);
  }
}

/// An error may come as a web page that calls itself a success.
Bytes Api::file(const std::string& id) {
  net::HttpRequest get_file = request("GET", legacy_, trip_path(id, "tcx"), {{"sub_format", "history"}});
  get_file.headers.set("Accept", "*/*");
  get_file.body_limit = largest_file;
  const net::HttpResponse response = client_.send(std::move(get_file));
  if (response.status == not_found || response.status == gone) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no file of trip {}", title, id));
  }
  if (!response.ok()) {
    client_.refuse(response, "give the file of trip " + id);
  }
  if (std::string_view(response.body).substr(0, head_of_file).find(root_of_tcx) == std::string_view::npos) {
    throw Error(ErrorKind::provider, fmt::format("{} gave something else than the file of trip {}", title, id));
  }
  return {response.body.begin(), response.body.end()};
}

const std::string& Api::user_id() {
  if (!user_ && keeper_) {
    const auto& extra = keeper_->tokens().extra;
    if (const auto id = extra.find("user_id"); id != extra.end() && !id->second.empty()) {
      return id->second;
    }
  }
  if (!user_) {
    read_user();
  }
  return user_->id;
}

/// The older interface, since it tells the equipment in the same answer.
void Api::read_user() {
  const json answer = get(legacy_, "/users/current.json", "show the user");
  const auto user = answer.is_object() ? answer.find("user") : answer.end();
  if (!answer.is_object() || user == answer.end() || !user->is_object() || id_text(*user, "id").empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say whose sign-in this is", title));
  }
  gear_ = gear_of(*user);
  const std::string name = text_of(*user, "name");
  user_ = Account{id_text(*user, "id"), name.empty() ? text_of(*user, "display_name") : name};
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
