// SPDX-License-Identifier: MIT
#include "commands/list.hpp"

namespace tracekit::cli {

void add_commands(Commands& commands) {
  constexpr void (*every[])(Commands&) = {
      add_configure, add_pull,    add_sync_month, add_calendar, add_status, add_activities, add_show, add_history,
      add_undo,      add_inspect, add_load,       add_export,   add_reset,  add_migrate,    add_demo, add_help,
  };
  for (const auto add : every) {
    add(commands);
  }
}

} // namespace tracekit::cli
