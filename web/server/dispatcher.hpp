// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <semaphore>
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
  /// `at_once`: as many requests are answered at once; others wait.
  Dispatcher(const Routes& routes, Hosts hosts, int at_once, Service& service)
      : routes_(routes), hosts_(std::move(hosts)), doorkeeper_(service), service_(service), places_(at_once) {}

  Response answer(const Request& request) noexcept override;
  BodyPlan plan_body(const Request& head) noexcept override;
  Response refuse(int status, const std::string& peer) noexcept override;

  /// From now on requests are turned away, but for those that ask how the server is.
  void turn_away() { turns_away_ = true; }

private:
  using Places = std::counting_semaphore<>;
  /// One of the requests that are answered at once, as long as it lives.
  class Place {
  public:
    /// Throws HttpError(503) when it takes too long to get one.
    explicit Place(Places& places);

  private:
    struct Release {
      void operator()(Places* places) const { places->release(); }
    };
    std::unique_ptr<Places, Release> places_;
  };

  /// A call whose host, route and right are in order.
  struct Admitted {
    const Route* route;
    std::optional<Place> place; ///< is given back before the answer is sent, and after what the call holds
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
  Places places_;
  std::atomic<bool> turns_away_ = false;
};

} // namespace tracekit::web
