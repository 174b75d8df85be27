// SPDX-License-Identifier: MIT
#include "app/sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/activity_export.hpp"
#include "app/people.hpp"
#include "doorkeeper.hpp"
#include "handlers/list.hpp"
#include "providers/provider.hpp"

namespace tracekit::web {
namespace {

nlohmann::json abilities_of(const ProviderInfo& info) {
  nlohmann::json words = nlohmann::json::array();
  const auto add = [&](bool can, const char* word) {
    if (can) {
      words.emplace_back(word);
    }
  };
  add(info.rename, "rename");
  add(info.set_equipment, "set_equipment");
  add(info.set_metadata, "set_metadata");
  add(info.add_without_file, "add");
  add(info.upload, "upload");
  add(info.source_files, "download");
  add(info.lists_equipment, "equipment");
  add(info.sign_in != SignIn::none, "sign_in");
  return words;
}

/// By priority, as pages show them.
nlohmann::json providers_of(const app::App& app) {
  std::vector<std::pair<int, nlohmann::json>> rows;
  for (const RegisteredProvider& provider : provider_registry()) {
    const ProviderInfo& info = provider.info;
    const config::ProviderSettings& settings = app.settings().providers.at(info.id);
    rows.push_back({settings.priority,
                    {{"id", info.id},
                     {"title", info.title},
                     {"colour", info.colour},
                     {"enabled", settings.enabled},
                     {"abilities", abilities_of(info)}}});
  }
  std::ranges::stable_sort(rows, {}, [](const auto& row) { return row.first; });
  nlohmann::json providers = nlohmann::json::array();
  for (auto& [priority, row] : rows) {
    providers.push_back(std::move(row));
  }
  return providers;
}

nlohmann::json of_nobody(Call& call) {
  const AppPool::Lease owner = call.service().apps.of_owner();
  const bool is_later = app::beginning(owner.app()) == app::Beginning::later;
  return {{"user", nullptr}, {"csrf", ""}, {"state", is_later ? "login" : "first"}, {"version", TRACEKIT_VERSION}};
}

/// Who one is here, and what every page needs to know. Open: a page asks it before it knows.
Response show_session(Call& call) {
  call.knows_only({});
  const auto cookie = call.service().cookies.find(call.request(), session_cookie);
  if (!call.is_known()) {
    return json_response(of_nobody(call));
  }
  app::App& app = call.app();
  const auto& values = app.settings().values;
  return json_response(
      {{"user", {{"id", call.caller().user}, {"email", call.caller().email}, {"admin", call.caller().is_admin}}},
       {"csrf", cookie && call.caller().session ? csrf_token(*cookie) : ""},
       {"state", "in"},
       {"units", values.at("units").text},
       {"timezone", app.settings().home_timezone},
       {"tile_url", values.at("web.tile_url").text},
       {"tile_attribution", values.at("web.tile_attribution").text},
       {"version", TRACEKIT_VERSION},
       {"unread", std::ssize(app.mine().notifications.unread(app.now()))},
       {"engine", app.store().engine() == sql::Engine::sqlite ? "sqlite" : "postgresql"},
       {"export_formats", app::export_formats()},
       {"providers", providers_of(app)}});
}

Response list_sessions(Call& call) {
  call.knows_only({});
  const std::int64_t own = call.caller().session ? call.caller().session->id : 0;
  nlohmann::json sessions = nlohmann::json::array();
  for (const store::Session& session : store::Sessions(call.app().store().connection(), call.caller().user).list()) {
    sessions.push_back(app::to_json(session, own));
  }
  return json_response({{"sessions", std::move(sessions)}});
}

Response end_session(Call& call) {
  const std::int64_t id = call.number("id");
  if (!store::Sessions(call.app().store().connection(), call.caller().user).end(id)) {
    throw HttpError(404, "not_found", fmt::format("there is no session {}", id));
  }
  call.app().mine().audit.append(call.caller().email, "session.end", std::to_string(id), call.app().now());
  return json_response({{"ended", id}});
}

Response change_password(Call& call) {
  const store::Session& session = call.session();
  const nlohmann::json body = call.body();
  app::change_password(call.app(), session, Secret(text_field(body, "old")), Secret(text_field(body, "new")));
  return json_response({{"done", true}});
}

} // namespace

void add_sessions(Routes& routes) {
  routes.add("GET", "/api/session", Access::visitor, show_session)
      .says("Who is signed in, and what pages need to know first")
      .shape("visitor");
  routes.add("GET", "/api/sessions", Access::read, list_sessions)
      .says("Where the person is signed in")
      .shapes("session", "sessions");
  routes.add("DELETE", "/api/sessions/{id}", Access::admin, end_session)
      .says("Ends a session")
      .tells("ended", Description::Type::integer);
  routes.add("POST", "/api/password", Access::admin, change_password)
      .says("Changes the password and ends other sessions")
      .tells("done", Description::Type::boolean)
      .takes("old", "the present one")
      .takes("new", "the next one");
}

} // namespace tracekit::web
