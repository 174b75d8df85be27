// SPDX-License-Identifier: MIT
#include <civetweb.h>
#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>

#include "base/encoding.hpp"
#include "net/callback/factory.hpp"
#include "net/url.hpp"

namespace tracekit::net::callback {
namespace {

constexpr std::string_view path = "/callback";
constexpr std::string_view done_page =
    "<!doctype html><meta charset=\"utf-8\"><title>tracekit</title>"
    "<p>The answer has arrived. You can close this page and go back to the terminal.</p>";
constexpr std::string_view stranger_page =
    "<!doctype html><meta charset=\"utf-8\"><title>tracekit</title><p>This page belongs to another sign-in.</p>";

void answer(mg_connection* connection, int status, std::string_view page) {
  const std::string text = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n"
      "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n"
      "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
      status, mg_get_response_code_text(connection, status), page.size(), page);
  mg_write(connection, text.data(), text.size());
}

class CivetwebListener final : public CallbackListener {
public:
  CivetwebListener(int port, std::string state) : state_(std::move(state)) {
    const std::string address = fmt::format("127.0.0.1:{}", port);
    const char* options[] = {"listening_ports",    address.c_str(), "num_threads", "2",
                             "request_timeout_ms", "5000",          nullptr};
    mg_init_library(0);
    context_ = mg_start(nullptr, nullptr, options);
    if (context_ == nullptr) {
      mg_exit_library();
      throw Error(ErrorKind::config, fmt::format("cannot listen on {} for the browser to come back", address),
                  "is another sign-in running? Otherwise use --manual");
    }
    mg_set_request_handler(context_, "/", &CivetwebListener::on_request, this);
    mg_server_port ports[1] = {};
    port_ = mg_get_server_ports(context_, 1, ports) == 1 ? ports[0].port : port;
  }
  ~CivetwebListener() override {
    mg_stop(context_);
    mg_exit_library();
  }
  CivetwebListener(const CivetwebListener&) = delete;
  CivetwebListener& operator=(const CivetwebListener&) = delete;

  [[nodiscard]] int port() const override { return port_; }

  std::optional<std::string> wait(double seconds, const Cancellation& cancellation) override {
    constexpr auto pause = std::chrono::milliseconds(100);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    std::unique_lock lock(mutex_);
    while (!query_ && std::chrono::steady_clock::now() < end) {
      cancellation.check();
      arrived_.wait_for(lock, pause);
    }
    return query_;
  }

private:
  static int on_request(mg_connection* connection, void* self) noexcept {
    try {
      static_cast<CivetwebListener*>(self)->take(connection);
    } catch (const std::exception&) {
      mg_send_http_error(connection, 500, "%s", "");
    }
    return 1;
  }

  void take(mg_connection* connection) {
    const mg_request_info& info = *mg_get_request_info(connection);
    if (std::strcmp(info.request_method, "GET") != 0 || path != info.local_uri) {
      answer(connection, 404, stranger_page);
      return;
    }
    const std::string query = info.query_string == nullptr ? "" : info.query_string;
    bool is_ours = false;
    for (const auto& [name, value] : parse_query(query)) {
      is_ours = is_ours || (name == "state" && same_secret(value, state_));
    }
    answer(connection, is_ours ? 200 : 400, is_ours ? done_page : stranger_page);
    if (is_ours) {
      const std::lock_guard lock(mutex_);
      query_ = query_ ? query_ : query;
      arrived_.notify_all();
    }
  }

  std::string state_;
  mg_context* context_ = nullptr;
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<std::string> query_;
};

} // namespace
} // namespace tracekit::net::callback

extern "C" __attribute__((visibility("default"))) tracekit::net::CallbackListener*
tracekit_listen_for_callback(int port, const char* state) {
  return new tracekit::net::callback::CivetwebListener(port, state);
}
