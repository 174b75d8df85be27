// SPDX-License-Identifier: MIT
#include "doorkeeper.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/people.hpp"
#include "app/sessions.hpp"
#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "errors.hpp"
#include "hosts.hpp"
#include "net/url.hpp"

namespace tracekit::web {
namespace {

/// The token of an `Authorization: Bearer` line. Nowhere else is one looked for: queries end up in logs.
std::string bearer_token(const Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const std::string line = request.header("Authorization");
  return to_lower(line.substr(0, scheme.size())) == scheme ? std::string(trim(line.substr(scheme.size()))) : "";
}

HttpError unauthorized() {
  return HttpError(401, "auth", "a valid token is needed",
                   "sign in, or make a token with `tracekit token add` and send it as Authorization: Bearer tk_...")
      .with_header("WWW-Authenticate", "Bearer realm=\"tracekit\"");
}

/// To the page where one signs in, or signs up when nobody has yet; from there back here.
HttpError sign_in_first(const Request& request, app::Beginning beginning) {
  const std::string query = request.query.empty() ? "" : "?" + net::query_text(request.query);
  const std::string place = beginning == app::Beginning::later
                                ? "/login?next=" + net::percent_encoded(request.path + query)
                                : std::string("/signup");
  return HttpError(303, "auth", "sign in first").with_header("Location", place);
}

app::TokenScope scope_for(Access access) {
  switch (access) {
  case Access::write:
    return app::TokenScope::write;
  case Access::admin:
    return app::TokenScope::admin;
  case Access::metrics:
    return app::TokenScope::metrics;
  case Access::read:
  case Access::always:
  case Access::open:
  case Access::visitor:
  case Access::page:
    break;
  }
  return app::TokenScope::read;
}

bool only_looks(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

} // namespace

void Doorkeeper::let_in(Call& call, Access access) const {
  if (access == Access::always || access == Access::open ||
      (access == Access::metrics && !service_.behind_proxy && is_local(call.request()))) {
    return;
  }
  if (access == Access::visitor) {
    try {
      let_in(call, Access::read);
    } catch (const HttpError&) { // then he is nobody yet
      return;
    }
    return;
  }
  // A line that is no token is refused, rather than passed over for a cookie that came with it.
  if (call.request().headers.find("Authorization")) {
    let_program_in(call, access, bearer_token(call.request()));
  } else {
    let_person_in(call, access);
  }
}

void Doorkeeper::let_program_in(Call& call, Access access, const std::string& text) const {
  AppPool::Lease owner = service_.apps.of_owner();
  auto token = app::authenticate(owner.app().store(), text, owner.app().now());
  const auto person =
      token ? store::People(owner.app().store().connection()).find(token->user) : std::optional<store::Person>();
  if (!person || person->state == store::PersonState::blocked) {
    throw unauthorized();
  }
  if (!app::allows(*token, scope_for(access))) {
    throw HttpError(403, "auth", "this token may not do that",
                    "it has the scopes " + token->scopes + "; make another with `tracekit token add`");
  }
  const bool is_owner = owner.app().mine().user() == token->user;
  Caller caller{token->user, person->email, person->is_admin, std::move(*token), {}};
  AppPool::Lease lease = is_owner ? std::move(owner) : service_.apps.of(caller.user);
  call.acts_as(std::move(caller), std::move(lease));
}

void Doorkeeper::let_person_in(Call& call, Access access) const {
  const Request& request = call.request();
  const auto cookie = service_.cookies.find(request, session_cookie);
  if (!cookie && access != Access::page) {
    throw unauthorized();
  }
  AppPool::Lease owner = service_.apps.of_owner();
  auto found = cookie ? app::find_session(owner.app(), *cookie) : std::optional<store::SessionIndex::Found>();
  if (!found) {
    throw access == Access::page ? sign_in_first(request, app::beginning(owner.app())) : unauthorized();
  }
  if (!only_looks(request)) {
    require_own_page(request);
    if (!same_secret(request.header("X-CSRF-Token"), csrf_token(*cookie))) {
      throw HttpError(403, "auth", "X-CSRF-Token is missing or wrong",
                      "GET /api/session tells it; load the page again");
    }
  }
  const bool is_owner = owner.app().mine().user() == found->person.id;
  Caller caller{found->person.id, found->person.email, found->person.is_admin, {}, std::move(found->session)};
  AppPool::Lease lease = is_owner ? std::move(owner) : service_.apps.of(caller.user);
  call.acts_as(std::move(caller), std::move(lease));
}

std::string csrf_token(std::string_view cookie) { return hmac_sha256_hex(as_bytes(cookie), as_bytes("csrf")); }

void require_own_page(const Request& request) {
  const auto origin = request.headers.find("Origin");
  const std::string host = request.header("Host");
  const bool is_own =
      origin ? equals_ignoring_case(*origin, "http://" + host) || equals_ignoring_case(*origin, "https://" + host)
             : request.header("Sec-Fetch-Site") == "same-origin";
  if (!is_own) {
    throw HttpError(403, "auth", "this request does not come from a page of this server",
                    "programs use a token instead of a session");
  }
}

bool is_local_address(std::string_view address) {
  return address.starts_with('/') && !address.starts_with("//") && address.find('\\') == std::string_view::npos &&
         std::ranges::all_of(address, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string caller_address(const Request& request, bool behind_proxy) {
  const std::string line = behind_proxy ? request.header("X-Forwarded-For") : "";
  // The last one is what our proxy saw; those before it are what it was told.
  const std::string last(trim(std::string_view(line).substr(line.rfind(',') + 1)));
  return last.empty() || last.size() > 45 ? request.peer : last; // an IPv6 address has 45 characters at most
}

} // namespace tracekit::web
