// SPDX-License-Identifier: MIT
#include "sandbox/serve.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>

#include "base/text.hpp"
#include "sandbox/athlete_folder.hpp"
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

struct KnownProvider {
  std::string_view id;
  std::unique_ptr<FakeProvider> (*athlete)();
  std::unique_ptr<FakeProvider> (*many)(std::size_t count);
};

template <class Provider> constexpr KnownProvider known(std::string_view id) {
  return {id, []() -> std::unique_ptr<FakeProvider> { return std::make_unique<Provider>(Provider::athlete()); },
          [](std::size_t count) -> std::unique_ptr<FakeProvider> {
            return std::make_unique<Provider>(Provider::many(count));
          }};
}

constexpr std::array known_providers{
    known<IntervalsServer>("intervalsicu"),
    known<RideWithGpsServer>("ridewithgps"),
    known<StravaServer>("strava"),
};

std::unique_ptr<FakeProvider> make_provider(const Options& options) {
  const auto count = static_cast<std::size_t>(number(options, "--count"));
  std::string ids;
  for (const KnownProvider& one : known_providers) {
    if (one.id == options.at("--provider")) {
      return count == 0 ? one.athlete() : one.many(count);
    }
    ids += fmt::format("{}{}", ids.empty() ? "" : ", ", one.id);
  }
  throw std::invalid_argument("--provider: there are " + ids);
}

/// Blocked before the threads of a server start, so that they are waited for here.
sigset_t block_ends() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

void say(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

void wait_for(const sigset_t& ends) {
  int number_of_signal = 0;
  sigwait(&ends, &number_of_signal);
}

} // namespace

int serve(const std::vector<std::string>& arguments) {
  const Options options = options_of(arguments);
  const auto provider = make_provider(options);
  const sigset_t ends = block_ends();
  Server server(*provider, static_cast<int>(number(options, "--port")));
  say(server.url());
  wait_for(ends);
  return 0;
}

int serve_athlete(const std::string& folder) {
  const sigset_t ends = block_ends();
  std::vector<std::unique_ptr<FakeProvider>> providers;
  std::vector<std::unique_ptr<Server>> servers;
  std::map<std::string, std::string> settings;
  for (const KnownProvider& one : known_providers) {
    providers.push_back(one.athlete());
    servers.push_back(std::make_unique<Server>(*providers.back()));
    settings[std::string(one.id)] = providers.back()->settings(servers.back()->url());
  }
  make_athlete(folder, settings);
  say("ready");
  wait_for(ends);
  return 0;
}

} // namespace tracekit::sandbox
