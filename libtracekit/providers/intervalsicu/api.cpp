// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/api.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "net/json_fields.hpp"

namespace tracekit::intervalsicu {
namespace {

using nlohmann::json;

/// The athlete of the key.
constexpr const char* own_athlete = "0";

/// Intervals.icu allows ten requests a second from one address, and 2,500 in a quarter of an hour for one key.
const std::vector<net::FixedBudget> budgets{{5, 1}, {2500, 900}};

std::string error_words(const net::HttpResponse& response) {
  return net::text_of(net::json_of(response.body).value_or(json()), "error");
}

net::ClientOptions client_options(const ProviderContext& context) {
  net::ClientOptions options;
  options.provider = provider_id;
  options.title = title;
  options.budgets = budgets;
  options.error_words = error_words;
  options.authorize = [key = context.secret("api_key")](net::HttpRequest& request) {
    if (key.empty()) {
      throw Unauthorized(fmt::format("nobody has signed in to {} yet", title), provider_id);
    }
    request.headers.set("Authorization", "Basic " + base64(as_bytes("API_KEY:" + key.reveal())));
  };
  return options;
}

std::string activity_path(const std::string& id, const char* rest = "") {
  return fmt::format("/activity/{}{}", net::percent_encoded(id), rest);
}

} // namespace

Api::Api(const ProviderContext& context)
    : athlete_(context.setting("athlete_id")),
      client_(client_options(context), context.network, context.clock, context.cancellation),
      service_(client_, title, context.base_url("api")) {}

std::string Api::athlete_path(const std::string& rest) const {
  return fmt::format("/athlete/{}{}", athlete_.empty() ? own_athlete : net::percent_encoded(athlete_), rest);
}

json Api::activities(Date oldest, Date newest, std::size_t limit) {
  return service_.list(
      athlete_path("/activities"), "activities",
      {{"oldest", format_date(oldest)}, {"newest", format_date(newest)}, {"limit", std::to_string(limit)}});
}

std::optional<json> Api::activity(const std::string& id) { return service_.find(activity_path(id), "activity " + id); }

json Api::update(const std::string& id, const json& changes) {
  const std::string thing = "activity " + id;
  return service_.object_in(service_.change("PUT", activity_path(id), changes, thing), "change " + thing);
}

const std::vector<Gear>& Api::gear() {
  if (!gear_) {
    std::vector<Gear> found;
    for (const json& one : service_.list(athlete_path("/gear"), "equipment")) {
      if (!net::is_set(one, "component") && !net::text_of(one, "id").empty()) {
        found.push_back({net::text_of(one, "id"), net::text_of(one, "name")});
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
  const json made = service_.create(athlete_path("/gear"), {{"name", name}, {"type", kind}}, "create equipment");
  if (net::text_of(made, "id").empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say which equipment it made", title));
  }
  gear_->push_back({net::text_of(made, "id"), net::text_of(made, "name")});
  return gear_->back();
}

Account Api::account() {
  const json profile = service_.get(athlete_path("/profile"), "show the athlete");
  const json& athlete = net::part_of(profile, "athlete");
  if (net::text_of(athlete, "id").empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say whose key this is", title));
  }
  return {net::text_of(athlete, "id"), net::text_of(athlete, "name")};
}

std::string Api::upload(const net::FileForm& form, const std::string& name) {
  const std::string what = "take the file " + form.file_name;
  const net::HttpResponse response = service_.send_file(athlete_path("/activities"), form, {{"name", name}});
  if (!response.ok()) {
    client_.refuse(response, what);
  }
  const json answer = service_.object_in(response, what);
  const json& made = net::part_of(answer, "activities");
  std::string id = net::text_of(answer, "id");
  if (id.empty() && made.is_array() && !made.empty()) {
    id = net::text_of(made.front(), "id");
  }
  if (id.empty()) {
    throw Error(ErrorKind::provider, fmt::format("{} did not say what became of {}", title, form.file_name));
  }
  return id;
}

Bytes Api::file(const std::string& id) { return service_.file(activity_path(id, "/file"), "activity " + id); }

} // namespace tracekit::intervalsicu
