// SPDX-License-Identifier: MIT
#include "sandbox/serve.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>

#include "base/text.hpp"
#include "sandbox/garmin/garmin_server.hpp"
#include "sandbox/intervalsicu/intervalsicu_server.hpp"
#include "sandbox/ridewithgps/ridewithgps_server.hpp"
#include "sandbox/server/server.hpp"
#include "sandbox/strava/strava_server.hpp"

namespace tracekit::sandbox {
namespace {

using Options = std::map<std::string, std::string>;

Options options_of(const std::vector<std::string>& arguments) {
  Options options{{"--port", "0"}, {"--count", "0"}, {"--provider", ""}};
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    if (!options.contains(arguments[i])) {
      throw std::invalid_argument("unknown option " + arguments[i]);
    }
    options[arguments[i]] = arguments[i + 1];
  }
  if (arguments.size() % 2 != 0) {
    throw std::invalid_argument("an option has no value");
  }
  return options;
}

std::int64_t number(const Options& options, const char* name) {
  const auto value = parse_integer(options.at(name));
  if (!value || *value < 0 || *value > 1'000'000) {
    throw std::invalid_argument(fmt::format("{} is no number", name));
  }
  return *value;
}

std::unique_ptr<FakeProvider> make_provider(const Options& options) {
  const auto count = static_cast<std::size_t>(number(options, "--count"));
  if (options.at("--provider") == "garmin") {
    return std::make_unique<GarminServer>(count == 0 ? GarminServer::athlete() : GarminServer::many(count));
  }
  if (options.at("--provider") == "intervalsicu") {
    return std::make_unique<IntervalsServer>(count == 0 ? IntervalsServer::athlete() : IntervalsServer::many(count));
  }
  if (options.at("--provider") == "ridewithgps") {
    return std::make_unique<RideWithGpsServer>(count == 0 ? RideWithGpsServer::athlete()
                                                          : RideWithGpsServer::many(count));
  }
  if (options.at("--provider") == "strava") {
    return std::make_unique<StravaServer>(count == 0 ? StravaServer::athlete() : StravaServer::many(count));
  }
  throw std::invalid_argument("--provider: there are garmin, intervalsicu, ridewithgps, strava");
}

} // namespace

int serve(const std::vector<std::string>& arguments) {
  const Options options = options_of(arguments);
  const auto provider = make_provider(options);
  sigset_t ends; // blocked before the threads start, so that it is waited for here
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  Server server(*provider, static_cast<int>(number(options, "--port")));
  fmt::print("{}\n", server.url());
  std::fflush(stdout);
  int number_of_signal = 0;
  sigwait(&ends, &number_of_signal);
  return 0;
}

} // namespace tracekit::sandbox
