// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "providers/provider.hpp"
#include "session.hpp"

namespace tracekit::cli {

/// Conversations that sign the person in. Each throws Error(interrupted) when there is no answer.

/// Asks for the key. What is typed does not show; without a terminal it is the first line of the input.
Account sign_in_with_key(Session& session, const ProviderInfo& info);

/// Shows the address to open; `manual` takes what is pasted instead of waiting for the browser.
Account sign_in_with_browser(Session& session, const ProviderInfo& info, bool manual);

/// Asks for e-mail, password and, where it is wanted, a code.
Account sign_in_with_password(Session& session, const ProviderInfo& info);

/// Shows the address to open and takes the ticket that is pasted, or the one that is given.
Account sign_in_with_ticket(Session& session, const ProviderInfo& info, const std::optional<Secret>& ticket);

} // namespace tracekit::cli
