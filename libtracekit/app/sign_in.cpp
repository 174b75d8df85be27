// SPDX-License-Identifier: MIT
#include "app/sign_in.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/accounts.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "app/reset.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

constexpr const char* actor = "cli";

/// An answer that brings new tokens must not be thrown away: the old ones are worth nothing by then.
const Cancellation to_the_end;
constexpr const char* sealed_here = "sealed in the database";

std::string method_of(SignIn sign_in) {
  return sign_in == SignIn::api_key ? "API key" : sign_in == SignIn::oauth2 ? "OAuth" : "password";
}

/// Where a key comes from, the strongest place first.
std::string place_of(App& app, const std::string& provider, const std::string& key) {
  const auto& secrets = app.settings().secrets;
  const auto configured = secrets.find(fmt::format("providers.{}.{}", provider, key));
  if (configured != secrets.end() && configured->second.source.layer <= config::Layer::environment) {
    return configured->second.source.text();
  }
  if (app.mine().credentials.find(provider, key)) {
    return sealed_here;
  }
  return configured != secrets.end() ? configured->second.source.text() : "";
}

/// Throws Error(conflict) when somebody else had signed in before.
Account try_sign_in(App& app, const std::string& provider, Provider& connected) {
  try {
    return must_be_account(connected, provider, remembered_account(app, provider));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::conflict) {
      throw;
    }
    throw Error(ErrorKind::conflict, fmt::format("{}; nothing was saved", error.what()), error.hint());
  }
}

void note_sign_in(App& app, const std::string& provider, const Account& account,
                  const std::map<std::string, Secret>& trial = {}) {
  app.mine().audit.append(actor, "auth.sign_in", fmt::format("{} as {}", provider, account.id), app.now());
  remember_account(app, provider, account, trial);
}

/// Tokens are worth nothing once lost, since making them used up what they were made from: they are kept first, also
/// where nobody can tell for now whose they are; who uses them asks then. Under the provider's lock, which is taken
/// before anything is used up.
Account keep_and_try(App& app, const std::string& provider, net::Tokens tokens) {
  const ProviderContext context = app.context_for(provider);
  tokens.extra[sign_in_mark] = net::new_state();
  const auto before = context.tokens->load();
  const auto take_back = [&] {
    const auto lock = context.tokens->lock();
    if (before) {
      context.tokens->save(*before);
    } else {
      UnsavedTokens(app.token_place(provider)).erase();
      app.mine().credentials.erase(provider, token_credential);
    }
  };
  {
    const auto lock = context.tokens->lock();
    context.tokens->save(tokens);
  }
  const auto connected = registered_provider(provider).make(app.context_for(provider));
  try {
    const Account account = try_sign_in(app, provider, *connected);
    note_sign_in(app, provider, account);
    return account;
  } catch (const Unauthorized&) {
    take_back();
    throw Unauthorized(
        fmt::format("{} does not accept this sign-in; nothing was saved", registered_provider(provider).info.title),
        provider);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::conflict) {
      take_back();
    }
    throw;
  }
}

} // namespace

std::vector<SignInStatus> sign_in_status(App& app) {
  std::vector<SignInStatus> out;
  for (const RegisteredProvider& registered : provider_registry()) {
    const ProviderInfo& info = registered.info;
    if (info.sign_in == SignIn::none || registered.make == nullptr) {
      continue;
    }
    SignInStatus& status = out.emplace_back();
    status.provider = info.id;
    status.title = info.title;
    status.method = method_of(info.sign_in);
    status.where = info.sign_in == SignIn::api_key ? place_of(app, info.id, key_option(info.id).key)
                   : app.mine().credentials.find(info.id, token_credential) ? sealed_here
                                                                            : "";
    status.signed_in = !status.where.empty();
  }
  return out;
}

