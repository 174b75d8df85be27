// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/people.hpp"
#include "app/sessions.hpp"
#include "base/encoding.hpp"
#include "base/text.hpp"
#include "doorkeeper.hpp"
#include "handlers/list.hpp"
#include "net/url.hpp"
#include "page.hpp"

// Signing in, up and out: plain forms, which work without script.
namespace tracekit::web {
namespace {

constexpr std::int64_t form_seconds = 24 * 3600;
constexpr std::int64_t day_s = 24 * 3600;

/// The fields of a form.
class Form {
public:
  explicit Form(const Request& request) : fields_(net::parse_query(request.body)) {}

  [[nodiscard]] std::string text(std::string_view name) const {
    for (const auto& [key, value] : fields_) {
      if (key == name) {
        return value;
      }
    }
    return "";
  }

private:
  net::Query fields_;
};

Response redirect(const std::string& address) {
  Response response;
  response.status = 303;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", address);
  return response;
}

/// A page with a form. Its CSRF token belongs to a cookie, since nobody is signed in yet.
Response form_page(Call& call, std::string_view name, PageWords words, int status = 200) {
  const Cookies& cookies = call.service().cookies;
  const auto known = cookies.find(call.request(), form_cookie);
  const std::string cookie = known && known->size() == 43 ? *known : base64_url(random_bytes(32));
  words.csrf = csrf_token(cookie);
  Response response = page_response(call.service().assets, name, words, status);
  for (auto& [header, value] : response.headers) {
    if (header == "Cache-Control") {
      value = "no-store"; // it is somebody's own
    }
  }
  cookies.set(response, form_cookie, cookie, form_seconds);
  return response;
}

void require_own_form(const Call& call, const Form& form) {
  require_own_page(call.request());
  const auto cookie = call.service().cookies.find(call.request(), form_cookie);
  if (!cookie || !same_secret(form.text("csrf"), csrf_token(*cookie))) {
    throw HttpError(403, "auth", "the form is too old, or not of this server", "load the page again");
  }
}

std::string next_of(const std::string& wanted) { return is_local_address(wanted) ? wanted : "/"; }

app::LogIn log_in_of(const Call& call, const Form& form) {
  return {form.text("email"), Secret(form.text("password")),
          caller_address(call.request(), call.service().behind_proxy), call.request().header("User-Agent")};
}

Response signed_in(const Call& call, const app::App& owner, const app::NewSession& session, const std::string& next) {
  Response response = redirect(next);
  const auto days = parse_integer(owner.settings().values.at("web.session_days").text);
  call.service().cookies.set(response, session_cookie, session.token.reveal(), day_s * days.value());
  call.service().cookies.remove(response, form_cookie);
  return response;
}

/// A sentence for the page, from one for a log.
std::string sentence_of(const Error& error) {
  std::string words = error.what();
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return error.hint().empty() ? words + "." : fmt::format("{}: {}.", words, error.hint());
}

int status_of(const Error& error) {
  return error.kind() == ErrorKind::auth ? 401 : error.kind() == ErrorKind::conflict ? 403 : http_status(error.kind());
}

Response login_page(Call& call) {
  const std::string next = next_of(call.asked("next").value_or("/"));
  const AppPool::Lease owner = call.service().apps.of_owner();
  return app::beginning(owner.app()) == app::Beginning::later ? form_page(call, "login", {.next = next})
                                                              : redirect("/signup");
}

Response log_in(Call& call) {
  const Form form(call.request());
  require_own_form(call, form);
  const AppPool::Lease owner = call.service().apps.of_owner();
  try {
    const app::NewSession session = app::log_in(owner.app(), log_in_of(call, form));
    return signed_in(call, owner.app(), session, next_of(form.text("next")));
  } catch (const Error& error) {
    Response page = form_page(
        call, "login", {.next = next_of(form.text("next")), .problem = sentence_of(error), .email = form.text("email")},
        status_of(error));
    if (const auto* limited = dynamic_cast<const RateLimited*>(&error)) {
      page.headers.emplace_back("Retry-After",
                                std::to_string(std::max<EpochSeconds>(1, *limited->resets_at() - owner.app().now())));
    }
    return page;
  }
}

PageWords sign_up_words(app::App& owner) {
  return {.claim = app::beginning(owner) == app::Beginning::first_to_claim ? "claim" : ""};
}

Response sign_up_page(Call& call) {
  const AppPool::Lease owner = call.service().apps.of_owner();
  return form_page(call, "signup", sign_up_words(owner.app()));
}

Response sign_up(Call& call) {
  const Form form(call.request());
  require_own_form(call, form);
  const AppPool::Lease owner = call.service().apps.of_owner();
  try {
    if (form.text("password") != form.text("confirm")) {
      throw Error(ErrorKind::usage, "the two passwords differ");
    }
    const store::PersonState state =
        app::sign_up(owner.app(), {form.text("email"), Secret(form.text("password")), Secret(form.text("claim"))});
    if (state == store::PersonState::active) {
      const UserId user = owner.app().mine().user();
      return signed_in(call, owner.app(), app::begin_session(owner.app(), user, log_in_of(call, form)), "/");
    }
    return form_page(call, "login",
                     {.next = "/",
                      .problem = "Your account now waits for the approval of an administrator.",
                      .email = form.text("email")},
                     202);
  } catch (const Error& error) {
    PageWords words = sign_up_words(owner.app());
    words.problem = sentence_of(error);
    words.email = form.text("email");
    return form_page(call, "signup", std::move(words), status_of(error));
  }
}

/// The session may have ended already; then there is only the cookie left to forget.
Response log_out(Call& call) {
  const Request& request = call.request();
  const Cookies& cookies = call.service().cookies;
  require_own_page(request);
  if (const auto cookie = cookies.find(request, session_cookie)) {
    const std::string header = request.header("X-CSRF-Token");
    if (!same_secret(header.empty() ? Form(request).text("csrf") : header, csrf_token(*cookie))) {
      throw HttpError(403, "auth", "the CSRF token is missing or wrong", "load the page again");
    }
    const AppPool::Lease owner = call.service().apps.of_owner();
    if (const auto found = app::find_session(owner.app(), *cookie)) {
      store::Sessions(owner.app().store().connection(), found->person.id).end(found->session.id);
      owner.app()
          .store()
          .for_user(found->person.id)
          .audit.append(found->person.email, "session.end", std::to_string(found->session.id), owner.app().now());
    }
  }
  Response response = request.header("Content-Type").starts_with("application/json") ? json_response({{"done", true}})
                                                                                     : redirect("/login");
  cookies.remove(response, session_cookie);
  response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
  return response;
}

} // namespace

void add_sign_in(Routes& routes) {
  routes.add("GET", "/login", Access::open, login_page);
  routes.add("POST", "/login", Access::open, log_in);
  routes.add("GET", "/signup", Access::open, sign_up_page);
  routes.add("POST", "/signup", Access::open, sign_up);
  routes.add("POST", "/logout", Access::open, log_out);
}

} // namespace tracekit::web
