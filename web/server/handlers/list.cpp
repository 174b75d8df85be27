// SPDX-License-Identifier: MIT
#include "handlers/list.hpp"

namespace tracekit::web {

void add_routes(Routes& routes) {
  constexpr void (*every[])(Routes&) = {
      add_assets,        add_pages,   add_health,        add_metrics,  add_tokens,     add_status,    add_calendar,
      add_month_changes, add_jobs,    add_notifications, add_webhooks, add_activities, add_originals, add_exports,
      add_judgement,     add_history, add_gear,          add_config,   add_sign_ins,   add_uploads,   add_sign_in,
      add_sessions,      add_people,  add_audit,         add_openapi,  add_events,
  };
  for (const auto add : every) {
    add(routes);
  }
}

} // namespace tracekit::web
