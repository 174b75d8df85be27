// SPDX-License-Identifier: MIT
#include "commands/list.hpp"

namespace tracekit::cli {

void add_commands(CommandLine& command_line) {
  constexpr void (*every[])(CommandLine&) = {
      add_configure, add_auth,    add_pull,  add_sync_month, add_calendar,   add_status,   add_activities,
      add_show,      add_gear,    add_why,   add_review,     add_link,       add_unlink,   add_ignore,
      add_upload,    add_history, add_undo,  add_inspect,    add_convert,    add_import,   add_reparse,
      add_load,      add_export,  add_reset, add_worker,     add_jobs,       add_schedule, add_notifications,
      add_users,     add_secrets, add_token, add_webhooks,   add_migrate,    add_backup,   add_restore,
      add_check,     add_doctor,  add_demo,  add_web,        add_completion, add_help,
  };
  for (const auto add : every) {
    add(command_line);
  }
}

} // namespace tracekit::cli
