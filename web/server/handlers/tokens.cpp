// SPDX-License-Identifier: MIT
#include "app/api_tokens.hpp"

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

// Tokens are made at the command line: whoever holds one cannot make himself another that outlives it.
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

Response revoke_token(Call& call) {
  app::revoke_api_token(call.app(), call.number("id"));
  return json_response({{"revoked", call.number("id")}});
}

} // namespace

void add_tokens(Routes& routes) {
  routes.add("GET", "/api/tokens", Access::read, list_tokens);
  routes.add("DELETE", "/api/tokens/{id}", Access::admin, revoke_token);
}

} // namespace tracekit::web
