// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "net/http.hpp"
#include "sandbox/server/server.hpp"

using namespace tracekit;
using namespace tracekit::net;

namespace {

class Echo final : public sandbox::FakeProvider {
public:
  void add_routes(sandbox::Routes& routes) override {
    for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
      routes.add(method, "/echo", [](const sandbox::Request& r) {
        return sandbox::Response{200, r.method + " " + r.body, "text/plain", {{"X-Agent", r.header("user-agent")}}};
      });
    }
    routes.add("GET", "/large", [](const sandbox::Request&) {
      return sandbox::Response{200, std::string(3'000'000, 'x'), "text/plain", {}};
    });
    routes.add("GET", "/away", [](const sandbox::Request&) {
      return sandbox::Response{302, "", "text/plain", {{"Location", "/echo"}}};
    });
  }
  void reset() override {}
  [[nodiscard]] std::string settings(const std::string& /*url*/) const override { return "{}"; }
};

struct World {
  Echo echo;
  sandbox::Server server{echo};
  Cancellation cancellation;
  std::unique_ptr<Transport> transport = make_transport();

  HttpRequest request(const std::string& path, const std::string& method = "GET", const std::string& body = "") {
    HttpRequest out;
    out.url = server.url() + path;
    out.method = method;
    out.body = body;
    return out;
  }
  HttpResponse send(const HttpRequest& out) { return transport->exchange(out, cancellation); }
  void fault(sandbox::FaultKind kind, int count = 1) {
    sandbox::Fault fault;
    fault.kind = kind;
    fault.path = "/echo";
    fault.seconds = 3;
    fault.count = count;
    server.add_fault(fault);
  }
  std::string sentence_of(const HttpRequest& out) {
    try {
      send(out);
    } catch (const Error& error) {
      return error.what();
    }
    return "nothing was thrown";
  }
};

} // namespace

TEST_CASE("requests arrive as they were meant") {
  World a;
  CHECK(a.send(a.request("/echo")).body == "GET ");
  CHECK(a.send(a.request("/echo", "POST", "a\0b\xff")).body == "POST a");
  CHECK(a.send(a.request("/echo", "PUT", "text")).body == "PUT text");
  CHECK(a.send(a.request("/echo", "DELETE")).body == "DELETE ");
  CHECK(a.send(a.request("/echo")).headers.find("x-agent").value().starts_with("tracekit/"));
  CHECK(a.send(a.request("/nowhere")).status == 404);
}

TEST_CASE("a redirect is an answer like any other") {
  World a;
  const HttpResponse response = a.send(a.request("/away"));
  CHECK(response.status == 302);
  CHECK(response.headers.find("location") == "/echo");
}

TEST_CASE("an answer beyond its limit is given up while it arrives") {
  World a;
  HttpRequest large = a.request("/large");
  CHECK(a.send(large).body.size() == 3'000'000);
  large.body_limit = 1 << 20U;
  CHECK(a.sentence_of(large) == "127.0.0.1: the answer is larger than 1 MB");
}

TEST_CASE("what failed is said in a sentence") {
  World a;
  a.fault(sandbox::FaultKind::cut_off);
  CHECK(a.sentence_of(a.request("/echo", "POST", "some body")) == "127.0.0.1: the answer was cut off");
  HttpRequest slow = a.request("/echo");
  slow.timeouts.total_s = 0.3;
  a.fault(sandbox::FaultKind::slow);
  CHECK(a.sentence_of(slow) == "127.0.0.1: it did not answer in time");
  HttpRequest nobody = a.request("/");
  nobody.url = "http://127.0.0.1:1/";
  CHECK(a.sentence_of(nobody) == "127.0.0.1: the connection was refused");
  HttpRequest plain = a.request("/");
  plain.url = "http://example.org/";
  CHECK(a.sentence_of(plain) == "example.org is asked over http, which everybody on the way can read");
  HttpRequest secure = a.request("/echo");
  secure.url.replace(0, 4, "https");
  CHECK(a.sentence_of(secure) == "127.0.0.1: no secure connection could be made");
}

TEST_CASE("a write whose answer is lost is sent once, on a kept connection as well") {
  World a;
  CHECK(a.send(a.request("/echo")).status == 200);
  a.fault(sandbox::FaultKind::lost_answer);
  CHECK(a.sentence_of(a.request("/echo", "PUT", "x")) == "127.0.0.1: it closed the connection without an answer");
  CHECK(a.server.calls().at("PUT /echo") == 1);
}

TEST_CASE("a request to stop ends an exchange that hangs") {
  World a;
  a.fault(sandbox::FaultKind::slow);
  std::thread person([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    a.cancellation.request();
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK(a.sentence_of(a.request("/echo")) == "interrupted");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(2500));
  person.join();
}
