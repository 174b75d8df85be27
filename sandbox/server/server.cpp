// SPDX-License-Identifier: MIT
#include "sandbox/server/server.hpp"

#include <civetweb.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "base/text.hpp"
#include "net/url.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_body = std::size_t{64} << 20U;
constexpr int method_not_allowed = 405;

Response error(int status, const std::string& words) {
  return {status, json{{"status", status}, {"error", words}}.dump(), "application/json", {}};
}

Request read_request(mg_connection* connection) {
  const mg_request_info& info = *mg_get_request_info(connection);
  Request request;
  request.method = info.request_method;
  request.path = info.local_uri;
  for (auto& [name, value] : net::parse_query(info.query_string == nullptr ? "" : info.query_string)) {
    request.query[name] = value;
  }
  for (int i = 0; i < info.num_headers; ++i) {
    request.headers[to_lower(info.http_headers[i].name)] = info.http_headers[i].value;
  }
  char buffer[16384];
  for (int got = 0; (got = mg_read(connection, buffer, sizeof buffer)) > 0;) {
    request.body.append(buffer, static_cast<std::size_t>(got));
    if (request.body.size() > most_body) {
      throw std::runtime_error("the request is too large");
    }
  }
  return request;
}

/// The same lists and objects, with nothing in them.
json with_nulls(json value) {
  for (json& one : value) {
    one = one.is_structured() ? with_nulls(std::move(one)) : json();
  }
  return value;
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(double seconds_ahead) {
  const std::time_t at = std::time(nullptr) + static_cast<std::time_t>(seconds_ahead);
  std::tm utc{};
  gmtime_r(&at, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

std::string head_of(const Response& response, bool close, double clock_ahead_s = 0) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
                                 response.status, mg_get_response_code_text(nullptr, response.status),
                                 http_date(clock_ahead_s), response.content_type, response.body.size());
  for (const auto& [name, value] : response.headers) {
    head += fmt::format("{}: {}\r\n", name, value);
  }
  return head + (close ? "Connection: close\r\n\r\n" : "\r\n");
}

void send(mg_connection* connection, const std::string& bytes) { mg_write(connection, bytes.data(), bytes.size()); }

/// Stopping waits up to two seconds for the thread that accepts connections, unless somebody comes.
void knock(int port) {
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const int visitor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  [[maybe_unused]] const int connected =
      ::connect(visitor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::close(visitor);
}

} // namespace

/// The web server around it. Nothing may be thrown through civetweb.
class Server::Listener {
public:
  Listener(Server& server, int port) : server_(server) {
    const std::string address = fmt::format("127.0.0.1:{}", port);
    const char* options[] = {"listening_ports",
                             address.c_str(),
                             "num_threads",
                             "8",
                             "enable_keep_alive",
                             "yes",
                             "keep_alive_timeout_ms",
                             "2000",
                             "request_timeout_ms",
                             "20000",
                             nullptr};
    mg_init_library(0);
    context_ = mg_start(nullptr, nullptr, options);
    if (context_ == nullptr) {
      throw std::runtime_error("cannot listen on " + address);
    }
    mg_set_request_handler(context_, "/", &Listener::on_request, this);
    mg_server_port ports[1] = {};
    if (mg_get_server_ports(context_, 1, ports) == 1) {
      port_ = ports[0].port;
    }
  }
  ~Listener() {
    const std::jthread visitor([port = port_] { knock(port); });
    mg_stop(context_);
    mg_exit_library();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }

private:
  static int on_request(mg_connection* connection, void* self) noexcept {
    try {
      static_cast<Listener*>(self)->serve(connection);
    } catch (const std::exception& problem) {
      const Response response = error(500, problem.what());
      send(connection, head_of(response, false) + response.body);
    }
    return 1;
  }

  void serve(mg_connection* connection) {
    Request request = read_request(connection);
    auto [response, fault] = server_.answer(request);
    if (!fault) {
      send(connection, head_of(response, false) + response.body);
      return;
    }
    if (fault->kind == FaultKind::slow) {
      std::this_thread::sleep_for(std::chrono::duration<double>(fault->seconds));
    }
    if (fault->kind == FaultKind::held) {
      server_.gate_.wait();
    }
    if (fault->kind == FaultKind::cut_off || fault->kind == FaultKind::lost_answer) {
      mg_disable_connection_keep_alive(connection);
    }
    if (fault->kind == FaultKind::cut_off) {
      send(connection, head_of(response, true) + response.body.substr(0, response.body.size() / 2));
    } else if (fault->kind != FaultKind::lost_answer) {
      const double ahead_s = fault->kind == FaultKind::wrong_clock ? fault->seconds : 0;
      send(connection, head_of(response, false, ahead_s) + response.body);
    }
  }

  Server& server_;
  mg_context* context_ = nullptr;
  int port_ = 0;
};

Server::Server(FakeProvider& provider, int port) : provider_(provider) {
  provider_.add_routes(routes_);
  listener_ = std::make_unique<Listener>(*this, port);
}

Server::~Server() { stop(); }

int Server::port() const { return listener_ ? listener_->port() : 0; }
std::string Server::url() const { return fmt::format("http://127.0.0.1:{}", port()); }

void Server::stop() {
  gate_.release();
  listener_.reset();
}

void Server::add_fault(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.add(std::move(fault));
}

std::map<std::string, int> Server::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void Server::change(const std::function<void()>& work) {
  const std::lock_guard lock(mutex_);
  work();
}

Server::Outcome Server::answer(Request& request) {
  const std::lock_guard lock(mutex_);
  if (request.path.starts_with("/__sandbox/")) {
    return {control(request), {}};
  }
  const std::string url = callback_url();
  const Held before = url.empty() ? Held() : provider_.held();
  Outcome outcome = handled(request);
  if (!url.empty()) {
    for (Notification& notification : provider_.notifications(changes_between(before, provider_.held()))) {
      webhook_.send(url, std::move(notification));
    }
  }
  return outcome;
}

std::string Server::callback_url() const {
  const std::string subscribed = provider_.subscribed_url();
  return subscribed.empty() ? registered_url_ : subscribed;
}

Server::Outcome Server::handled(Request& request) {
  const auto fault = faults_.take(request.method, request.path);
  if (!fault) {
    return {routed(request), {}};
  }
  switch (fault->kind) {
  case FaultKind::status: {
    Response response = error(fault->status, "made to fail");
    response.headers = fault->headers;
    ++calls_[routes_.find(request.method, request.path).route];
    return {response, fault};
  }
  case FaultKind::expired_token:
    ++calls_[routes_.find(request.method, request.path).route];
    return {error(401, "the token has expired"), fault};
  case FaultKind::body: {
    Response response = routed(request);
    response.body = fault->body;
    return {response, fault};
  }
  case FaultKind::nulls: {
    Response response = routed(request);
    response.body = with_nulls(json::parse(response.body)).dump();
    return {response, fault};
  }
  case FaultKind::newest_goes: {
    const Response response = routed(request);
    provider_.lose_newest();
    return {response, fault};
  }
  case FaultKind::newer_comes: {
    const Response response = routed(request);
    provider_.gain_newer();
    return {response, fault};
  }
  case FaultKind::slow:
  case FaultKind::held:
  case FaultKind::cut_off:
  case FaultKind::lost_answer:
  case FaultKind::wrong_clock:
    break;
  }
  return {routed(request), fault};
}

Response Server::control(const Request& request) {
  const std::string what = request.method + " " + request.path.substr(std::string_view("/__sandbox/").size());
  if (what == "GET calls") {
    return {200, json(calls_).dump(), "application/json", {}};
  }
  if (what == "POST reset") {
    provider_.reset();
    faults_.clear();
    calls_.clear();
    registered_url_.clear();
    webhook_.forget();
    return {200, "{}", "application/json", {}};
  }
  if (what == "POST faults") {
    const json document = json::parse(request.body);
    if (document.value("clear", false)) {
      faults_.clear();
    } else {
      faults_.add(Fault::from_json(document));
    }
    return {200, "{}", "application/json", {}};
  }
  if (what == "GET waiting") {
    return {200, json{{"waiting", gate_.waiting()}}.dump(), "application/json", {}};
  }
  if (what == "POST release") {
    faults_.remove(FaultKind::held);
    gate_.release();
    return {200, "{}", "application/json", {}};
  }
  if (what.ends_with(" webhook")) {
    return control_webhook(request);
  }
  return error(404, "the sandbox has faults, calls, waiting, release, webhook and reset");
}

Response Server::control_webhook(const Request& request) {
  if (request.method == "POST") {
    registered_url_ = json::parse(request.body).value("url", "");
  }
  json sent = json::array();
  for (const Webhook::Sent& one : webhook_.sent()) {
    sent.push_back({{"url", one.url}, {"body", one.body}, {"statuses", one.statuses}});
  }
  return {200, json{{"url", callback_url()}, {"sent", std::move(sent)}}.dump(), "application/json", {}};
}

Response Server::routed(Request& request) {
  Routes::Match match = routes_.find(request.method, request.path);
  if (match.handler == nullptr) {
    return match.path_known ? error(method_not_allowed, "Method Not Allowed") : error(404, "Not Found");
  }
  ++calls_[match.route];
  request.parts = std::move(match.parts);
  return (*match.handler)(request);
}

} // namespace tracekit::sandbox
