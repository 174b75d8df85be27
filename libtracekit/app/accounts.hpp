// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/app.hpp"

namespace tracekit::app {

/// Remembers whose account somebody signed in to, so that another one is noticed (records of two accounts must not mix)
/// and the provider's messages about it find their way.
void remember_account(App& app, const std::string& provider, const Account& account);

/// Its id; nothing when nobody signed in since accounts are remembered.
std::optional<std::string> remembered_account(App& app, const std::string& provider);

void forget_account(App& app, const std::string& provider);

/// Messages about it are nobody's from now on; whose account the stored records are from is still known.
void forget_sign_in(App& app, const std::string& provider);

/// A hint for those who meant to sign in to another one.
std::string how_to_change_accounts(const std::string& provider);

} // namespace tracekit::app
