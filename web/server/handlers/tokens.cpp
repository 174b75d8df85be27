// SPDX-License-Identifier: MIT
#include "app/api_tokens.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "handlers/list.hpp"

// Tokens are made by people: whoever holds one cannot make himself another that outlives it.
namespace tracekit::web {
namespace {

Response list_tokens(Call& call) {
  call.knows_only({});
  nlohmann::json tokens = nlohmann::json::array();
  for (const store::ApiToken& token : call.app().mine().api_tokens.list()) {
    tokens.push_back(app::to_json(token, call.app().now()));
  }
  return json_response({{"tokens", std::move(tokens)}});
}

Response make_token(Call& call) {
  [[maybe_unused]] const store::Session& person = call.session();
  const nlohmann::json body = call.body();
  std::vector<app::TokenScope> scopes;
  for (const std::string& word : split(text_field(body, "scope"), ',')) {
    scopes.push_back(app::token_scope_of(trim(word)));
  }
  const std::string expires = body.contains("expires") ? text_field(body, "expires") : "90d";
  const app::NewApiToken made = app::add_api_token(call.app(), text_field(body, "name"), scopes,
                                                   app::token_expiry(expires, call.app().now()), call.caller().email);
  nlohmann::json document = app::to_json(made.token, call.app().now());
  document["token"] = made.text.reveal();
  constexpr int created = 201;
  return json_response(document, created);
}

Response revoke_token(Call& call) {
  app::revoke_api_token(call.app(), call.number("id"), call.caller().email);
  return json_response({{"revoked", call.number("id")}});
}

} // namespace

void add_tokens(Routes& routes) {
  routes.add("GET", "/api/tokens", Access::read, list_tokens).says("The person's tokens").shapes("token", "tokens");
  routes.add("POST", "/api/tokens", Access::admin, make_token)
      .says("Makes a token, which is shown this once")
      .shape("token")
      .takes("name", "what it is for")
      .may_take("scope", "metrics, read, write or admin")
      .may_take("expires", "such as 90d, 12h or never")
      .answers(201);
  routes.add("DELETE", "/api/tokens/{id}", Access::admin, revoke_token)
      .says("Revokes a token")
      .tells("revoked", Description::Type::integer);
}

} // namespace tracekit::web
