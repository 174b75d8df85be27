// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// What workers start for this person, by name; first, and off until somebody switches it on, the nightly pull.
std::vector<store::Schedule> schedules(App& app);
std::optional<store::Schedule> find_schedule(App& app, const std::string& name);

/// Keeps a schedule, its next time counted from now. Empty zone, kind or arguments become home, `pull` and
/// `{"recent": true}`. Throws Error(usage) or Error(config) for what is wrong in it.
void save_schedule(App& app, store::Schedule schedule);
/// Each throws Error(not_found).
void switch_schedule_off(App& app, const std::string& name);
void remove_schedule(App& app, const std::string& name);

nlohmann::json to_json(const store::Schedule& schedule);

} // namespace tracekit::app
