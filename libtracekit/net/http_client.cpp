// SPDX-License-Identifier: MIT
#include "net/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "net/url.hpp"

namespace tracekit::net {
namespace {

constexpr int unauthorized = 401;
constexpr int too_many = 429;
constexpr int most_redirects = 5;
constexpr double longest_wait_at_all_s = 7 * 86400.0;

bool is_passing_trouble(int status) {
  constexpr std::array statuses{500, 502, 503, 504, 520, 521, 522, 523, 524};
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

bool is_redirect(int status) {
  constexpr std::array statuses{301, 302, 303, 307, 308};
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

double chance() { return static_cast<double>(random_bytes(1).front()) / 255.0; }

} // namespace

void sleep_for(double seconds, const Cancellation& cancellation) {
  constexpr double piece_s = 0.1;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < end) {
    cancellation.check();
    const std::chrono::duration<double> left = end - std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::min(left, std::chrono::duration<double>(piece_s)));
  }
}

std::optional<EpochSeconds> parse_http_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto parts = split(trim(text), ' ');
  if (parts.size() != 6 || parts[2].size() != 3) {
    return std::nullopt;
  }
  const auto month = months.find(parts[2]);
  if (month == std::string_view::npos || month % 3 != 0) {
    return std::nullopt;
  }
  const auto time = parse_iso_time(fmt::format("{}-{:02}-{}T{}Z", parts[3], month / 3 + 1, parts[1], parts[4]));
  return time ? std::optional(time->utc_ms() / 1000) : std::nullopt;
}

std::optional<double> retry_after_s(const HttpResponse& response, EpochSeconds now) {
  const auto line = response.headers.find("Retry-After");
  if (!line) {
    return std::nullopt;
  }
  if (const auto seconds = parse_double(*line); seconds && std::isfinite(*seconds)) {
    return std::clamp(*seconds, 0.0, longest_wait_at_all_s);
  }
  const auto date = parse_http_date(*line);
  return date ? std::optional(std::clamp(static_cast<double>(*date - now), 0.0, longest_wait_at_all_s)) : std::nullopt;
}

std::string short_words(std::string_view text) {
  constexpr std::size_t longest = 200;
  std::string out;
  for (const char c : to_valid_utf8(text.substr(0, 4 * longest))) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    out += control ? ' ' : c;
  }
  out = std::string(trim(out));
  if (out.size() > longest) {
    out.resize(longest);
    out = to_valid_utf8(out) + "…";
  }
  return out;
}

HttpClient::HttpClient(ClientOptions options, Surroundings surroundings, const Clock& clock,
                       const Cancellation& cancellation)
    : options_(std::move(options)), surroundings_(std::move(surroundings)), clock_(clock), cancellation_(cancellation),
      limit_(options_.budgets, options_.limits, clock) {}

Transport& HttpClient::transport() {
  if (!transport_) {
    transport_ = surroundings_.transport();
  }
  return *transport_;
}

HttpResponse HttpClient::send(const HttpRequest& request) {
  HttpResponse response = send_signed(request);
  if (response.status == unauthorized && options_.renew && options_.renew()) {
    response = send_signed(request);
  }
  if (response.status == unauthorized) {
    throw Unauthorized(fmt::format("{} does not accept the sign-in any more", options_.title), options_.provider);
  }
  return response;
}

HttpResponse HttpClient::send_or_throw(const HttpRequest& request, const std::string& what) {
  HttpResponse response = send(request);
  if (!response.ok()) {
    refuse(response, what);
  }
  return response;
}

void HttpClient::refuse(const HttpResponse& response, const std::string& what) const {
  const std::string words = words_of(response);
  throw Error(ErrorKind::provider, fmt::format("{} refused to {}: {}{}{}", options_.title, what, response.status,
                                               words.empty() ? "" : " ", words));
}

HttpResponse HttpClient::send_signed(const HttpRequest& request) {
  HttpRequest signed_request = request;
  if (options_.authorize) {
    options_.authorize(signed_request);
  }
  return follow(std::move(signed_request));
}

