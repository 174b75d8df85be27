// SPDX-License-Identifier: MIT
#include "app/pull.hpp"

#include <malloc.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <thread>

#include "app/accounts.hpp"
#include "app/limits.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "app/pull_progress.hpp"
#include "app/pull_writer.hpp"
#include "base/day_order.hpp"

namespace tracekit::app {
namespace {

/// Packed bytes that may wait for the writer.
constexpr std::size_t queue_weight = std::size_t{4} << 20U;

std::vector<std::string> wanted_providers(const App& app, const PullOptions& options) {
  if (options.providers.empty()) {
    return app.enabled_providers();
  }
  const auto enabled = app.enabled_providers();
  for (const std::string& id : options.providers) {
    registered_provider(id);
    if (std::find(enabled.begin(), enabled.end(), id) == enabled.end()) {
      throw Error(ErrorKind::config, fmt::format("the provider {} is not enabled", id),
                  fmt::format("tracekit configure --set providers.{}.enabled=true", id));
    }
  }
  return options.providers;
}

/// One provider at work on a thread of its own, with everything that its pull refers to.
struct PullTask {
  std::string id;
  std::unique_ptr<Provider> provider;
  KnownSources known;
  PullRequest request;
  std::unique_ptr<QueueSink> sink;
  ProgressSink* progress = nullptr;
  bool knows_account = true;
  std::optional<std::string> expected_account;
};

void run_task(const App& app, PullTask& task, PullQueue& queue, std::size_t index) {
  PullEvent last;
  last.provider = index;
  last.finished = true;
  try {
    if (!task.knows_account) {
      last.account = must_be_account(*task.provider, task.id, task.expected_account);
    }
    last.outcome = task.provider->pull(task.request, *task.sink);
  } catch (const RateLimited& error) {
    last.error = Error(error.kind(), error.what(), hint_of(app, error));
    last.resets_at = error.resets_at();
  } catch (const Error& error) {
    last.error = error;
  } catch (const std::exception& error) {
    last.error = Error(ErrorKind::provider, fmt::format("unexpected failure: {}", error.what()));
  }
  queue.push(std::move(last), 0);
}

std::vector<std::string> ids_of(const PullReport& report) {
  std::vector<std::string> ids;
  for (const ProviderPull& provider : report.providers) {
    ids.push_back(provider.provider);
  }
  return ids;
}

PullTask make_task(App& app, const PullOptions& options, const std::string& id, PullProgress& progress) {
  PullTask task;
  task.id = id;
  task.progress = &progress.add(provider_title(id));
  task.provider = app.connect(id, *task.progress);
  task.knows_account = knows_account(app, id);
  task.expected_account = remembered_account(app, id);
  task.known = app.mine().sources.known(id);
  task.request = {options.from, options.to, app.mine().provider_states.cursor(id), nullptr, options.force};
  return task;
}

/// A provider that cannot even be connected fails alone, unless it is the only one that is asked.
std::vector<PullTask> make_tasks(App& app, const PullOptions& options, PullReport& report, PullQueue& queue,
                                 PullProgress& progress) {
  std::vector<PullTask> tasks(report.providers.size());
  std::exception_ptr first_error; // of whatever kind it is
  std::size_t connected = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (!report.providers[i].is_asked()) {
      continue;
    }
    try {
      tasks[i] = make_task(app, options, report.providers[i].provider, progress);
      ++connected;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::database) {
        throw;
      }
      PullEvent last;
      last.provider = i;
      last.finished = true;
      last.error = error;
      queue.push(std::move(last), 0);
      first_error = first_error ? first_error : std::current_exception();
    }
  }
  if (first_error && connected == 0) {
    std::rethrow_exception(first_error);
  }
  return tasks;
}

