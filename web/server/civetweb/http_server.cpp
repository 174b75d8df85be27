// SPDX-License-Identifier: MIT
#include "civetweb/http_server.hpp"

#include <arpa/inet.h>
#include <civetweb.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <thread>

#include "base/error.hpp"
#include "base/text.hpp"
#include "civetweb/connection_room.hpp"
#include "civetweb/request_body.hpp"

namespace tracekit::web {
namespace {

/// Every connection has a thread, whatever is done on it: those that listen for events, those that send slowly, and
/// those that are idle for a moment. How many requests are answered at once is the responder's business.
constexpr int connection_threads = 480;

constexpr int not_modified = 304;
constexpr std::size_t largest_in_one = 16384; ///< head and body are written together; more is not worth a copy
constexpr int bad_request = 400;
constexpr int no_room = 507;

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

bool write_all(mg_connection* connection, std::string_view bytes) {
  return mg_write(connection, bytes.data(), bytes.size()) == static_cast<int>(bytes.size());
}

/// The last chunk is an empty one.
bool write_chunk(mg_connection* connection, std::string_view bytes) {
  return mg_send_chunk(connection, bytes.data(), static_cast<unsigned>(bytes.size())) > 0;
}

bool send(mg_connection* connection, const Response& response, bool is_head) {
  std::string bytes = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                  mg_get_response_code_text(nullptr, response.status), http_date());
  for (const auto& [name, value] : response.headers) {
    bytes += fmt::format("{}: {}\r\n", name, value);
  }
  if (response.stream) {
    bytes += fmt::format("Content-Type: {}\r\n{}", response.content_type,
                         response.has_end ? "Transfer-Encoding: chunked\r\n" : "");
  } else if (response.status != not_modified) { // which is about the answer that the caller has
    bytes += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", response.content_type, response.body.size());
  }
  bytes += fmt::format("Connection: {}\r\n\r\n", response.closes ? "close" : "keep-alive");
  if (response.closes) {
    mg_disable_connection_keep_alive(connection);
  }
  const bool in_one = !is_head && response.body.size() <= largest_in_one;
  if (in_one) {
    bytes += response.body;
  }
  return write_all(connection, bytes) && (is_head || in_one || write_all(connection, response.body));
}

net::Headers headers_of(const mg_request_info& info) {
  net::Headers headers;
  for (int i = 0; i < info.num_headers; ++i) {
    headers.add(info.http_headers[i].name, info.http_headers[i].value);
  }
  return headers;
}

/// The path of an address, decoded here since civetweb would end it at an encoded NUL. A plus stands for itself.
std::string path_of(const mg_request_info& info) {
  std::string path;
  for (const char* c = info.local_uri_raw; c != nullptr && *c != '\0'; ++c) {
    path += *c == '+' ? std::string("%2B") : std::string(1, *c);
  }
  path = net::percent_decoded(path);
  if (path.find('\0') != std::string::npos) {
    throw RequestRefused{bad_request};
  }
  return path;
}

bool wants_to_close(const mg_request_info& info, const net::Headers& headers) {
  const std::string connection = to_lower(headers.find("Connection").value_or(""));
  return std::string_view(info.http_version) == "1.0" ? connection != "keep-alive"
                                                      : connection.find("close") != std::string::npos;
}

bool knows_chunks(const mg_request_info& info) { return std::string_view(info.http_version) != "1.0"; }

/// Stopping waits up to two seconds for the thread that accepts connections, unless somebody comes.
void knock(const std::string& address, int port) {
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const int visitor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, address.c_str(), &place.sin_addr);
  [[maybe_unused]] const int connected = ::connect(visitor, reinterpret_cast<const sockaddr*>(&place), sizeof place);
  ::close(visitor);
}

} // namespace

class HttpServer::Listener {
public:
  Listener(const ListenOptions& options, Responder& responder, Complaints complaints)
      : address_(options.address), responder_(responder), complaints_(std::move(complaints)) {
    const std::string place = fmt::format("{}:{}", options.address, options.port);
    const std::string threads = std::to_string(connection_threads);
    // An idle connection keeps its thread, hence the short time for which it may be idle.
    const char* values[] = {"listening_ports",
                            place.c_str(),
                            "num_threads",
                            threads.c_str(),
                            "enable_keep_alive",
                            "yes",
                            "listen_backlog",
                            "1024",
                            "request_timeout_ms",
                            "10000",
                            "keep_alive_timeout_ms",
                            "500",
                            "decode_url",
                            "no",
                            "max_request_size",
                            "16384",
                            "tcp_nodelay",
                            "1",
                            nullptr};
    mg_callbacks callbacks{};
    callbacks.init_connection = &Listener::on_opened;
    callbacks.connection_closed = &Listener::on_closed;
    callbacks.http_error = &Listener::on_error;
    callbacks.log_message = &Listener::on_complaint;
    mg_init_library(0);
    context_ = mg_start(&callbacks, this, values);
    if (context_ == nullptr) {
      mg_exit_library();
      throw Error(ErrorKind::config, fmt::format("cannot listen on {}", place),
                  "is another program listening there? --listen chooses another address");
    }
    mg_set_request_handler(context_, "/", &Listener::on_request, this);
    mg_server_port ports[1] = {};
    port_ = mg_get_server_ports(context_, 1, ports) == 1 ? ports[0].port : options.port;
    room_.keep(port_);
  }
  ~Listener() {
    const std::jthread visitor([this] { knock(address_, port_); });
    mg_stop(context_);
    mg_exit_library();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }

