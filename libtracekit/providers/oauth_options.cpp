// SPDX-License-Identifier: MIT
#include "providers/oauth_options.hpp"

namespace tracekit {

std::vector<Option> oauth_options(const std::string& variable, const std::string& where) {
  Option id;
  id.key = "client_id";
  id.label = "Client ID";
  id.help = where;
  id.environment = {variable + "_CLIENT_ID"};
  Option secret;
  secret.key = "client_secret";
  secret.label = "Client secret";
  secret.help = "Stands beside the client ID.";
  secret.secret = true;
  secret.environment = {variable + "_CLIENT_SECRET"};
  Option port;
  port.key = "callback_port";
  port.label = "Callback port";
  port.help = "The port of this machine at which the browser comes back after the sign-in.";
  port.kind = OptionKind::integer;
  port.default_value = "8723";
  return {id, secret, port};
}

net::OAuthClient oauth_application(const ProviderContext& context) {
  net::OAuthClient client;
  client.id = context.setting("client_id");
  client.secret = context.secret("client_secret");
  return client;
}

} // namespace tracekit
