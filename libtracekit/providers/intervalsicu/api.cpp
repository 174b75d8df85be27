// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"

namespace tracekit::intervalsicu {
namespace {

using nlohmann::json;

constexpr int not_found = 404;
constexpr std::uint64_t largest_file = std::uint64_t{256} << 20U;

/// Intervals.icu allows ten requests a second from one address, and 2,500 in a quarter of an hour for one key.
const std::vector<net::FixedBudget> budgets{{5, 1}, {2500, 900}};

json parsed(const net::HttpResponse& response, const std::string& what) {
  json document = json::parse(response.body, nullptr, false);
  if (document.is_discarded()) {
    throw Error(ErrorKind::provider,
                fmt::format("{} answered with something that is not JSON when asked to {}", title, what),
                "try again later");
  }
  return document;
}

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string error_words(const net::HttpResponse& response) {
  const json document = json::parse(response.body, nullptr, false);
  return document.is_object() ? text_of(document, "error") : "";
}

net::ClientOptions client_options(const ProviderContext& context) {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.budgets = budgets;
  options.error_words = error_words;
  const auto key = context.secrets.find("api_key");
  const Secret secret = key == context.secrets.end() ? Secret() : key->second;
  options.authorize = [secret](net::HttpRequest& request) {
    if (secret.empty()) {
      throw Unauthorized(fmt::format("nobody has signed in to {} yet", title), provider_id);
    }
    request.headers.set("Authorization", "Basic " + base64(as_bytes("API_KEY:" + secret.reveal())));
  };
  return options;
}

std::string setting(const std::map<std::string, std::string>& values, const char* key, const char* standard) {
  const auto found = values.find(key);
  return found == values.end() || found->second.empty() ? standard : found->second;
}

bool is_component(const json& gear) {
  const auto found = gear.find("component");
  return found != gear.end() && found->is_boolean() && found->get<bool>();
}

} // namespace

Api::Api(const ProviderContext& context)
    : base_(setting(context.base_urls, "api", "https://intervals.icu/api/v1")),
      athlete_(setting(context.settings, "athlete_id", "0")),
      client_(client_options(context), context.network, context.clock, context.cancellation) {}

std::string Api::athlete_path(const std::string& rest) const {
  return fmt::format("/athlete/{}{}", net::percent_encoded(athlete_), rest);
}

net::HttpRequest Api::request(const char* method, const std::string& path, const net::Query& query) const {
  net::HttpRequest request;
  request.method = method;
  request.url = net::address(base_, path, query);
  request.headers.set("Accept", "application/json");
  return request;
}

json Api::get(const std::string& path, const std::string& what, const net::Query& query) {
  return parsed(client_.send_or_throw(request("GET", path, query), what), what);
}

json Api::activities(Date oldest, Date newest, std::size_t limit) {
  json list = get(athlete_path("/activities"), "list activities",
                  {{"oldest", format_date(oldest)}, {"newest", format_date(newest)}, {"limit", std::to_string(limit)}});
  if (!list.is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of activities", title));
  }
  return list;
}

std::optional<json> Api::activity(const std::string& id) {
  const std::string what = "show activity " + id;
  const net::HttpResponse response = client_.send(request("GET", "/activity/" + net::percent_encoded(id)));
  if (response.status == not_found) {
    return std::nullopt;
  }
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  return parsed(response, what);
}

json Api::update(const std::string& id, const json& changes) {
  const std::string what = "change activity " + id;
  net::HttpRequest put = request("PUT", "/activity/" + net::percent_encoded(id));
  put.headers.set("Content-Type", "application/json");
  put.body = changes.dump(-1, ' ', false, json::error_handler_t::replace);
  const net::HttpResponse response = client_.send(std::move(put));
  if (response.status == not_found) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no activity {} any more", title, id));
  }
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  return parsed(response, what);
}

const std::vector<Gear>& Api::gear() {
  if (!gear_) {
    const json list = get(athlete_path("/gear"), "list equipment");
    std::vector<Gear> found;
    for (const json& one : list.is_array() ? list : json::array()) {
      if (one.is_object() && !is_component(one) && !text_of(one, "id").empty()) {
        found.push_back({text_of(one, "id"), text_of(one, "name")});
      }
    }
    gear_ = std::move(found);
  }
  return *gear_;
}

Gear Api::create_gear(const std::string& name, const std::string& kind) {
  gear_.reset(); // an earlier attempt whose answer was lost may have made it
  for (const Gear& one : gear()) {
    if (one.name == name) {
      return one;
    }
  }
  const std::string what = "create equipment";
  net::HttpRequest post = request("POST", athlete_path("/gear"));
  post.headers.set("Content-Type", "application/json");
  post.body = json{{"name", name}, {"type", kind}}.dump(-1, ' ', false, json::error_handler_t::replace);
  const json made = parsed(client_.send_or_throw(std::move(post), what), what);
  if (!made.is_object() || text_of(made, "id").empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say which equipment it made", title));
  }
  gear_->push_back({text_of(made, "id"), text_of(made, "name")});
  return gear_->back();
}

Account Api::account() {
  const json profile = get(athlete_path("/profile"), "show the athlete");
  const auto athlete = profile.is_object() ? profile.find("athlete") : profile.end();
  if (!profile.is_object() || athlete == profile.end() || !athlete->is_object()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say whose key this is", title));
  }
  return {text_of(*athlete, "id"), text_of(*athlete, "name")};
}

Bytes Api::file(const std::string& id) {
  net::HttpRequest get_file = request("GET", fmt::format("/activity/{}/file", net::percent_encoded(id)));
  get_file.headers.set("Accept", "*/*");
  get_file.body_limit = largest_file;
  const net::HttpResponse response = client_.send(std::move(get_file));
  if (response.status == not_found) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no file of activity {}", title, id));
  }
  if (!response.ok()) {
    client_.refuse(response, "give the file of activity " + id);
  }
  return {response.body.begin(), response.body.end()};
}

} // namespace tracekit::intervalsicu
