// SPDX-License-Identifier: MIT
#include "net/oauth2.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <thread>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "net/callback_listener.hpp"
#include "net/url.hpp"
#include "sandbox/server/oauth.hpp"

using namespace tracekit;
using namespace tracekit::net;

namespace {

/// A provider with nothing but a sign-in and one page behind it.
class SignInOnly final : public sandbox::FakeProvider {
public:
  void add_routes(sandbox::Routes& routes) override {
    oauth.add_routes(routes, "/oauth/authorize", "/oauth/token", "/oauth/revoke");
    routes.add("GET", "/me", [this](const sandbox::Request& request) {
      return oauth.accepts(request) ? sandbox::Response{200, "{}", "application/json", {}}
                                    : sandbox::Response{401, "{}", "application/json", {}};
    });
  }
  void reset() override {}
  [[nodiscard]] std::string settings(const std::string& /*url*/) const override { return "{}"; }
  sandbox::OAuthServer oauth;
};

class MemoryTokens final : public TokenStore {
public:
  std::optional<Tokens> load() override { return tokens; }
  void save(const Tokens& given) override { tokens = given; }
  std::unique_ptr<Lock> lock() override {
    struct Held final : Lock {
      explicit Held(std::mutex& mutex) : guard(mutex) {}
      std::lock_guard<std::mutex> guard;
    };
    return std::make_unique<Held>(mutex);
  }
  std::optional<Tokens> tokens;
  std::mutex mutex;
};

struct World {
  SignInOnly provider;
  sandbox::Server server{provider};
  SystemClock clock;
  Cancellation cancellation;
  OAuthProfile profile{"/oauth/authorize", "/oauth/token", "/oauth/revoke", {"read", "write"}, ",", true, false,
                       {"athlete.id"}};

  HttpClient client(ClientOptions options = {}) {
    options.provider = "polar";
    options.title = "Polar";
    return {std::move(options), Surroundings{}, clock, cancellation};
  }
  OAuthCalls calls(HttpClient& http, const OAuthClient& oauth_client) {
    return {profile, server.url(), oauth_client, http, clock};
  }

  /// What a browser does: opens the address and goes where it is sent.
  HttpResponse browse(const std::string& url) {
    HttpRequest request;
    request.url = url;
    return client().send(request);
  }

  Tokens sign_in(HttpClient& http) {
    const OAuthClient oauth_client = me("http://127.0.0.1:1/callback");
    const auto request = authorization_request(profile, server.url(), oauth_client);
    HttpRequest ask;
    ask.url = request.url;
    const auto location = make_transport()->exchange(ask, cancellation).headers.find("Location");
    return calls(http, oauth_client).exchange(code_of(*location, request.state), request.verifier);
  }
  static OAuthClient me(const std::string& redirect) { return {"sandbox-client", Secret("sandbox-secret"), redirect}; }
};

} // namespace

