// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "app/app.hpp"

// The settings of a person as a page shows and changes them.
namespace tracekit::app {

/// Every setting but secrets, and how each provider stands: docs/reference/web-api.md describes it. Of a secret it only
/// tells that it is set.
nlohmann::json settings_view(App& app);

/// Changes settings in the database: `{"units": "imperial", "providers.strava.enabled": null}`, null for what holds
/// without. All or nothing. They hold from the next App on. Throws Error(usage) that names the setting: unknown, of
/// another type, a secret, held by a flag or the environment, or the owner's business.
void change_settings(App& app, const nlohmann::json& changes);

/// Makes the first the authority; providers that are not named follow in their present order. Throws as
/// `change_settings`, and for one that is named twice.
void order_providers(App& app, const std::vector<std::string>& order);

/// `{"providers": [...]}` by priority: enabled or not, signed in or not, what went wrong last, how much is covered.
nlohmann::json provider_standings(App& app);

/// Size, schema and the person's own rows. Where it is, is told to the owner alone.
nlohmann::json database_view(App& app);

} // namespace tracekit::app
