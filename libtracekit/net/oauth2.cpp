// SPDX-License-Identifier: MIT
#include "net/oauth2.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "net/callback_listener.hpp"
#include "net/json_fields.hpp"
#include "net/url.hpp"

namespace tracekit::net {
namespace {

using nlohmann::json;

constexpr std::size_t state_bytes = 24;
constexpr std::size_t verifier_bytes = 48; ///< 64 characters; RFC 7636 wants 43 to 128
constexpr EpochSeconds renewed_before_s = 300;
constexpr int bad_request = 400;
constexpr std::int64_t longest_lifetime_s = 100LL * 365 * 86'400;

std::string text_at(const json& document, std::string_view dotted) {
  const json* place = &document;
  for (const std::string& part : split(dotted, '.')) {
    place = &part_of(*place, part.c_str());
  }
  return place->is_string() ? place->get<std::string>() : place->is_number() ? place->dump() : "";
}

std::string find(const Query& query, std::string_view name) {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& one) { return one.first == name; });
  return found == query.end() ? "" : found->second;
}

} // namespace

std::string new_state() { return base64_url(random_bytes(state_bytes)); }

AuthorizationRequest authorization_request(const OAuthProfile& profile, const std::string& base,
                                           const OAuthClient& client, const std::string& state) {
  AuthorizationRequest request;
  request.state = state;
  request.verifier = Secret(base64_url(random_bytes(verifier_bytes)));
  Query query{{"response_type", "code"},
              {"client_id", client.id},
              {"redirect_uri", client.redirect_uri},
              {"state", request.state}};
  if (!profile.scopes.empty()) {
    query.emplace_back("scope", fmt::format("{}", fmt::join(profile.scopes, profile.scope_separator)));
  }
  if (profile.pkce) {
    query.emplace_back("code_challenge", base64_url(sha256(as_bytes(request.verifier.reveal()))));
    query.emplace_back("code_challenge_method", "S256");
  }
  request.url = address(base, profile.authorize_path, query);
  return request;
}

std::string code_of(std::string_view text, const std::string& state, bool bare_code) {
  text = trim(text);
  const auto question = text.find('?');
  const std::string_view query_part = question == std::string_view::npos ? text : text.substr(question + 1);
  const bool is_query = query_part.find('=') != std::string_view::npos;
  if (bare_code && !is_query && !text.empty()) {
    return std::string(text);
  }
  const Query query = parse_query(query_part.substr(0, query_part.find('#')));
  if (!same_secret(find(query, "state"), state)) {
    throw Error(ErrorKind::auth, "the answer of the browser belongs to another sign-in", "start the sign-in again");
  }
  if (const std::string refusal = find(query, "error"); !refusal.empty()) {
    throw Error(ErrorKind::auth, fmt::format("the sign-in was refused: {}", short_words(refusal)),
                "start it again, and allow at the provider's page what is asked there");
  }
  if (find(query, "code").empty()) {
    throw Error(ErrorKind::auth, "the answer of the browser has no code", "start the sign-in again");
  }
  return find(query, "code");
}

std::vector<std::string> scopes_of(std::string_view text) {
  const auto question = text.find('?');
  const std::string_view query = trim(question == std::string_view::npos ? text : text.substr(question + 1));
  std::string scope = find(parse_query(query.substr(0, query.find('#'))), "scope");
  std::replace(scope.begin(), scope.end(), ',', ' ');
  return scope.empty() ? std::vector<std::string>() : split(scope, ' ');
}

HttpResponse OAuthCalls::post(const std::string& path, Form form) {
  HttpRequest request;
  const bool revoking = path == profile_.revoke_path;
  if (revoking ? profile_.revoke_with_basic : profile_.token_with_basic) {
    const Secret pair(fmt::format("{}:{}", client_.id, client_.secret.reveal()));
    request.headers.set("Authorization", "Basic " + base64(as_bytes(pair.reveal())));
  }
  if (!revoking || !profile_.revoke_with_basic) {
    form.emplace_back("client_id", client_.id);
    if (!client_.secret.empty()) {
      form.emplace_back("client_secret", client_.secret.reveal());
    }
  }
  request.method = "POST";
  request.url = address(base_, path);
  request.headers.set("Content-Type",
                      profile_.json_requests ? "application/json" : "application/x-www-form-urlencoded");
  request.headers.set("Accept", "application/json");
  request.body = profile_.json_requests ? json(std::map<std::string, std::string>(form.begin(), form.end()))
                                              .dump(-1, ' ', false, json::error_handler_t::replace)
                                        : query_text(form);
  return http_.send(request);
}

Tokens read_tokens(const HttpResponse& response, const Tokens& old, const Clock& clock,
                   const std::vector<std::string>& account_keys) {
  const json document = json_of(response.body).value_or(json());
  const std::string access = text_at(document, "access_token");
  if (access.empty()) {
    throw Error(ErrorKind::provider, "the answer to the sign-in has no token in it", "try again later");
  }
  Tokens tokens = old;
  tokens.access = Secret(access);
  if (const std::string refresh = text_at(document, "refresh_token"); !refresh.empty()) {
    tokens.refresh = Secret(refresh);
  }
  tokens.expires_at.reset();
  if (const auto at = parse_integer(text_at(document, "expires_at"))) {
    tokens.expires_at = *at;
  } else if (const auto in = parse_integer(text_at(document, "expires_in"))) {
    tokens.expires_at = clock.now() + std::clamp<std::int64_t>(*in, 0, longest_lifetime_s);
  }
  if (std::string scope = text_at(document, "scope"); !scope.empty()) {
    std::replace(scope.begin(), scope.end(), ',', ' ');
    tokens.scopes = split(scope, ' ');
  }
  for (const std::string& key : account_keys) {
    if (std::string value = text_at(document, key); !value.empty()) {
      tokens.extra[key] = std::move(value);
    }
  }
  return tokens;
}

