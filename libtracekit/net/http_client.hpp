// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "net/http.hpp"
#include "net/rate_limit.hpp"

namespace tracekit::net {

/// Waits; tests only count.
using Sleeper = std::function<void(double seconds, const Cancellation& cancellation)>;
/// Really waits, in short pieces, so that a request to stop is heard. Throws Error(interrupted).
void sleep_for(double seconds, const Cancellation& cancellation);

/// What every client of one run shares.
struct Surroundings {
  std::function<std::unique_ptr<Transport>()> transport = make_transport;
  Sleeper sleeper = sleep_for;
  /// Hears of every exchange: the provider and the status of its answer, 0 when there was none. From any thread.
  std::function<void(const std::string& provider, int status)> heard = {};
};

struct RetryPolicy {
  int attempts = 4;
  double first_wait_s = 0.25;  ///< doubled each time, with up to half of it added by chance
  double longest_wait_s = 30;  ///< longer rate waits are thrown as RateLimited, for the caller to come back
  double all_waits_s = 90;     ///< of one request together
  bool after_any_limit = true; ///< also after a 429 that does not say when to come back
};

/// How to talk to one provider.
struct ClientOptions {
  std::string provider; ///< id, for `tracekit auth ID`
  std::string title;    ///< for people
  RetryPolicy retry;
  std::vector<FixedBudget> budgets; ///< servers on this machine are asked without
  LimitReader limits;
  /// Signs each request (an Authorization header). May throw Unauthorized.
  std::function<void(HttpRequest&)> authorize;
  /// Called once when a request got a 401: makes new tokens and returns true, or false when there is no way.
  std::function<bool()> renew;
  /// The provider's own words in the body of an error; empty when there are none.
  std::function<std::string(const HttpResponse&)> error_words;
};

/// Requests to one provider with everything around them: limits are kept before they are hit, what may be repeated is
/// repeated, a write never is once it may have arrived. For one thread.
class HttpClient {
public:
  HttpClient(ClientOptions options, Surroundings surroundings, const Clock& clock, const Cancellation& cancellation);

  /// The answer, of whatever status but 401, 429 and 5xx. Those are thrown as Unauthorized, RateLimited and
  /// Error(provider) once nothing helped; network failures as NetworkError.
  HttpResponse send(const HttpRequest& request);

  /// The same, and any answer but 2xx is thrown by `refuse`.
  HttpResponse send_or_throw(const HttpRequest& request, const std::string& what);

  /// Throws for an answer that is no success: "Intervals.icu refused to <what>: 422 No activities found".
  [[noreturn]] void refuse(const HttpResponse& response, const std::string& what) const;

private:
  /// Why a request has to be sent again, or cannot be.
  struct Trouble {
    std::optional<double> asked_wait_s;
    bool may_repeat = false;
    std::exception_ptr error;
  };
  HttpResponse send_signed(const HttpRequest& request);
  HttpResponse follow(HttpRequest request);
  [[nodiscard]] std::string redirect_target(const HttpRequest& request, const HttpResponse& response, int count) const;
  [[nodiscard]] Trouble trouble_of(const HttpRequest& request, const HttpResponse& response) const;
  HttpResponse once(const HttpRequest& request);
  void tell(int status) const;
  void wait_for_turn();
  void wait(double seconds);
  [[nodiscard]] RateLimited limited(const std::string& why, std::optional<EpochSeconds> until) const;
  [[nodiscard]] std::string words_of(const HttpResponse& response) const;
  Transport& transport();

  ClientOptions options_;
  Surroundings surroundings_;
  const Clock& clock_;
  const Cancellation& cancellation_;
  RateLimit limit_;
  std::unique_ptr<Transport> transport_;
};

/// A time as headers write it: `Sun, 06 Nov 1994 08:49:37 GMT`. Nothing when it is none.
std::optional<EpochSeconds> parse_http_date(std::string_view text);

/// Seconds that a `Retry-After` header asks for: a number, or a date (RFC 9110). Nothing when it is neither.
std::optional<double> retry_after_s(const HttpResponse& response, EpochSeconds now);

/// Without control characters and cut to a length that fits into a sentence.
std::string short_words(std::string_view text);

} // namespace tracekit::net
