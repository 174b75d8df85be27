// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "app/doctor/checks.hpp"
#include "app/doctor/service_visit.hpp"
#include "app/limits.hpp"
#include "app/sign_in.hpp"

namespace tracekit::app {
namespace {

constexpr const char* provider_check = "provider";
constexpr EpochSeconds clock_may_be_off_s = 60;

void add(Diagnosis& diagnosis, const ProviderInfo& info, Verdict verdict, std::string message, std::string advice,
         std::optional<ErrorKind> kind = {}) {
  diagnosis.add({provider_check, info.title, verdict, std::move(message), std::move(advice), info.id, kind});
}

void add(Diagnosis& diagnosis, const ProviderInfo& info, const Error& error) {
  add(diagnosis, info, Verdict::broken, error.what(), error.hint(), error.kind());
}

void check_place(App& app, const ProviderInfo& info, Diagnosis& diagnosis) {
  try {
    const auto provider = app.connect(info.id);
    add(diagnosis, info, Verdict::good, provider->place_reader()->place(app.mine().sources.known(info.id)), "");
  } catch (const Error& error) {
    const std::string advice =
        error.hint().empty() ? fmt::format("set providers.{}.path to where it is", info.id) : error.hint();
    add(diagnosis, info, Verdict::broken, error.what(), advice, error.kind());
  }
}

/// Everything that can be said of a service without asking it; true when it is to be asked.
bool is_to_be_asked(App& app, const ProviderInfo& info, const DoctorOptions& options, Diagnosis& diagnosis) {
  if (registered_provider(info.id).make == nullptr) {
    add(diagnosis, info, Verdict::not_checked, "this version cannot connect to it; its records come by `tracekit load`",
        "");
    return false;
  }
  if (const std::string why = app.unavailable(info.id); !why.empty()) {
    add(diagnosis, info, Verdict::attention, why + "; it is left out",
        info.oauth ? fmt::format("set it, as docs/providers/{0}.md tells, or switch providers.{0}.enabled off", info.id)
                   : fmt::format("run `tracekit auth {}`", info.id));
    return false;
  }
  const auto all = sign_in_status(app);
  const auto status = std::ranges::find(all, info.id, &SignInStatus::provider);
  if (status == all.end() || !status->signed_in) {
    add(diagnosis, info, Unauthorized("nobody has signed in yet", info.id));
    return false;
  }
  if (const auto until = limited_until(app, info.id)) {
    add(diagnosis, info, Verdict::broken, limit_words(app, *until), "wait for it", ErrorKind::rate_limit);
    return false;
  }
  if (options.offline) {
    add(diagnosis, info, Verdict::not_checked, fmt::format("signed in ({}), not asked", status->where), "");
    return false;
  }
  return true;
}

/// `90 s`, `10 min`, `5 h`, `3 days`
std::string span_words(EpochSeconds seconds) {
  struct Unit {
    EpochSeconds seconds;
    std::string_view name;
  };
  constexpr Unit units[] = {{86400, "days"}, {3600, "h"}, {60, "min"}};
  for (const Unit& unit : units) {
    if (seconds >= 2 * unit.seconds) {
      return fmt::format("{} {}", (seconds + unit.seconds / 2) / unit.seconds, unit.name);
    }
  }
  return fmt::format("{} s", seconds);
}

/// A single service may be wrong itself: this machine's clock is off when all of them say so.
void check_clock(const App& app, const std::vector<std::unique_ptr<ServiceVisit>>& visits, Diagnosis& diagnosis) {
  constexpr const char* subject = "Clock";
  std::optional<EpochSeconds> least;
  for (const auto& visit : visits) {
    const auto ahead = visit->clock_ahead_s();
    if (ahead && (!least || std::llabs(*ahead) < std::llabs(*least))) {
      least = ahead;
    }
  }
  if (!least) {
    diagnosis.not_checked("clock", subject, "no service was asked for the time");
  } else if (std::llabs(*least) <= clock_may_be_off_s) {
    diagnosis.good("clock", subject, fmt::format("right, in {}", app.home().name()));
  } else {
    diagnosis.broken("clock", subject,
                     Error(ErrorKind::config,
                           fmt::format("wrong, {} {}", span_words(std::llabs(*least)), *least > 0 ? "ahead" : "behind"),
                           "set it: sudo timedatectl set-ntp true"));
  }
}

} // namespace

void check_providers(App& app, const DoctorOptions& options, Diagnosis& diagnosis) {
  const std::vector<std::string> enabled = app.enabled_providers();
  if (enabled.empty()) {
    diagnosis.attention(provider_check, "Providers", "none is enabled", "run `tracekit configure`");
  }
  std::vector<std::unique_ptr<ServiceVisit>> visits;
  for (const std::string& id : enabled) {
    const ProviderInfo& info = registered_provider(id).info;
    if (info.sign_in == SignIn::none) {
      check_place(app, info, diagnosis);
    } else if (is_to_be_asked(app, info, options, diagnosis)) {
      try {
        visits.push_back(std::make_unique<ServiceVisit>(app, id));
      } catch (const Error& error) {
        add(diagnosis, info, error);
      }
    }
  }
  {
    std::vector<std::jthread> threads;
    for (const auto& visit : visits) {
      threads.emplace_back([&visit] { visit->ask(); });
    }
  }
  app.cancellation().check();
  for (const auto& visit : visits) {
    visit->report(app, diagnosis);
  }
  check_clock(app, visits, diagnosis);
}

} // namespace tracekit::app
