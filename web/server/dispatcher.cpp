// SPDX-License-Identifier: MIT
#include "dispatcher.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "config/settings.hpp"
#include "errors.hpp"
#include "http/conditional.hpp"
#include "page.hpp"
#include "response_headers.hpp"

namespace tracekit::web {
namespace {

class Stopwatch {
public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

AccessEntry entry_of(const Request& request) {
  AccessEntry entry;
  entry.method = request.method;
  entry.path = request.path;
  entry.peer = request.peer;
  return entry;
}

/// What is asked for again and again is not sent again while it is the same: pages and their files, which say
/// themselves how long they may be kept, and what they ask for.
void spare_repetition(const Request& request, Response& response) {
  if (response.stream) {
    return; // its end is not known
  }
  constexpr const char* caching = "Cache-Control";
  const bool says_so = std::ranges::any_of(response.headers, [](const auto& line) { return line.first == caching; });
  const bool is_data = request.path.starts_with("/api/") && request.method != "POST";
  if (!says_so && is_data && response.status == 200) {
    response.headers.emplace_back(caching, "private, no-cache");
  }
  if (says_so || is_data) {
    answer_conditionally(request, response);
  }
}

} // namespace

Dispatcher::Place::Place(Places& places) {
  constexpr std::chrono::seconds longest_wait{10};
  if (!places.try_acquire_for(longest_wait)) {
    throw HttpError(503, "interrupted", "the server has too much to do", "try again in a moment")
        .with_header("Retry-After", "5");
  }
  places_.reset(&places);
}

Response Dispatcher::answer(const Request& request) noexcept {
  const Stopwatch watch;
  AccessEntry entry;
  Response response;
  try {
    entry = entry_of(request);
    Admitted admitted = admit(request, entry);
    response = admitted.route->handler(admitted.call);
    spare_repetition(request, response);
  } catch (...) {
    response = caught(std::current_exception(), request);
  }
  if (!response.problem.empty() && is_for_a_person(request)) {
    show_problem(response);
  }
  finish(response, entry, watch.seconds());
  return response;
}

Response Dispatcher::refuse(int status, const std::string& peer) noexcept {
  AccessEntry entry;
  entry.method = "-";
  entry.path = "-";
  entry.peer = peer;
  Response response = broken_request(status);
  finish(response, entry, 0);
  return response;
}

BodyPlan Dispatcher::plan_body(const Request& head) noexcept {
  const Stopwatch watch;
  AccessEntry entry;
  BodyPlan plan;
  try {
    const Routes::Match match = routes_.find(head.method, head.path);
    if (match.route == nullptr || match.route->body == BodyKind::memory) {
      return plan;
    }
    entry = entry_of(head);
    admit(head, entry);
    const AppPool::Lease owner = service_.apps.of_owner();
    const config::Settings& settings = owner.app().settings();
    constexpr std::uint64_t mib = std::uint64_t{1} << 20U;
    plan.most_bytes = mib * static_cast<std::uint64_t>(parse_integer(settings.values.at("web.upload_mb").text).value());
    plan.folder = settings.data_dir / "uploads";
  } catch (...) {
    plan.refusal = caught(std::current_exception(), head);
    finish(*plan.refusal, entry, watch.seconds());
  }
  return plan;
}

Dispatcher::Admitted Dispatcher::admit(const Request& request, AccessEntry& entry) {
  if (!hosts_.knows(request.header("Host"))) {
    throw HttpError(421, "usage", "this server is not known by that name", "--host adds one");
  }
  Routes::Match match = routes_.find(request.method, request.path);
  if (match.allowed.empty()) {
    throw HttpError(404, "not_found", "there is nothing at this address", "the link that led here may be an old one");
  }
  if (match.route == nullptr) {
    const std::string allowed = fmt::format("{}", fmt::join(match.allowed, ", "));
    throw HttpError(405, "usage", "this address takes only " + allowed).with_header("Allow", allowed);
  }
  entry.route = match.route->pattern;
  if (turns_away_ && match.route->access != Access::always) {
    throw HttpError(503, "interrupted", "the server is stopping", "try again in a moment");
  }
  Call call(request, match.route->description, std::move(match.parts), service_);
  std::optional<Place> place;
  if (match.route->access != Access::always) {
    place.emplace(places_);
  }
  doorkeeper_.let_in(call, match.route->access);
  if (call.is_known()) {
    entry.user = call.caller().user;
  }
  return {match.route, std::move(place), std::move(call)};
}

Response Dispatcher::caught(const std::exception_ptr& problem, const Request& request) {
  try {
    std::rethrow_exception(problem);
  } catch (const HttpError& error) {
    return error.response();
  } catch (const RateLimited& error) {
    return response_of(error, SystemClock().now());
  } catch (const Error& error) {
    if (http_status(error.kind()) >= 500) {
      service_.log.warning(fmt::format("{} {}: {}", request.method, request.path, error.what()));
    }
    return response_of(error);
  } catch (const std::exception& error) {
    service_.log.error(fmt::format("{} {}: {}", request.method, request.path, error.what()));
    return internal_error();
  } catch (...) {
    service_.log.error(fmt::format("{} {}: thrown by something unknown", request.method, request.path));
    return internal_error();
  }
}

void Dispatcher::show_problem(Response& response) noexcept {
  try {
    const PageWords words{.problem = response.problem, .hint = response.hint};
    Response page = page_response(service_.assets, "problem", words, response.status);
    page.headers.insert(page.headers.end(), response.headers.begin(), response.headers.end());
    response = std::move(page);
  } catch (const std::exception&) { // without the page, the person reads the JSON
    return;
  }
}

void Dispatcher::finish(Response& response, AccessEntry& entry, double duration_s) {
  add_standard_headers(response);
  response.closes = response.closes || service_.readiness.stopping();
  entry.status = response.status;
  entry.bytes = response.body.size();
  entry.duration_s = duration_s;
  service_.requests.count(entry.route, entry.method, response.status, duration_s);
  service_.log.access(entry);
}

} // namespace tracekit::web
