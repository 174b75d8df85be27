// SPDX-License-Identifier: MIT
#include "sandbox/server/webhook.hpp"

#include <civetweb.h>
#include <fmt/format.h>

#include <memory>

#include "base/error.hpp"
#include "net/url.hpp"

namespace tracekit::sandbox {
namespace {

struct Close {
  void operator()(mg_connection* connection) const { mg_close_connection(connection); }
};

} // namespace

std::vector<ActivityChange> changes_between(const Held& before, const Held& after) {
  std::vector<ActivityChange> changes;
  for (const auto& [id, activity] : after) {
    const auto old = before.find(id);
    if (old == before.end()) {
      changes.push_back({ActivityChange::What::created, id, "", activity});
    } else if (old->second != activity) {
      changes.push_back({ActivityChange::What::updated, id, old->second, activity});
    }
  }
  for (const auto& [id, activity] : before) {
    if (!after.contains(id)) {
      changes.push_back({ActivityChange::What::deleted, id, activity, ""});
    }
  }
  return changes;
}

Reply call(const std::string& method, const std::string& url, const Notification& notification) {
  const net::Url address = net::Url::parse(url);
  if (!address.is_loopback() || address.scheme != "http") {
    throw Error(ErrorKind::config, "the sandbox calls nobody but this machine");
  }
  char problem[256] = {};
  const std::unique_ptr<mg_connection, Close> connection(
      mg_connect_client(address.host.c_str(), address.port, 0, problem, sizeof problem));
  if (!connection) {
    return {};
  }
  std::string request = fmt::format("{} {}{}{} HTTP/1.1\r\nHost: {}:{}\r\nContent-Length: {}\r\nConnection: close\r\n",
                                    method, address.path, address.query.empty() ? "" : "?", address.query, address.host,
                                    address.port, notification.body.size());
  for (const auto& [name, value] : notification.headers) {
    request += fmt::format("{}: {}\r\n", name, value);
  }
  request += "\r\n" + notification.body;
  mg_write(connection.get(), request.data(), request.size());
  if (mg_get_response(connection.get(), problem, sizeof problem, notification.patience_ms) < 0) {
    return {};
  }
  Reply reply{mg_get_response_info(connection.get())->status_code, ""};
  char piece[4096];
  for (int got = 0; (got = mg_read(connection.get(), piece, sizeof piece)) > 0;) {
    reply.body.append(piece, static_cast<std::size_t>(got));
  }
  return reply;
}

Webhook::Webhook() : worker_([this](const std::stop_token& stop) { work(stop); }) {}
Webhook::~Webhook() = default;

void Webhook::send(const std::string& url, Notification notification) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace_back(url, std::move(notification));
  come_.notify_one();
}

std::vector<Webhook::Sent> Webhook::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

void Webhook::forget() {
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  sent_.clear();
}

void Webhook::work(const std::stop_token& stop) {
  while (true) {
    std::pair<std::string, Notification> next;
    {
      std::unique_lock lock(mutex_);
      if (!come_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
        return;
      }
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    Sent sent{next.first, next.second.body, {}};
    for (int tries = 0; tries < next.second.tries && (sent.statuses.empty() || sent.statuses.back() != 200); ++tries) {
      sent.statuses.push_back(call("POST", next.first, next.second).status);
    }
    const std::lock_guard lock(mutex_);
    sent_.push_back(std::move(sent));
  }
}

} // namespace tracekit::sandbox