void fetch(App& app, const PullOptions& options, PullReport& report) {
  PullQueue queue(queue_weight);
  PullProgress progress(app.progress());
  std::vector<PullTask> tasks = make_tasks(app, options, report, queue, progress);
  PullWriter writer(app, options, report);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (tasks[i].provider) {
      tasks[i].request.known = &tasks[i].known;
      tasks[i].sink = std::make_unique<QueueSink>(
          queue, i, [&progress, place = tasks[i].progress](Date day) { progress.reached(*place, day); });
      threads.emplace_back([&app, &task = tasks[i], &queue, &progress, i] {
        run_task(app, task, queue, i);
        progress.finished(*task.progress);
      });
    }
  }
  try {
    writer.run(queue);
  } catch (...) {
    queue.close(); // providers' threads must not wait for a writer that is gone
    throw;
  }
}

PullReport prepare(App& app, const PullOptions& options) {
  PullReport report;
  for (const std::string& id : wanted_providers(app, options)) {
    ProviderPull& provider = report.providers.emplace_back();
    provider.provider = id;
    if (const std::string why = app.unavailable(id); !why.empty()) {
      provider.skipped = true;
      provider.message = why + "; its records come by `tracekit load`";
    } else if (const auto until = limited_until(app, id); until && !options.force) {
      provider.failed = ErrorKind::rate_limit;
      provider.message = fmt::format("{} {}", provider_title(id), limit_words(app, *until));
      provider.hint = "it was not asked; --force asks all the same";
      provider.resets_at = until;
    }
  }
  return report;
}

} // namespace

int PullReport::exit_code() const {
  std::size_t failed = 0;
  std::size_t asked = 0;
  bool sign_in = false;
  bool limited = false;
  bool interrupted = false;
  for (const ProviderPull& provider : providers) {
    asked += provider.skipped ? 0U : 1U;
    failed += provider.failed ? 1U : 0U;
    sign_in = sign_in || provider.failed == ErrorKind::auth;
    limited = limited || provider.failed == ErrorKind::rate_limit;
    interrupted = interrupted || provider.failed == ErrorKind::interrupted;
  }
  if (interrupted) {
    return tracekit::exit_code(ErrorKind::interrupted);
  }
  if (failed == 0) {
    return 0;
  }
  return failed < asked ? 3 : sign_in ? 5 : limited ? 4 : 1;
}

PullReport pull(App& app, const PullOptions& options) {
  check_day_order(options.from, options.to);
  PullReport report = prepare(app, options);
  if (report.providers.empty()) {
    throw Error(ErrorKind::config, "no provider is enabled", "run `tracekit configure`");
  }
  const ProviderLocks locks = lock_providers(app, ids_of(report));
  fetch(app, options, report);
  ::malloc_trim(0); // what the readers' threads freed, or matching would come on top of it
  refresh_touched_months(app);
  return report;
}

nlohmann::json to_json(const PullReport& report) {
  nlohmann::json providers = nlohmann::json::array();
  for (const ProviderPull& provider : report.providers) {
    nlohmann::json failures = nlohmann::json::array();
    for (const SourceFailure& failure : provider.failures) {
      failures.push_back({{"source", failure.source}, {"reason", failure.reason}});
    }
    providers.push_back(
        {{"provider", provider.provider},
         {"skipped", provider.skipped},
         {"failed", provider.failed ? nlohmann::json(to_string(*provider.failed)) : nlohmann::json(nullptr)},
         {"message", provider.message},
         {"hint", provider.hint},
         {"resets_at", provider.resets_at ? nlohmann::json(format_utc(*provider.resets_at)) : nlohmann::json(nullptr)},
         {"added", provider.added},
         {"updated", provider.updated},
         {"unchanged", provider.unchanged},
         {"deleted", provider.deleted},
         {"sources_seen", provider.sources_seen},
         {"sources_read", provider.sources_read},
         {"failures", std::move(failures)},
         {"warnings", provider.warnings}});
  }
  return {{"providers", std::move(providers)}};
}

} // namespace tracekit::app
