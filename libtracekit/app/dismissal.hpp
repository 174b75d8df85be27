// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "app/app.hpp"

// Proposed changes that a person never wants to see again.
namespace tracekit::app {

/// Takes a change out of its month's plan, for good. Throws Error(not_found) when the plan does not propose it.
void dismiss_change(App& app, Month month, const std::string& id);

/// Lets it be proposed again. Throws Error(not_found) when it was not dismissed.
void bring_back_change(App& app, const std::string& id);

/// The id of the dismissed change that begins with these letters, of which at least six are needed; nothing when there
/// is none. Throws Error(usage) when several begin so.
std::optional<std::string> find_dismissed(App& app, std::string_view beginning);

/// `{"dismissed": [...]}`, newest first: the changes as the plan showed them, with `month`. Of those whose values had
/// to be forgotten only the `id` is left.
nlohmann::json dismissed_changes(App& app);

} // namespace tracekit::app
