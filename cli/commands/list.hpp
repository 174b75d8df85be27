// SPDX-License-Identifier: MIT
#pragma once

#include "session.hpp"

namespace tracekit::cli {

/// Registers every command with the root, in the order in which `help` shows them.
void add_commands(Commands& commands);

// One function a file in this folder: declares the command's options and what it runs.
void add_configure(Commands& commands);
void add_pull(Commands& commands);
void add_sync_month(Commands& commands);
void add_calendar(Commands& commands);
void add_status(Commands& commands);
void add_activities(Commands& commands);
void add_show(Commands& commands);
void add_history(Commands& commands);
void add_undo(Commands& commands);
void add_inspect(Commands& commands);
void add_load(Commands& commands);
void add_export(Commands& commands);
void add_reset(Commands& commands);
void add_migrate(Commands& commands);
void add_demo(Commands& commands);
void add_help(Commands& commands);

} // namespace tracekit::cli
