// SPDX-License-Identifier: MIT
#pragma once

#include "command_line.hpp"
#include "session.hpp"

namespace tracekit::cli {

/// Registers every command, in the order in which `help` shows them.
void add_commands(CommandLine& command_line);

// One function a file in this folder: declares the command's options and what it runs.
void add_auth(CommandLine& command_line);
void add_configure(CommandLine& command_line);
void add_pull(CommandLine& command_line);
void add_sync_month(CommandLine& command_line);
void add_calendar(CommandLine& command_line);
void add_status(CommandLine& command_line);
void add_activities(CommandLine& command_line);
void add_show(CommandLine& command_line);
void add_why(CommandLine& command_line);
void add_review(CommandLine& command_line);
void add_link(CommandLine& command_line);
void add_unlink(CommandLine& command_line);
void add_ignore(CommandLine& command_line);
void add_gear(CommandLine& command_line);
void add_upload(CommandLine& command_line);
void add_history(CommandLine& command_line);
void add_undo(CommandLine& command_line);
void add_inspect(CommandLine& command_line);
void add_import(CommandLine& command_line);
void add_convert(CommandLine& command_line);
void add_reparse(CommandLine& command_line);
void add_load(CommandLine& command_line);
void add_export(CommandLine& command_line);
void add_reset(CommandLine& command_line);
void add_secrets(CommandLine& command_line);
void add_migrate(CommandLine& command_line);
void add_backup(CommandLine& command_line);
void add_restore(CommandLine& command_line);
void add_worker(CommandLine& command_line);
void add_jobs(CommandLine& command_line);
void add_schedule(CommandLine& command_line);
void add_notifications(CommandLine& command_line);
void add_users(CommandLine& command_line);
void add_token(CommandLine& command_line);
void add_web(CommandLine& command_line);
void add_completion(CommandLine& command_line);
void add_webhooks(CommandLine& command_line);
void add_check(CommandLine& command_line);
void add_doctor(CommandLine& command_line);
void add_demo(CommandLine& command_line);
void add_help(CommandLine& command_line);

} // namespace tracekit::cli
