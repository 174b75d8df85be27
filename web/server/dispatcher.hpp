// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <string>

#include "call.hpp"
#include "doorkeeper.hpp"
#include "hosts.hpp"
#include "http/routes.hpp"
#include "log.hpp"
#include "service.hpp"

namespace tracekit::web {

/// The way of every request: host, route, right, handler. Whatever is thrown on it becomes an answer here; every answer
/// is headed, counted and logged here.
class Dispatcher final : public Responder {
public:
  Dispatcher(const Routes& routes, Hosts hosts, Service& service)
      : routes_(routes), hosts_(std::move(hosts)), doorkeeper_(service), service_(service) {}

  Response answer(const Request& request) noexcept override;
  BodyPlan plan_body(const Request& head) noexcept override;
  Response refuse(int status, const std::string& peer) noexcept override;

  /// From now on requests are turned away, but for those that ask how the server is.
  void turn_away() { turns_away_ = true; }

private:
  /// A call whose host, route and right are in order.
  struct Admitted {
    const Route* route;
    Call call;
  };
  Admitted admit(const Request& request, AccessEntry& entry);
  Response caught(const std::exception_ptr& problem, const Request& request);
  /// Makes a page of an error, for people.
  void show_problem(Response& response) noexcept;
  void finish(Response& response, AccessEntry& entry, double duration_s);

  const Routes& routes_;
  Hosts hosts_;
  Doorkeeper doorkeeper_;
  Service& service_;
  std::atomic<bool> turns_away_ = false;
};

} // namespace tracekit::web
