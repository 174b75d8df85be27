// SPDX-License-Identifier: MIT
#include "app/doctor/witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tracekit::app {
namespace {

/// Between repetitions; whoever wants more patience has a limit that the person should hear of.
constexpr double longest_pause_s = 3;

} // namespace

class Witness::WatchedTransport final : public net::Transport {
public:
  WatchedTransport(Witness& witness, std::unique_ptr<net::Transport> transport)
      : witness_(witness), transport_(std::move(transport)) {}

  net::HttpResponse exchange(const net::HttpRequest& request, const Cancellation& cancellation) override {
    if (!request.may_repeat()) { // an answer that renews a sign-in must not be cut off: the old one is dead by then
      return transport_->exchange(request, cancellation);
    }
    const double left_s = witness_.patience_left_s();
    if (left_s <= 0) {
      // No NetworkError: that would be tried again.
      throw Error(ErrorKind::network,
                  fmt::format("{} did not answer in {:.0f} s", witness_.title_, witness_.patience_s_),
                  "look at your connection, or try again later");
    }
    net::HttpRequest hurried = request;
    hurried.timeouts.connect_s = std::min(hurried.timeouts.connect_s, left_s);
    hurried.timeouts.total_s = std::min(hurried.timeouts.total_s, left_s);
    net::HttpResponse response = transport_->exchange(hurried, cancellation);
    if (const auto date = response.headers.find("Date")) {
      if (const auto there = net::parse_http_date(*date)) {
        witness_.clock_ahead_s_ = witness_.clock_.now() - *there;
      }
    }
    return response;
  }

private:
  Witness& witness_;
  std::unique_ptr<net::Transport> transport_;
};

Witness::Witness(std::string title, const Clock& clock, double patience_s)
    : title_(std::move(title)), clock_(clock), patience_s_(patience_s) {}

double Witness::patience_left_s() {
  const auto now = std::chrono::steady_clock::now();
  began_ = began_.value_or(now);
  return patience_s_ - std::chrono::duration<double>(now - *began_).count();
}

net::Surroundings Witness::watch(const net::Surroundings& surroundings) {
  net::Surroundings watched;
  watched.transport = [this, make = surroundings.transport] {
    return std::make_unique<WatchedTransport>(*this, make());
  };
  watched.sleeper = [this, sleep = surroundings.sleeper](double seconds, const Cancellation& cancellation) {
    if (seconds > longest_pause_s) {
      const auto until = clock_.now() + static_cast<EpochSeconds>(std::ceil(seconds));
      throw RateLimited(fmt::format("{} wants us to wait", title_), until);
    }
    sleep(seconds, cancellation);
  };
  return watched;
}

} // namespace tracekit::app
