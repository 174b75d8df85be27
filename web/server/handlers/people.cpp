// SPDX-License-Identifier: MIT
#include "app/people.hpp"

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

// What an administrator does about people.
namespace tracekit::web {
namespace {

Response list_people(Call& call) {
  call.require_administrator();
  call.knows_only({});
  nlohmann::json users = nlohmann::json::array();
  for (const store::Person& person : store::People(call.app().store().connection()).all()) {
    users.push_back(app::to_json(person));
  }
  return json_response({{"users", std::move(users)}});
}

using Act = void (*)(app::App& owner, UserId id, const std::string& actor);

/// Acts on the person whose number stands in the path, and answers with him, or with nothing when he is gone.
Response act(Call& call, Act what) {
  call.require_administrator();
  const AppPool::Lease owner = call.service().apps.of_owner();
  const UserId id = call.number("id");
  what(owner.app(), id, call.caller().email);
  const auto person = store::People(owner.app().store().connection()).find(id);
  return json_response(person ? app::to_json(*person) : nlohmann::json{{"removed", id}});
}

} // namespace

void add_people(Routes& routes) {
  routes.add("GET", "/api/users", Access::admin, list_people)
      .says("The people of this installation")
      .shapes("person", "users");
  routes
      .add("POST", "/api/users/{id}/approve", Access::admin, [](Call& call) { return act(call, app::approve_person); })
      .says("Lets somebody in who signed up")
      .shape("person");
  routes.add("POST", "/api/users/{id}/block", Access::admin, [](Call& call) { return act(call, app::block_person); })
      .says("Keeps somebody out")
      .shape("person");
  routes.add("DELETE", "/api/users/{id}", Access::admin, [](Call& call) { return act(call, app::remove_person); })
      .says("Removes somebody who was never let in")
      .tells("removed", Description::Type::integer);
}

} // namespace tracekit::web