const Option& key_option(const std::string& provider) {
  const ProviderInfo& info = registered_provider(provider).info;
  const auto found =
      std::find_if(info.options.begin(), info.options.end(), [](const Option& option) { return option.secret; });
  if (info.sign_in != SignIn::api_key || found == info.options.end()) {
    throw Error(ErrorKind::usage, fmt::format("{} is not signed in to with a key", info.title));
  }
  return *found;
}

Account sign_in_with_key(App& app, const std::string& provider, const Secret& key) {
  const Option& option = key_option(provider);
  if (key.empty()) {
    throw Error(ErrorKind::usage, "the key is empty", option.help);
  }
  const RegisteredProvider& registered = registered_provider(provider);
  const std::map<std::string, Secret> trial{{option.key, key}}; // the environment may have another one
  const auto connected = registered.make(app.context_for(provider, trial));
  Account account;
  try {
    account = try_sign_in(app, provider, *connected);
  } catch (const Unauthorized&) {
    throw Unauthorized(
        fmt::format("{} does not accept this {}; nothing was saved", registered.info.title, option.label), provider);
  }
  const ProviderLocks locks = lock_providers(app, {provider});
  auto transaction = app.store().transaction();
  app.seal_credential(provider, option.key, key);
  note_sign_in(app, provider, account, trial);
  transaction.commit();
  return account;
}

namespace {

/// What the OAuth calls of one provider need.
struct OAuthParts {
  const ProviderInfo& info;
  ProviderContext context;
  std::string base;
  net::OAuthClient client;
  net::HttpClient http;

  OAuthParts(App& app, const ProviderInfo& provider)
      : info(provider), context(app.context_for(provider.id)), base(context.base_urls.at("oauth")),
        http(options_of(provider), context.network, app.clock(), to_the_end) {
    client.id = context.settings["client_id"];
    client.secret = context.secrets["client_secret"];
    if (client.id.empty()) {
      throw Error(ErrorKind::config, fmt::format("providers.{}.client_id is not set", info.id),
                  fmt::format("register an application at {} and set its id", info.title));
    }
  }

  static net::ClientOptions options_of(const ProviderInfo& info) {
    net::ClientOptions options;
    options.provider = info.id;
    options.title = info.title;
    return options;
  }
};

const ProviderInfo& signed_in_by_browser(const std::string& provider) {
  const ProviderInfo& info = registered_provider(provider).info;
  if (!info.oauth) {
    throw Error(ErrorKind::usage, fmt::format("{} is not signed in to with a browser", info.title));
  }
  return info;
}

} // namespace

Account sign_in_with_oauth(App& app, const std::string& provider, net::OAuthDialog dialog) {
  const ProviderInfo& info = signed_in_by_browser(provider);
  const ProviderLocks locks = lock_providers(app, {provider});
  OAuthParts parts(app, info);
  if (const auto port = parse_integer(parts.context.settings["callback_port"])) {
    dialog.port = static_cast<int>(*port);
  }
  return keep_and_try(app, provider,
                      net::sign_in_by_browser(*info.oauth, parts.base, parts.client, parts.http, app.clock(), dialog,
                                              app.cancellation()));
}

net::AuthorizationRequest begin_browser_sign_in(App& app, const std::string& provider,
                                                const std::string& redirect_uri) {
  OAuthParts parts(app, signed_in_by_browser(provider));
  parts.client.redirect_uri = redirect_uri;
  return net::authorization_request(*parts.info.oauth, parts.base, parts.client);
}

Account end_browser_sign_in(App& app, const std::string& provider, const std::string& redirect_uri,
                            const net::AuthorizationRequest& request, const std::string& answer) {
  OAuthParts parts(app, signed_in_by_browser(provider));
  parts.client.redirect_uri = redirect_uri;
  const std::string code = net::code_of(answer, request.state);
  const ProviderLocks locks = lock_providers(app, {provider});
  net::Tokens tokens = net::OAuthCalls(*parts.info.oauth, parts.base, parts.client, parts.http, app.clock())
                           .exchange(code, request.verifier);
  if (tokens.scopes.empty()) {
    tokens.scopes = net::scopes_of(answer);
  }
  return keep_and_try(app, provider, std::move(tokens));
}

