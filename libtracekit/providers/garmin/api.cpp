// SPDX-License-Identifier: MIT
#include "providers/garmin/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "providers/offset_pages.hpp"

namespace tracekit::garmin {
namespace {

/// An answer that brings new tokens must not be thrown away: the old ones are worth nothing by then.
const Cancellation to_the_end;

using nlohmann::json;

constexpr int no_content = 204;
constexpr int not_found = 404;
constexpr int conflict = 409;
constexpr std::size_t most_pages = 2000; ///< far beyond any athlete; a list that never ends must end

const json& first_of(const json& list) {
  static const json nothing;
  return list.is_array() && !list.empty() ? list.front() : nothing;
}

/// What became of a file: `{"detailedImportResult": {"successes": [], "failures": [{"internalId": 1, "messages":
/// []}]}}`
json import_result(const net::HttpResponse& response) {
  return net::part_of(net::json_of(response.body).value_or(json()), "detailedImportResult");
}

/// `{"message": "HTTP 404 Not Found", "error": "NotFoundException"}`, or what OAuth prescribes: only the kind of it,
/// since Garmin repeats the token in the words.
std::string error_words(const net::HttpResponse& response) {
  const json& message = first_of(net::part_of(first_of(net::part_of(import_result(response), "failures")), "messages"));
  const std::string words = net::text_of(message, "content");
  return words.empty() ? net::text_of(net::json_of(response.body).value_or(json()), "error") : words;
}

/// A number that some have seen as a text with quotes in it.
std::string import_id(const json& one) {
  std::string id = net::id_of(one, "internalId");
  std::erase_if(id, [](char c) { return c < '0' || c > '9'; });
  return id;
}

net::ClientOptions options() {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.error_words = error_words;
  options.retry.after_any_limit = false; // nobody knows how long a limit lasts, and asking makes it last longer
  return options;
}

net::ClientOptions once_only() {
  net::ClientOptions once = options();
  once.retry.attempts = 1;
  return once;
}

net::ClientOptions as_application() {
  net::ClientOptions said = options();
  said.authorize = say_who_asks;
  return said;
}

net::ClientOptions signed_by(net::TokenKeeper& keeper) {
  net::ClientOptions signed_options = options();
  signed_options.budgets = {{1, 1}}; // no limit is published; one a second is what others found to be borne
  signed_options.authorize = [&keeper](net::HttpRequest& request) {
    say_who_asks(request);
    keeper.authorize(request);
  };
  signed_options.renew = [&keeper] { return keeper.renew(); };
  return signed_options;
}

bool is_number(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string activity_path(const std::string& id) { return "/activity-service/activity/" + net::percent_encoded(id); }

} // namespace

std::vector<std::string> ids_on(const json& page) {
  std::vector<std::string> ids;
  for (const json& activity : page) {
    ids.push_back(net::id_of(activity, "activityId"));
  }
  return ids;
}

Api::Api(const ProviderContext& context)
    : hosts_(hosts_of(context)), sign_in_client_(once_only(), context.network, context.clock, context.cancellation),
      token_client_(as_application(), context.network, context.clock, to_the_end),
      token_calls_(context, hosts_, token_client_),
      keeper_(
          context.tokens, [this](const net::Tokens& old) { return token_calls_.refresh(old); }, context.clock,
          provider_id, title),
      client_(signed_by(keeper_), context.network, context.clock, context.cancellation),
      service_(client_, title, hosts_.api) {}

json Api::activities(std::optional<Date> from, std::optional<Date> to, std::size_t start) {
  net::Query query{{"start", std::to_string(start)}, {"limit", std::to_string(page_size)}};
  if (from) {
    query.emplace_back("startDate", format_date(*from));
  }
  if (to) {
    query.emplace_back("endDate", format_date(*to));
  }
  // `/activities/search` alone is forbidden.
  return service_.list("/activitylist-service/activities/search/activities", "activities", query);
}

std::optional<json> Api::activity(const std::string& id) {
  return is_number(id) ? service_.find(activity_path(id), "activity " + id) : std::nullopt;
}

void Api::rename(const std::string& id, const std::string& name) {
  const json changes = {{"activityId", parse_integer(id).value_or(0)}, {"activityName", name}};
  service_.change("PUT", activity_path(id), changes, "activity " + id);
}

/// None where there is no such thing any more.
json Api::list_if_there(const std::string& path, const std::string& things, const net::Query& query) {
  net::HttpRequest request;
  request.url = net::address(hosts_.api, path, query);
  request.headers.set("Accept", "application/json");
  const net::HttpResponse response = client_.send(request);
  if (response.status == not_found || response.status == no_content) {
    return json::array();
  }
  if (!response.ok()) {
    client_.refuse(response, "list " + things);
  }
  auto list = net::json_of(response.body);
  if (!list || !list->is_array()) {
    throw Error(ErrorKind::provider, fmt::format("{} answered with no list of {}", title, things), "try again later");
  }
  return std::move(*list);
}

json Api::gear(const std::string& owner) {
  return service_.list("/gear-service/gear/filterGear", "gear", {{"userProfilePk", owner}});
}

json Api::gear_of(const std::string& activity_id) {
  return list_if_there("/gear-service/gear/filterGear", "gear", {{"activityId", activity_id}});
}

std::vector<std::string> Api::activities_with(const std::string& gear_id) {
  const std::string path = fmt::format("/activitylist-service/activities/{}/gear", net::percent_encoded(gear_id));
  std::vector<std::string> ids;
  OffsetPages pages(title);
  for (std::size_t page = 0; page < most_pages; ++page) {
    const json list = list_if_there(path, "activities of gear",
                                    {{"start", std::to_string(pages.offset())}, {"limit", std::to_string(page_size)}});
    const std::vector<std::string> listed = ids_on(list);
    ids.insert(ids.end(), listed.begin(), listed.end());
    if (pages.took(listed) && list.size() < page_size) {
      break;
    }
  }
  return ids;
}

void Api::link(const std::string& gear_id, const std::string& activity_id) {
  change_gear("link", gear_id, activity_id);
}

void Api::unlink(const std::string& gear_id, const std::string& activity_id) {
  change_gear("unlink", gear_id, activity_id);
}

void Api::change_gear(const char* how, const std::string& gear_id, const std::string& activity_id) {
  net::HttpRequest request;
  request.method = "PUT";
  request.repeatable = true; // twice is as good as once
  request.url = net::address(hosts_.api, fmt::format("/gear-service/gear/{}/{}/activity/{}", how,
                                                     net::percent_encoded(gear_id), net::percent_encoded(activity_id)));
  request.headers.set("Accept", "application/json");
  const net::HttpResponse response = client_.send(request);
  if (response.status == not_found) {
    throw Error(ErrorKind::not_found,
                fmt::format("{} has no activity {}, or no such gear, any more", title, activity_id));
  }
  if (!response.ok()) {
    client_.refuse(response, fmt::format("change the gear of activity {}", activity_id));
  }
}

json Api::devices() { return service_.list("/device-service/deviceregistration/devices", "devices"); }

json Api::profile() { return service_.get("/userprofile-service/socialProfile", "show the profile"); }

Api::Uploaded Api::upload(const net::FileForm& form) {
  const net::HttpResponse response = service_.send_file("/upload-service/upload", form);
  const json result = import_result(response);
  if (const std::string copy = import_id(first_of(net::part_of(result, "failures")));
      response.status == conflict && !copy.empty()) {
    return {copy, true};
  }
  if (!response.ok()) {
    client_.refuse(response, "take the file " + form.file_name);
  }
  return {import_id(first_of(net::part_of(result, "successes"))), false};
}

Bytes Api::original(const std::string& id) {
  if (!is_number(id)) {
    throw Error(ErrorKind::not_found, fmt::format("{} has no activity {}", title, id));
  }
  return service_.file("/download-service/files/activity/" + id, "activity " + id);
}

} // namespace tracekit::garmin