TEST_CASE("the challenge of RFC 7636 comes out as in its appendix") {
  CHECK(base64_url(sha256(as_bytes("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))) ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("an authorization address carries state, scopes and a challenge, new ones each time") {
  const OAuthProfile profile{"/oauth/authorize", "/oauth/token", "", {"read", "write"}, ",", true, false, {}};
  const OAuthClient client{"id 1", Secret("hidden"), "http://127.0.0.1:8723/callback"};
  const auto first = authorization_request(profile, "https://polar.example", client);
  const auto second = authorization_request(profile, "https://polar.example", client);
  CHECK(first.state != second.state);
  CHECK(first.verifier.reveal() != second.verifier.reveal());
  CHECK(first.verifier.reveal().size() >= 43);
  CHECK(first.url.find("hidden") == std::string::npos);
  CHECK(first.url.find(first.verifier.reveal()) == std::string::npos);
  const Query query = parse_query(Url::parse(first.url).query);
  const auto value = [&](const std::string& name) {
    for (const auto& [key, text] : query) {
      if (key == name) {
        return text;
      }
    }
    return std::string();
  };
  CHECK(value("client_id") == "id 1");
  CHECK(value("scope") == "read,write");
  CHECK(value("redirect_uri") == "http://127.0.0.1:8723/callback");
  CHECK(value("state") == first.state);
  CHECK(value("code_challenge") == base64_url(sha256(as_bytes(first.verifier.reveal()))));
}

TEST_CASE("the code is taken from a query, an address or alone, and only with the right state") {
  CHECK(code_of("code=abc&state=s1", "s1") == "abc");
  CHECK(code_of(" http://127.0.0.1:8723/callback?state=s1&code=a%2Fb#x \n", "s1") == "a/b");
  CHECK(code_of("abc", "s1", true) == "abc");
  CHECK_THROWS_AS(code_of("abc", "s1"), Error);
  CHECK_THROWS_AS(code_of("code=abc&state=s2", "s1"), Error);
  CHECK_THROWS_AS(code_of("code=abc", "s1"), Error);
  CHECK_THROWS_AS(code_of("state=s1", "s1"), Error);
  CHECK_THROWS_WITH(code_of("error=access_denied&state=s1", "s1"), "the sign-in was refused: access_denied");
}

TEST_CASE("a person signs in by way of the browser") {
  World a;
  HttpClient http = a.client();
  std::thread browser;
  OAuthDialog dialog;
  dialog.port = 0;
  dialog.patience_s = 10;
  int turned_away = 0;
  int status = 0;
  dialog.show = [&](const std::string& url) {
    browser = std::thread([&, url] {
      std::string back;
      for (const auto& [name, value] : parse_query(Url::parse(url).query)) {
        back = name == "redirect_uri" ? value : back;
      }
      turned_away = a.browse(back + "?code=evil&state=guess").status; // a page that knows the port
      status = a.browse(url).status;
    });
  };
  const auto sign_in = [&] {
    return sign_in_by_browser(a.profile, a.server.url(), World::me(""), http, a.clock, dialog, a.cancellation);
  };
  SECTION("and allows it") {
    const Tokens tokens = sign_in();
    browser.join();
    CHECK(turned_away == 400);
    CHECK(status == 200);
    CHECK(tokens.access.reveal().starts_with("access-"));
    CHECK(tokens.refresh.reveal().starts_with("refresh-"));
    CHECK(tokens.scopes == std::vector<std::string>{"read", "write"});
    CHECK(tokens.extra.at("athlete.id") == "4711");
    CHECK(tokens.expires_at.value() > a.clock.now() + 21'000);
  }
  SECTION("and refuses it") {
    a.server.change([&] { a.provider.oauth.rules().refuses = true; });
    CHECK_THROWS_WITH(sign_in(), "the sign-in was refused: access_denied");
    browser.join();
  }
  SECTION("and never comes back") {
    dialog.show = [](const std::string&) {};
    dialog.patience_s = 0.2;
    CHECK_THROWS_WITH(sign_in(), "the browser did not come back in time");
  }
  SECTION("and pastes where the browser ended") {
    std::string ended;
    dialog.show = [&](const std::string& url) {
      HttpRequest ask;
      ask.url = url;
      ended = make_transport()->exchange(ask, a.cancellation).headers.find("Location").value();
    };
    dialog.port = 8723;
    dialog.pasted = [&] { return ended; };
    CHECK(sign_in().access.reveal().starts_with("access-"));
  }
}

TEST_CASE("what was agreed to is read from where the browser ended") {
  CHECK(scopes_of("http://127.0.0.1:8723/callback?state=s&code=c&scope=read%2Cactivity:write#x") ==
        std::vector<std::string>{"read", "activity:write"});
  CHECK(scopes_of("state=s&code=c&scope=read+write") == std::vector<std::string>{"read", "write"});
  CHECK(scopes_of("http://127.0.0.1:8723/callback?state=s&code=c").empty());
  CHECK(scopes_of("bare-code").empty());
}

TEST_CASE("a code is good with its own verifier only") {
  World a;
  HttpClient http = a.client();
  const OAuthClient client = World::me("http://127.0.0.1:1/callback");
  const auto request = authorization_request(a.profile, a.server.url(), client);
  HttpRequest ask;
  ask.url = request.url;
  const auto location = make_transport()->exchange(ask, a.cancellation).headers.find("Location");
  const std::string code = code_of(*location, request.state);
  OAuthCalls calls = a.calls(http, client);
  CHECK_THROWS_AS(calls.exchange(code, Secret("another verifier")), Error);
}

TEST_CASE("waiting for the browser ends with its time and with a request to stop") {
  const auto listener = listen_for_callback(0, "s");
  Cancellation cancellation;
  CHECK_FALSE(listener->wait(0.2, cancellation).has_value());
  cancellation.request();
  CHECK_THROWS_AS(listener->wait(10, cancellation), Error);
  CHECK_THROWS_AS(listen_for_callback(listener->port(), "s"), Error);
}

TEST_CASE("an expired token is renewed once however many use it, and saved before it is used") {
  World a;
  HttpClient plain = a.client();
  auto store = std::make_shared<MemoryTokens>();
  store->save(a.sign_in(plain));
  const std::string first = store->tokens->access.reveal();
  OAuthCalls calls = a.calls(plain, World::me(""));
  int refreshed = 0;
  const auto refresh = [&](const Tokens& old) {
    ++refreshed;
    return calls.refresh(old);
  };
  TokenKeeper one(store, refresh, a.clock, "polar", "Polar");
  TokenKeeper other(store, refresh, a.clock, "polar", "Polar");
  const auto client_of = [&](TokenKeeper& keeper) {
    ClientOptions options;
    options.authorize = [&keeper](HttpRequest& request) { keeper.authorize(request); };
    options.renew = [&keeper] { return keeper.renew(); };
    return a.client(options);
  };
  HttpClient first_client = client_of(one);
  HttpClient second_client = client_of(other);
  HttpRequest me;
  me.url = a.server.url() + "/me";
  CHECK(first_client.send(me).status == 200);
  CHECK(second_client.send(me).status == 200);
  CHECK(refreshed == 0);
  a.server.change([&] { a.provider.oauth.expire_all(); });
  CHECK(first_client.send(me).status == 200);
  CHECK(second_client.send(me).status == 200);
  CHECK(refreshed == 1);
  CHECK(store->tokens->access.reveal() != first);
  CHECK(store->tokens->extra.at("athlete.id") == "4711");
  SECTION("before it ends, too") {
    store->tokens->expires_at = a.clock.now() + 10;
    TokenKeeper late(store, refresh, a.clock, "polar", "Polar");
    HttpClient third = client_of(late);
    CHECK(third.send(me).status == 200);
    CHECK(refreshed == 2);
  }
  SECTION("and one that was taken back asks for a sign-in") {
    calls.revoke(*store->tokens);
    CHECK_THROWS_AS(first_client.send(me), Unauthorized);
  }
}

TEST_CASE("a provider that wants JSON gets no form and a profile without scopes asks for none") {
  World world;
  world.provider.oauth.rules().wants_json = true;
  world.provider.oauth.rules().lifetime_s = 0;
  world.provider.oauth.rules().account_json = R"({"user_id": 4410231})";
  world.profile.json_requests = true;
  world.profile.scopes.clear();
  world.profile.account_keys = {"user_id"};
  CHECK(authorization_request(world.profile, "https://a.example", World::me("x")).url.find("scope") ==
        std::string::npos);
  HttpClient http = world.client();
  const Tokens tokens = world.sign_in(http);
  CHECK(tokens.extra == std::map<std::string, std::string>{{"user_id", "4410231"}});
  CHECK(tokens.refresh.empty());
  CHECK_FALSE(tokens.expires_at.has_value());
}

TEST_CASE("taking back a sign-in that is not known any more is no failure") {
  World world;
  HttpClient http = world.client();
  const Tokens tokens = world.sign_in(http);
  sandbox::Fault fault;
  fault.path = "/oauth/revoke";
  fault.status = GENERATE(400, 401);
  world.server.add_fault(fault);
  CHECK_NOTHROW(world.calls(http, World::me("http://127.0.0.1:1/callback")).revoke(tokens));
}