/// Where a redirect leads. Throws Error(provider) when the rules forbid to follow it.
std::string HttpClient::redirect_target(const HttpRequest& request, const HttpResponse& response, int count) const {
  const Url from = Url::parse(request.url);
  const Url to = resolve_location(from, response.headers.find("Location").value_or(""));
  if (count > most_redirects || !may_redirect(from, to)) {
    throw Error(ErrorKind::provider,
                fmt::format("{} sends us on to {}://{}, which is not followed", options_.title, to.scheme, to.host));
  }
  return to.text();
}

/// What an answer that is none means, and whether the same may be asked again. A 429 was not carried out; of anything
/// else nobody knows.
HttpClient::Trouble HttpClient::trouble_of(const HttpRequest& request, const HttpResponse& response) const {
  const auto asked_wait = retry_after_s(response, clock_.now());
  if (response.status == too_many) {
    const auto until =
        asked_wait ? std::optional(clock_.now() + static_cast<EpochSeconds>(std::ceil(*asked_wait))) : std::nullopt;
    return {asked_wait, asked_wait || options_.retry.after_any_limit,
            std::make_exception_ptr(limited("its limit is used up", until))};
  }
  const std::string words = words_of(response);
  return {asked_wait, request.may_repeat(),
          std::make_exception_ptr(Error(ErrorKind::provider,
                                        fmt::format("{} has trouble: it answered {}{}{}", options_.title,
                                                    response.status, words.empty() ? "" : " ", words),
                                        "try again later"))};
}

/// One request with its repetitions and, for reading, the redirects that keep to the rules.
HttpResponse HttpClient::follow(HttpRequest request) {
  const RetryPolicy& policy = options_.retry;
  double next_wait_s = policy.first_wait_s;
  double waited_s = 0;
  int redirects = 0;
  for (int attempt = 1;; ++attempt) {
    Trouble trouble;
    try {
      if (request.sign) {
        request.sign(request);
      }
      HttpResponse response = once(request);
      if (is_redirect(response.status) && request.method == "GET") {
        request.url = redirect_target(request, response, ++redirects);
        --attempt;
        continue;
      }
      if (response.status != too_many && !is_passing_trouble(response.status)) {
        return response;
      }
      trouble = trouble_of(request, response);
    } catch (const NetworkError& error) {
      trouble = {std::nullopt, request.may_repeat() || error.never_sent(), std::current_exception()};
    }
    const double wait_s = trouble.asked_wait_s.value_or(next_wait_s * (1 + chance() / 2));
    next_wait_s *= 2;
    waited_s += wait_s;
    if (!trouble.may_repeat || attempt >= policy.attempts || wait_s > policy.longest_wait_s ||
        waited_s > policy.all_waits_s) {
      std::rethrow_exception(trouble.error);
    }
    wait(wait_s);
  }
}

HttpResponse HttpClient::once(const HttpRequest& request) {
  wait_for_turn();
  if (!Url::parse(request.url).is_loopback()) { // budgets are manners towards other people's machines
    limit_.sent();
  }
  try {
    HttpResponse response = transport().exchange(request, cancellation_);
    tell(response.status);
    limit_.learn(response);
    return response;
  } catch (const NetworkError&) {
    tell(0);
    throw;
  }
}

void HttpClient::tell(int status) const {
  if (surroundings_.heard) {
    surroundings_.heard(options_.provider, status);
  }
}

void HttpClient::wait_for_turn() {
  if (const auto turn = limit_.before_request()) { // once: the longest of all waits
    const auto seconds = static_cast<double>(turn->until - clock_.now());
    if (seconds > options_.retry.longest_wait_s) {
      throw limited("its limit of " + turn->why + " is used up", turn->until);
    }
    wait(seconds);
  }
}

void HttpClient::wait(double seconds) {
  cancellation_.check();
  surroundings_.sleeper(seconds, cancellation_);
}

RateLimited HttpClient::limited(const std::string& why, std::optional<EpochSeconds> until) const {
  return {fmt::format("{} takes no more requests for now: {}", options_.title, why), until,
          until ? fmt::format("it can be asked again from {} on", format_utc(*until)) : "try again later"};
}

std::string HttpClient::words_of(const HttpResponse& response) const {
  return options_.error_words ? short_words(options_.error_words(response)) : "";
}

} // namespace tracekit::net
