// SPDX-License-Identifier: MIT
#include "app/reset.hpp"

#include <fmt/format.h>

#include "app/accounts.hpp"
#include "app/months.hpp"

namespace tracekit::app {

ResetReport forget_pulled(App& app, const std::optional<std::string>& provider, std::optional<Month> month) {
  UserStore& mine = app.mine();
  ResetReport report;
  report.records = mine.records.erase(provider, month).size();
  report.months = mine.coverage.erase(provider, month);
  if (!month) {
    mine.provider_states.erase(provider);
    for (const RegisteredProvider& one : provider_registry()) {
      if (!provider || one.info.id == *provider) {
        forget_account(app, one.info.id);
      }
    }
  }
  mine.blobs.erase_unreferenced(store::BlobKind::payload);
  if (month) {
    mine.month_summaries.mark_dirty({&*month, 1});
  } else {
    mine.month_summaries.mark_all_dirty();
  }
  mine.audit.append("cli", "reset",
                    fmt::format("{} {}", provider.value_or("all providers"), month ? month->text() : "all months"),
                    app.now());
  return report;
}

ResetReport reset(App& app, const std::optional<std::string>& provider, std::optional<Month> month) {
  if (provider) {
    registered_provider(*provider);
  }
  auto transaction = app.mine().changing_workouts();
  const ResetReport report = forget_pulled(app, provider, month);
  transaction.commit();
  refresh_touched_months(app);
  return report;
}

} // namespace tracekit::app