std::vector<std::string> sign_in_options(const ProviderInfo& info) {
  std::vector<std::string> keys;
  const bool has_any = info.sign_in == SignIn::oauth2 || info.sign_in == SignIn::api_key;
  for (const Option& option : info.options) {
    if (has_any && option.kind == OptionKind::text) {
      keys.push_back(option.key);
    }
  }
  return keys;
}

namespace {

Error no_such_way(const std::string& provider, const char* way) {
  return {ErrorKind::usage, fmt::format("{} is not signed in to {}", registered_provider(provider).info.title, way)};
}

} // namespace

Account sign_in_with_password(App& app, const std::string& provider, const std::string& email, const Secret& password,
                              const CodeQuestion& ask_code) {
  const auto connected = registered_provider(provider).make(app.context_for(provider));
  if (connected->password_sign_in() == nullptr) {
    throw no_such_way(provider, "with a password");
  }
  if (email.empty() || password.empty()) {
    throw Error(ErrorKind::usage, "e-mail and password are needed");
  }
  const ProviderLocks locks = lock_providers(app, {provider});
  return keep_and_try(app, provider, connected->password_sign_in()->sign_in(email, password, ask_code));
}

Account sign_in_with_ticket(App& app, const std::string& provider,
                            const std::function<Secret(const std::string& page)>& paste) {
  const auto connected = registered_provider(provider).make(app.context_for(provider));
  TicketSignIn* sign_in = connected->ticket_sign_in();
  if (sign_in == nullptr) {
    throw no_such_way(provider, "with a ticket");
  }
  const ProviderLocks locks = lock_providers(app, {provider});
  return keep_and_try(app, provider, sign_in->redeem(paste(sign_in->page())));
}

Account sign_in_with_files(App& app, const std::string& provider, const std::filesystem::path& path) {
  const auto connected = registered_provider(provider).make(app.context_for(provider));
  if (connected->token_importer() == nullptr) {
    throw no_such_way(provider, "with the tokens of another program");
  }
  const ProviderLocks locks = lock_providers(app, {provider});
  return keep_and_try(app, provider, connected->token_importer()->import_tokens(path));
}

namespace {

/// Why the provider could not be told; empty when it was, or has no way to be told.
std::string end_at_provider(App& app, const ProviderInfo& info) {
  if (!info.oauth || !app.mine().credentials.find(info.id, token_credential)) {
    return "";
  }
  try {
    OAuthParts parts(app, info);
    if (const auto tokens = parts.context.tokens->load()) {
      net::OAuthCalls(*info.oauth, parts.base, parts.client, parts.http, app.clock()).revoke(*tokens);
    }
    return "";
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::database) {
      throw;
    }
    return error.what();
  }
}

} // namespace

SignedOut sign_out(App& app, const std::string& provider) {
  const ProviderInfo& info = registered_provider(provider).info;
  const ProviderLocks locks = lock_providers(app, {provider});
  SignedOut out;
  out.problem = end_at_provider(app, info);
  const ProviderContext context = app.context_for(provider);
  const auto token_lock = context.tokens ? context.tokens->lock() : nullptr;
  if (context.tokens) {
    UnsavedTokens(app.token_place(provider)).erase();
  }
  auto transaction = app.mine().changing_workouts();
  out.was_signed_in = app.mine().credentials.erase_provider(provider) > 0;
  forget_sign_in(app, provider);
  app.mine().audit.append(actor, "auth.revoke", provider, app.now());
  if (info.erase_when_gone) {
    forget_pulled(app, provider, std::nullopt);
    app.mine().journal.forget_values(provider, app.now());
  }
  transaction.commit();
  refresh_touched_months(app);
  return out;
}

nlohmann::json to_json(const SignInStatus& status) {
  return {{"provider", status.provider},
          {"title", status.title},
          {"method", status.method},
          {"signed_in", status.signed_in},
          {"where", status.where}};
}

} // namespace tracekit::app
