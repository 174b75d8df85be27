// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/app.hpp"

namespace tracekit::app {

/// Records of two accounts must not mix. So the account is remembered whose records are stored, and for which sign-in
/// that is known: another key or another sign-in is looked at before it is used.

/// Its id; nothing when nobody signed in since accounts are remembered.
std::optional<std::string> remembered_account(App& app, const std::string& provider);

/// Remembers whose the present sign-in is, or that with these secrets in the place of the present ones. From now on the
/// provider's messages about the account find their way.
void remember_account(App& app, const std::string& provider, const Account& account,
                      const std::map<std::string, Secret>& trial = {});

void forget_account(App& app, const std::string& provider);

/// Messages about it are nobody's from now on; whose account the stored records are from is still known.
void forget_sign_in(App& app, const std::string& provider);

/// Whether it is known already whose the present sign-in is, so that the provider need not be asked.
bool knows_account(App& app, const std::string& provider);

/// Asks the provider whose sign-in this is. Throws Error(conflict) when it is not `expected`, where somebody is.
Account must_be_account(Provider& connected, const std::string& provider, const std::optional<std::string>& expected);

/// Connects a provider whose account is known to be the one whose records are stored.
std::unique_ptr<Provider> connect_known(App& app, const std::string& provider);

/// A hint for those who meant to sign in to another one.
std::string how_to_change_accounts(const std::string& provider);

} // namespace tracekit::app
