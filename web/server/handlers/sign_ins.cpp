// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/settings_view.hpp"
#include "app/sign_in.hpp"
#include "browser_sign_ins.hpp"
#include "handlers/list.hpp"
#include "handlers/values.hpp"
#include "hosts.hpp"
#include "password_attempts.hpp"

namespace tracekit::web {
namespace {

/// What waits between two requests.
struct SignInsUnderWay {
  BrowserSignIns browsers;
  PasswordAttempts passwords;
};

const ProviderInfo& named_provider(const Call& call) {
  const auto& registry = provider_registry();
  const auto found = std::ranges::find_if(
      registry, [&](const RegisteredProvider& registered) { return registered.info.id == call.part("id"); });
  if (found == registry.end() || found->make == nullptr) {
    throw HttpError(404, "not_found", fmt::format("there is no provider \"{}\" to sign in to", call.part("id")));
  }
  return found->info;
}

std::string typed(const nlohmann::json& fields, const std::string& name) {
  const auto found = fields.find(name);
  if (found != fields.end() && !found->is_string()) {
    throw Error(ErrorKind::usage, fmt::format("the field \"{}\" is not a text", name));
  }
  return found == fields.end() ? "" : found->get<std::string>();
}

void knows_only_fields(const nlohmann::json& fields, const std::vector<std::string>& names) {
  for (const auto& [name, value] : fields.items()) {
    if (std::ranges::find(names, name) == names.end()) {
      throw Error(ErrorKind::usage, fmt::format("this sign-in has no field \"{}\"", name),
                  fmt::format("it has {}", fmt::join(names, ", ")));
    }
  }
}

Response done(const Account& account) {
  return json_response({{"done", true}, {"account", account.name.empty() ? account.id : account.name}});
}

/// Where this server is for the browser that asked: a proxy in front speaks TLS, and only then is the name another one
/// than this machine's.
std::string own_address(const Request& request) {
  const std::string host = request.header("Host");
  const std::string name = host.substr(0, host.rfind(':'));
  return fmt::format("{}://{}", is_loopback(name) || name == "localhost" ? "http" : "https", host);
}

/// What was typed of the provider's own settings holds from the next application on, which is therefore another one.
AppPool::Lease with_settings(Call& call, const ProviderInfo& info, const nlohmann::json& fields) {
  nlohmann::json changes = nlohmann::json::object();
  for (const std::string& key : app::sign_in_options(info)) {
    const auto option = std::ranges::find(info.options, key, &Option::key);
    if (!option->secret && !typed(fields, key).empty()) {
      changes[fmt::format("providers.{}.{}", info.id, key)] = typed(fields, key);
    }
  }
  if (!changes.empty()) {
    app::change_settings(call.app(), changes);
  }
  return call.service().apps.of(call.app().mine().user());
}

Response sign_in_by_browser(Call& call, const ProviderInfo& info, const nlohmann::json& fields,
                            SignInsUnderWay& under_way) {
  knows_only_fields(fields, app::sign_in_options(info));
  const AppPool::Lease lease = with_settings(call, info, fields);
  if (const std::string secret = typed(fields, "client_secret"); !secret.empty()) {
    lease.app().seal_credential(info.id, "client_secret", Secret(secret));
  }
  const std::string back = fmt::format("{}/auth/{}/callback", own_address(call.request()), info.id);
  const net::AuthorizationRequest request = app::begin_browser_sign_in(lease.app(), info.id, back);
  under_way.browsers.remember({lease.app().mine().user(), info.id, back, request, lease.app().now()});
  return json_response({{"go", request.url}});
}

Response sign_in_with_key(Call& call, const ProviderInfo& info, const nlohmann::json& fields) {
  knows_only_fields(fields, app::sign_in_options(info));
  const AppPool::Lease lease = with_settings(call, info, fields);
  return done(app::sign_in_with_key(lease.app(), info.id, Secret(typed(fields, app::key_option(info.id).key))));
}

Response step(const PasswordAttempts::Step& step) {
  return step.account ? done(*step.account)
                      : json_response({{"needs_code", true}, {"attempt", step.attempt}, {"how", step.how}});
}

Response sign_in_with_password(Call& call, const ProviderInfo& info, const nlohmann::json& fields,
                               SignInsUnderWay& under_way) {
  knows_only_fields(fields, {"email", "password"});
  const UserId user = call.app().mine().user();
  return step(
      under_way.passwords.begin(user, [&apps = call.service().apps, user, id = info.id, email = typed(fields, "email"),
                                       password = Secret(typed(fields, "password"))](const CodeQuestion& ask_code) {
        const AppPool::Lease lease = apps.of(user);
        return app::sign_in_with_password(lease.app(), id, email, password, ask_code);
      }));
}

Response sign_in(Call& call, SignInsUnderWay& under_way) {
  const ProviderInfo& info = named_provider(call);
  const nlohmann::json body = call.body();
  const nlohmann::json fields = body.contains("fields") ? object_field(body, "fields") : nlohmann::json::object();
  switch (info.sign_in) {
  case SignIn::oauth2:
    return sign_in_by_browser(call, info, fields, under_way);
  case SignIn::password:
    return sign_in_with_password(call, info, fields, under_way);
  case SignIn::api_key:
    return sign_in_with_key(call, info, fields);
  case SignIn::none:
    break;
  }
  throw Error(ErrorKind::usage, fmt::format("{} needs no sign-in", info.title));
}

Response hand_in_code(Call& call, SignInsUnderWay& under_way) {
  named_provider(call);
  const nlohmann::json body = call.body();
  return step(under_way.passwords.go_on(call.app().mine().user(), text_field(body, "attempt"),
                                        Secret(text_field(body, "code"))));
}

/// The browser comes back from the provider.
Response come_back(Call& call, SignInsUnderWay& under_way) {
  constexpr int see_other = 303;
  const ProviderInfo& info = named_provider(call);
  const auto begun =
      under_way.browsers.take(call.asked("state").value_or(""), call.app().mine().user(), info.id, call.app().now());
  if (!begun) {
    throw Error(ErrorKind::auth, "this sign-in was not begun here, or too long ago", "start it again in the settings");
  }
  app::end_browser_sign_in(call.app(), info.id, begun->redirect_uri, begun->request,
                           net::query_text(call.request().query));
  Response response;
  response.status = see_other;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", fmt::format("/settings?signed_in={}", info.id));
  return response;
}

Response sign_out(Call& call) {
  const app::SignedOut out = app::sign_out(call.app(), named_provider(call).id);
  return json_response({{"was_signed_in", out.was_signed_in}, {"problem", out.problem}});
}

} // namespace

void add_sign_ins(Routes& routes) {
  const auto under_way = std::make_shared<SignInsUnderWay>();
  routes
      .add("POST", "/api/providers/{id}/sign-in", Access::admin,
           [under_way](Call& call) { return sign_in(call, *under_way); })
      .says("Signs in to a provider, or begins to")
      .shape("sign-in-step")
      .may_take("fields", "what was typed", Description::Type::object);
  routes
      .add("POST", "/api/providers/{id}/sign-in/code", Access::admin,
           [under_way](Call& call) { return hand_in_code(call, *under_way); })
      .says("Hands in the code that a provider sent")
      .shape("sign-in-step")
      .takes("attempt", "whose code it is")
      .takes("code", "the code");
  routes
      .add("GET", "/auth/{id}/callback", Access::read, [under_way](Call& call) { return come_back(call, *under_way); })
      .says("Where the browser comes back from a provider")
      .asks("state", "of the sign-in")
      .asks("code", "of the provider")
      .asks("scope", "what was agreed to")
      .asks("error", "why not")
      .answers(303, "text/plain");
  routes.add("POST", "/api/providers/{id}/sign-out", Access::admin, sign_out)
      .says("Signs out of a provider")
      .tells("was_signed_in", Description::Type::boolean)
      .tells("problem");
}

} // namespace tracekit::web
