// SPDX-License-Identifier: MIT
#include "app/accounts.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "store/repositories/provider_accounts.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

std::string key_of(const std::string& provider) { return "internal.account." + provider; }

} // namespace

void remember_account(App& app, const std::string& provider, const Account& account) {
  const std::string id = json(account.id).dump(-1, ' ', false, json::error_handler_t::replace);
  app.mine().settings.set(key_of(provider), id, "program", app.now());
  store::ProviderAccounts(app.store().connection()).set(app.mine().user(), provider, account.id, app.now());
}

std::optional<std::string> remembered_account(App& app, const std::string& provider) {
  const auto stored = app.mine().settings.find(key_of(provider));
  const json id = stored ? json::parse(stored->value_json, nullptr, false) : json();
  return id.is_string() ? std::optional(id.get<std::string>()) : std::nullopt;
}

void forget_account(App& app, const std::string& provider) {
  app.mine().settings.erase(key_of(provider));
  forget_sign_in(app, provider);
}

void forget_sign_in(App& app, const std::string& provider) {
  store::ProviderAccounts(app.store().connection()).erase(app.mine().user(), provider);
}

std::string how_to_change_accounts(const std::string& provider) {
  return fmt::format("to change accounts: `tracekit auth {0} --revoke`, `tracekit reset --provider {0}`, and sign in "
                     "again",
                     provider);
}

} // namespace tracekit::app