Tokens OAuthCalls::exchange(const std::string& code, const Secret& verifier) {
  Form form{{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", client_.redirect_uri}};
  if (profile_.pkce) {
    form.emplace_back("code_verifier", verifier.reveal());
  }
  return first_tokens(std::move(form));
}

Tokens OAuthCalls::grant(const std::string& grant_type, Form parameters) {
  parameters.emplace_back("grant_type", grant_type);
  return first_tokens(std::move(parameters));
}

Tokens OAuthCalls::first_tokens(Form form) {
  const HttpResponse response = post(profile_.token_path, std::move(form));
  if (!response.ok()) {
    http_.refuse(response, "complete the sign-in");
  }
  return read_tokens(response, {}, clock_, profile_.account_keys);
}

Tokens OAuthCalls::refresh(const Tokens& old) {
  const HttpResponse response =
      post(profile_.token_path, {{"grant_type", "refresh_token"}, {"refresh_token", old.refresh.reveal()}});
  if (!response.ok()) {
    try {
      http_.refuse(response, "renew the sign-in");
    } catch (const Error& refusal) {
      throw Error(ErrorKind::auth, refusal.what());
    }
  }
  return read_tokens(response, old, clock_, profile_.account_keys);
}

void OAuthCalls::revoke(const Tokens& tokens) {
  if (profile_.revoke_path.empty()) {
    return;
  }
  try {
    const HttpResponse response = post(profile_.revoke_path, {{"token", tokens.access.reveal()}});
    const bool gone = response.status == bad_request && !profile_.revoke_with_basic;
    if (!response.ok() && !gone) {
      http_.refuse(response, "end the sign-in");
    }
  } catch (const Unauthorized&) { // it is gone, unless it was the application that was turned away
    if (profile_.revoke_with_basic) {
      throw;
    }
  }
}

Tokens sign_in_by_browser(const OAuthProfile& profile, const std::string& base, OAuthClient client, HttpClient& http,
                          const Clock& clock, const OAuthDialog& dialog, const Cancellation& cancellation) {
  const std::string state = new_state();
  const bool manual = dialog.pasted != nullptr;
  const auto listener = manual ? nullptr : listen_for_callback(dialog.port, state);
  client.redirect_uri = fmt::format("http://127.0.0.1:{}/callback", manual ? dialog.port : listener->port());
  const AuthorizationRequest request = authorization_request(profile, base, client, state);
  dialog.show(request.url);
  const auto answer = manual ? std::optional(dialog.pasted()) : listener->wait(dialog.patience_s, cancellation);
  if (!answer) {
    throw Error(ErrorKind::auth, "the browser did not come back in time", "try again, or use --manual");
  }
  const std::string code = code_of(*answer, state, manual);
  Tokens tokens = OAuthCalls(profile, base, client, http, clock).exchange(code, request.verifier);
  if (tokens.scopes.empty()) {
    tokens.scopes = scopes_of(*answer);
  }
  return tokens;
}

const Tokens& TokenKeeper::tokens() {
  if (!tokens_ && store_) {
    tokens_ = store_->load();
  }
  if (!tokens_ || tokens_->access.empty()) {
    throw Unauthorized(fmt::format("nobody has signed in to {} yet", title_), provider_);
  }
  return *tokens_;
}

void TokenKeeper::authorize(HttpRequest& request) {
  const Tokens& now = tokens();
  if (now.expires_at && *now.expires_at - renewed_before_s <= clock_.now() && !now.refresh.empty()) {
    renew_under_lock(Secret(now.access));
  }
  request.headers.set("Authorization", "Bearer " + tokens().access.reveal());
}

bool TokenKeeper::renew() {
  if (!tokens_) {
    return false;
  }
  renew_under_lock(Secret(tokens_->access));
  return true;
}

/// A provider that rotates its refresh tokens takes each one once, so only one process may use it.
void TokenKeeper::renew_under_lock(const Secret& rejected) {
  const auto lock = store_->lock();
  tokens_ = store_->load();
  const Tokens& stored = tokens();
  if (!same_secret(stored.access.reveal(), rejected.reveal())) {
    return; // somebody else was first
  }
  if (stored.refresh.empty()) {
    throw Unauthorized(fmt::format("{} does not accept the sign-in any more", title_), provider_);
  }
  Tokens fresh;
  try {
    fresh = refresh_(stored);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::auth) { // all else may pass
      throw Unauthorized(fmt::format("{} does not renew the sign-in: {}", title_, error.what()), provider_);
    }
    throw;
  }
  store_->save(fresh);
  tokens_ = std::move(fresh);
}

} // namespace tracekit::net
