// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <thread>

#include "app/log_format.hpp"
#include "app/people.hpp"
#include "background_work.hpp"
#include "base/error.hpp"
#include "civetweb/http_server.hpp"
#include "config/settings.hpp"
#include "dispatcher.hpp"
#include "handlers/list.hpp"
#include "options.hpp"

namespace tracekit::web {
namespace {

constexpr std::chrono::seconds longest_request{30};

/// The signals that ask for a stop, which one thread waits for and no other one hears.
class StopSignals {
public:
  /// Before any thread is started, since threads take over what their maker does not hear.
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void wait() {
    int number = 0;
    sigwait(&signals_, &number);
  }
  /// The next one ends the process, as people expect.
  void let_kill() { pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr); }

private:
  sigset_t signals_{};
};

config::Settings settings_of(const Options& options) {
  return config::resolve(app::settings_schema(), app::settings_layers(options.overrides));
}

/// A database that is not there yet keeps nobody from starting: `/ready` says so until it is.
void prepare_database(AppPool& apps, Log& log) {
  try {
    const AppPool::Lease owner = apps.of_owner();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::database) {
      throw;
    }
    log.warning(error.what());
  }
}

/// Whoever reads what the server prints may have what is here.
void tell_claim_token(AppPool& apps) {
  try {
    const AppPool::Lease owner = apps.of_owner();
    if (const Secret token = app::claim_token(owner.app()); !token.empty()) {
      fmt::print("nobody has signed up yet; the one-time token that makes this database yours: {}\n", token.reveal());
    }
  } catch (const Error&) { // `tracekit web token` shows it when the database is there
    return;
  }
}

/// First it says that it is not ready, so that nobody is sent here any more; then it turns requests away; then it ends,
/// when those that run have their answers.
void stop(HttpServer& server, Dispatcher& dispatcher, Readiness& readiness, const Options& options, Log& log) {
  readiness.stop();
  log.info("stopping");
  std::this_thread::sleep_for(std::chrono::duration<double>(options.drain_s));
  dispatcher.turn_away();
  if (!server.wait_until_idle(longest_request)) {
    log.warning("requests that still run are cut off");
  }
}

int run(const Options& options) {
  StopSignals signals;
  Log log(options.log_format.value_or(app::wanted_log_format().value_or(LogFormat::text)));
  const config::Settings settings = settings_of(options);
  AppPool apps(options.overrides, static_cast<std::size_t>(options.threads));
  Readiness readiness(settings.database_url);
  RequestMetrics requests;
  WebhookMetrics webhooks;
  Broadcaster events(settings.database_url, log);
  AnswerCache answers(apps);
  const Assets assets(options.assets);
  Service service{apps,
                  assets,
                  readiness,
                  requests,
                  webhooks,
                  log,
                  events,
                  answers,
                  Cookies(options.behind_proxy),
                  options.behind_proxy};
  prepare_database(apps, log);
  Routes routes;
  add_routes(routes);
  Dispatcher dispatcher(routes, Hosts(options.listen.address, options.hosts), options.threads, service);
  HttpServer server(options.listen, dispatcher, [&log](const std::string& line) { log.warning(line); });
  std::optional<BackgroundWork> work;
  if (options.works && settings.database_url.starts_with("sqlite:")) { // with PostgreSQL there are `tracekit worker`s
    work.emplace(options.overrides, settings.database_url, log);
  }
  fmt::print("tracekit-web listens on http://{}:{}\n", options.listen.address, server.port());
  tell_claim_token(apps);
  std::fflush(stdout);
  signals.wait();
  signals.let_kill();
  events.stop();
  stop(server, dispatcher, readiness, options, log);
  return 0;
}

} // namespace
} // namespace tracekit::web

int main(int argc, char** argv) {
  using namespace tracekit;
  try {
    const auto parsed = web::parse_options(argc, argv);
    const auto* options = std::get_if<web::Options>(&parsed);
    return options != nullptr ? web::run(*options) : std::get<int>(parsed);
  } catch (const Error& error) {
    const std::string mark = priority_mark(LogLevel::error, stderr);
    fmt::print(stderr, "{}tracekit-web: {}\n", mark, error.what());
    if (!error.hint().empty()) {
      fmt::print(stderr, "{}  {}\n", mark, error.hint());
    }
    return exit_code(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "tracekit-web: internal error: {}\n  please report it, with this line\n", error.what());
    return 1;
  }
}