  bool wait_until_idle(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, at_most, [this] { return running_ == 0; });
  }

private:
  /// Counts a request until its answer is written.
  class Running {
  public:
    explicit Running(Listener& listener) : listener_(listener) {
      const std::lock_guard lock(listener_.mutex_);
      ++listener_.running_;
    }
    ~Running() {
      const std::lock_guard lock(listener_.mutex_);
      --listener_.running_;
      listener_.ended_.notify_all();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    Listener& listener_;
  };

  static int on_opened(const mg_connection* connection, void** /*user_data*/) noexcept {
    listener_of(connection).room_.opened();
    return 0;
  }

  static void on_closed(const mg_connection* connection) noexcept { listener_of(connection).room_.closed(); }

  static int on_request(mg_connection* connection, void* self) noexcept {
    auto& listener = *static_cast<Listener*>(self);
    std::optional<Running> running(std::in_place, listener);
    try {
      const ConnectionRoom::Answering answering(listener.room_, ConnectionEnds::of(*mg_get_request_info(connection)));
      listener.serve(connection, running);
    } catch (const std::exception&) { // no memory, or a header that is none
      refuse(connection, bad_request);
    }
    return 1;
  }

  void serve(mg_connection* connection, std::optional<Running>& running) {
    const mg_request_info& info = *mg_get_request_info(connection);
    Request request;
    request.method = info.request_method;
    request.peer = info.remote_addr;
    request.headers = headers_of(info);
    try {
      if (const auto problem = problem_of(request.headers)) {
        throw RequestRefused{*problem};
      }
      request.path = path_of(info);
      request.query = net::parse_query(info.query_string == nullptr ? "" : info.query_string);
      if (auto refusal = take_body(connection, request)) {
        refusal->closes = true;
        send(connection, *refusal, request.method == "HEAD");
        return;
      }
    } catch (const RequestRefused& refused) {
      send(connection, refusal(refused.status, connection), request.method == "HEAD");
      return;
    }
    Response response = responder_.answer(request);
    const bool is_head = request.method == "HEAD";
    response.closes = response.closes || response.stream || wants_to_close(info, request.headers);
    response.has_end = response.has_end && knows_chunks(info);
    if (send(connection, response, is_head) && response.stream && !is_head) {
      running.reset(); // nobody waits for the end of it
      stream(connection, response);
    }
  }

  /// Nothing can be said about a problem any more: the head is out.
  void stream(mg_connection* connection, const Response& response) {
    try {
      if (response.has_end) {
        response.stream(
            [connection](std::string_view piece) { return piece.empty() || write_chunk(connection, piece); });
        write_chunk(connection, "");
      } else {
        response.stream([connection](std::string_view piece) { return write_all(connection, piece); });
      }
    } catch (const std::exception& error) {
      complaints_(fmt::format("an answer ended early: {}", error.what()));
    }
  }

  /// Puts the body where it belongs, or says what it is refused with.
  std::optional<Response> take_body(mg_connection* connection, Request& request) {
    BodyPlan plan = responder_.plan_body(request);
    if (plan.refusal) {
      return std::move(plan.refusal);
    }
    if (!plan.folder) {
      read_body(connection, request.headers, plan.most_bytes, [&](std::string_view part) { request.body += part; });
      return std::nullopt;
    }
    try {
      auto file = std::make_shared<BodyFile>(*plan.folder);
      read_body(connection, request.headers, plan.most_bytes, [&](std::string_view part) { file->append(part); });
      request.file = std::move(file);
    } catch (const Error& error) {
      complaints_(error.what());
      throw RequestRefused{no_room};
    }
    return std::nullopt;
  }

  /// What is left of the request on the connection is not worth reading.
  Response refusal(int status, const mg_connection* connection) {
    Response response = responder_.refuse(status, mg_get_request_info(connection)->remote_addr);
    response.closes = true;
    return response;
  }

  static Listener& listener_of(const mg_connection* connection) {
    return *static_cast<Listener*>(mg_get_user_context_data(connection));
  }

  static void refuse(mg_connection* connection, int status) noexcept {
    auto& listener = listener_of(connection);
    try {
      send(connection, listener.refusal(status, connection), false);
    } catch (const std::exception&) { // no memory; the connection ends without an answer
      mg_disable_connection_keep_alive(connection);
    }
  }

  static int on_error(mg_connection* connection, int status, const char* /*words*/) noexcept {
    refuse(connection, status);
    return 0;
  }

  static int on_complaint(const mg_connection* connection, const char* message) noexcept {
    constexpr int heard = 1;
    const mg_context* context = mg_get_context(connection);
    try {
      if (context != nullptr) {
        static_cast<Listener*>(mg_get_user_data(context))->complaints_(message);
      }
    } catch (const std::exception&) { // no memory to say so
      return heard;
    }
    return heard;
  }

  std::string address_;
  Responder& responder_;
  Complaints complaints_;
  mg_context* context_ = nullptr;
  int port_ = 0;
  ConnectionRoom room_{connection_threads};
  std::mutex mutex_;
  std::condition_variable ended_;
  int running_ = 0;
};

HttpServer::HttpServer(const ListenOptions& options, Responder& responder, Complaints complaints)
    : listener_(std::make_unique<Listener>(options, responder, std::move(complaints))) {}

HttpServer::~HttpServer() = default;

int HttpServer::port() const { return listener_->port(); }

bool HttpServer::wait_until_idle(std::chrono::milliseconds at_most) { return listener_->wait_until_idle(at_most); }

} // namespace tracekit::web
