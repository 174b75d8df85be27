// SPDX-License-Identifier: MIT
#include "app/accounts.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "store/repositories/provider_accounts.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::size_t mark_digits = 16; ///< enough to tell keys apart, and nothing to find one by

std::string key_of(const std::string& provider) { return "internal.account." + provider; }

/// `{"id": "i317960", "sign_in": "3f..."}`; once only the id as a text.
struct Remembered {
  std::string id;
  std::string sign_in;
};

std::optional<Remembered> remembered(App& app, const std::string& provider) {
  const auto stored = app.mine().settings.find(key_of(provider));
  const json account = stored ? json::parse(stored->value_json, nullptr, false) : json();
  if (account.is_string()) {
    return Remembered{account.get<std::string>(), ""};
  }
  if (account.is_object() && account.contains("id")) {
    return Remembered{account.at("id").get<std::string>(), account.value("sign_in", "")};
  }
  return std::nullopt;
}

/// What tells a sign-in from others, and stays when its tokens are renewed: a key with the settings beside it, which
/// may name an athlete, or what `auth` wrote beside the tokens.
std::string mark_of_sign_in(App& app, const std::string& provider, const std::map<std::string, Secret>& trial = {}) {
  if (registered_provider(provider).info.sign_in != SignIn::api_key) {
    const auto sealed = app.open_credential(provider, token_credential);
    return sealed ? tokens_of(*sealed).extra[sign_in_mark] : "";
  }
  const ProviderContext context = app.context_for(provider, trial);
  std::string all;
  for (const auto& [key, value] : context.settings) {
    all += fmt::format("{}={}\n", key, value);
  }
  for (const auto& [key, secret] : context.secrets) {
    all += fmt::format("{}={}\n", key, sha256_hex(as_bytes(secret.reveal())));
  }
  return sha256_hex(as_bytes(all)).substr(0, mark_digits);
}

} // namespace

std::optional<std::string> remembered_account(App& app, const std::string& provider) {
  const auto account = remembered(app, provider);
  return account ? std::optional(account->id) : std::nullopt;
}

void remember_account(App& app, const std::string& provider, const Account& account,
                      const std::map<std::string, Secret>& trial) {
  const json value = {{"id", account.id}, {"sign_in", mark_of_sign_in(app, provider, trial)}};
  app.mine().settings.set(key_of(provider), value.dump(-1, ' ', false, json::error_handler_t::replace), "program",
                          app.now());
  store::ProviderAccounts(app.store().connection()).set(app.mine().user(), provider, account.id, app.now());
}

void forget_account(App& app, const std::string& provider) {
  app.mine().settings.erase(key_of(provider));
  forget_sign_in(app, provider);
}

void forget_sign_in(App& app, const std::string& provider) {
  store::ProviderAccounts(app.store().connection()).erase(app.mine().user(), provider);
}

bool knows_account(App& app, const std::string& provider) {
  if (registered_provider(provider).info.sign_in == SignIn::none) {
    return true;
  }
  const auto account = remembered(app, provider);
  return account && account->sign_in == mark_of_sign_in(app, provider);
}

Account must_be_account(Provider& connected, const std::string& provider, const std::optional<std::string>& expected) {
  Account account = connected.account_reader()->account();
  if (expected && *expected != account.id) {
    throw Error(ErrorKind::conflict,
                fmt::format("this is the account {} of {}, and what is stored is from {}", account.id,
                            registered_provider(provider).info.title, *expected),
                how_to_change_accounts(provider));
  }
  return account;
}

std::unique_ptr<Provider> connect_known(App& app, const std::string& provider) {
  auto connected = app.connect(provider);
  if (!knows_account(app, provider)) {
    remember_account(app, provider, must_be_account(*connected, provider, remembered_account(app, provider)));
  }
  return connected;
}

std::string how_to_change_accounts(const std::string& provider) {
  return fmt::format("to change accounts: `tracekit auth {0} --revoke`, `tracekit reset --provider {0}`, and sign in "
                     "again",
                     provider);
}

} // namespace tracekit::app
