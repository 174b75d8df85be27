// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <variant>
#include <vector>

#include "net/http_client.hpp"

namespace tracekit::test {

/// Gives prepared answers and remembers what it was asked.
class FakeTransport final : public net::Transport {
public:
  using Step = std::variant<net::HttpResponse, net::NetworkError>;

  struct Script {
    std::deque<Step> steps;
    std::vector<net::HttpRequest> asked;
  };
  explicit FakeTransport(Script& script) : script_(script) {}

  net::HttpResponse exchange(const net::HttpRequest& request, const Cancellation& cancellation) override {
    cancellation.check();
    script_.asked.push_back(request);
    if (script_.steps.empty()) {
      return {200, {}, "{}"};
    }
    const Step step = script_.steps.front();
    script_.steps.pop_front();
    if (const auto* error = std::get_if<net::NetworkError>(&step)) {
      throw *error;
    }
    return std::get<net::HttpResponse>(step);
  }

private:
  Script& script_;
};

/// A client over a script; waiting moves the clock and is written down.
struct ScriptedClient {
  FakeTransport::Script script;
  FixedClock clock{1'760'000'000};
  Cancellation cancellation;
  std::vector<double> waits;
  net::ClientOptions options;

  ScriptedClient() {
    options.provider = "polar";
    options.title = "Polar";
  }

  net::HttpClient make() {
    net::Surroundings surroundings;
    surroundings.transport = [this] { return std::make_unique<FakeTransport>(script); };
    surroundings.sleeper = [this](double seconds, const Cancellation&) {
      waits.push_back(seconds);
      clock.set(clock.now() + static_cast<EpochSeconds>(seconds + 0.999));
    };
    return {options, surroundings, clock, cancellation};
  }
};

inline net::HttpResponse answer(int status, net::Headers headers = {}, std::string body = "{}") {
  return {status, std::move(headers), std::move(body)};
}

inline net::HttpRequest get(std::string url = "https://polar.example/x") {
  net::HttpRequest request;
  request.url = std::move(url);
  return request;
}

inline net::HttpRequest write(std::string method = "PUT") {
  net::HttpRequest request = get();
  request.method = std::move(method);
  return request;
}

} // namespace tracekit::test
