// SPDX-License-Identifier: MIT
#include "app/stored_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "store/repositories/sealing.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr auto longest_wait = std::chrono::seconds(60); ///< a refresh is one call with a timeout of its own
constexpr auto pause = std::chrono::milliseconds(50);

Secret text_of(const net::Tokens& tokens) {
  json document = {{"access", tokens.access.reveal()},
                   {"refresh", tokens.refresh.reveal()},
                   {"expires_at", nullptr},
                   {"scopes", tokens.scopes},
                   {"extra", tokens.extra}};
  if (tokens.expires_at) {
    document["expires_at"] = *tokens.expires_at;
  }
  return Secret(document.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string token_lock_name(UserId user, const std::string& provider) {
  return fmt::format("tokens-{}-{}", user, provider);
}

class HeldLock final : public net::TokenStore::Lock {
public:
  explicit HeldLock(std::unique_ptr<StoreLock> lock) : lock_(std::move(lock)) {}

private:
  std::unique_ptr<StoreLock> lock_;
};

} // namespace

std::string credential_place(UserId user, const std::string& provider, const std::string& name) {
  return fmt::format("user {} provider {} {}", user, provider, name);
}

std::unique_ptr<StoreLock> wait_for_tokens(Store& store, UserId user, const std::string& provider) {
  const auto deadline = std::chrono::steady_clock::now() + longest_wait;
  while (true) {
    if (auto lock = store.try_lock(token_lock_name(user, provider))) {
      return lock;
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw Error(ErrorKind::conflict,
                  fmt::format("another tracekit has been renewing the sign-in to {} for a minute", provider),
                  "run this again");
    }
    std::this_thread::sleep_for(pause);
  }
}

const config::SecretKey& sealing_key(Store& store, const config::SecretKeys& keys) {
  const std::string id = store::Sealing(store.connection()).key_id();
  if (id.empty()) {
    return keys.front();
  }
  const auto found = std::ranges::find(keys, id, &config::SecretKey::name);
  if (found == keys.end()) {
    throw Error(ErrorKind::config,
                fmt::format("the secrets in {} are sealed with another key ({})", store.location(), id),
                "put that key before the present one: with a comma between them in TRACEKIT_SECRET_KEY, or as a line "
                "of secret.key");
  }
  return *found;
}

net::Tokens tokens_of(const Secret& text) {
  const json document = json::parse(text.reveal());
  net::Tokens tokens;
  tokens.access = Secret(document.at("access").get<std::string>());
  tokens.refresh = Secret(document.at("refresh").get<std::string>());
  if (document.at("expires_at").is_number_integer()) {
    tokens.expires_at = document.at("expires_at").get<EpochSeconds>();
  }
  tokens.scopes = document.at("scopes").get<std::vector<std::string>>();
  tokens.extra = document.at("extra").get<std::map<std::string, std::string>>();
  return tokens;
}

Store& StoredTokens::store() {
  if (!store_) {
    store_ = Store::open(place_.database_url);
  }
  return *store_;
}

/// Whoever changes the key replaces what is sealed before the earlier key goes, so that a second look helps.
std::optional<net::Tokens> StoredTokens::load() {
  std::optional<Bytes> sealed = find_sealed();
  while (sealed) {
    try {
      return tokens_of(config::open(keys(), place(), *sealed));
    } catch (const Error&) {
      auto again = find_sealed();
      if (again == sealed) {
        throw;
      }
      sealed = std::move(again);
    }
  }
  return std::nullopt;
}

std::optional<Bytes> StoredTokens::find_sealed() {
  auto sealed = unsaved_.find();
  return sealed ? sealed : store().for_user(place_.user).credentials.find(place_.provider, token_credential);
}

void StoredTokens::save(const net::Tokens& tokens) {
  const Secret text = text_of(tokens);
  std::optional<Error> unwritten;
  try {
    unsaved_.keep(config::seal(keys().front(), place(), text));
  } catch (const Error& error) { // a full disk, say; the database may be elsewhere
    unwritten = error;
  }
  try {
    save_in_database(text);
  } catch (const Error& error) {
    if (unwritten || error.kind() != ErrorKind::database) {
      throw;
    }
  }
}

void StoredTokens::save_in_database(const Secret& text) {
  auto transaction = store().transaction();
  const config::SecretKeys present = keys();
  const Bytes sealed = config::seal(sealing_key(store(), present), place(), text);
  store().for_user(place_.user).credentials.save(place_.provider, token_credential, sealed, SystemClock().now());
  transaction.commit();
  unsaved_.erase();
}

/// Somebody who renews the tokens meanwhile saves them himself.
void StoredTokens::recover() {
  if (!unsaved_.find()) {
    return;
  }
  const auto lock = store().try_lock(token_lock_name(place_.user, place_.provider));
  if (const auto sealed = lock ? unsaved_.find() : std::nullopt) {
    try {
      save_in_database(config::open(keys(), place(), *sealed));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::config) { // without their key they wait; whoever needs them is told
        throw;
      }
    }
  }
}

std::string StoredTokens::place() const { return credential_place(place_.user, place_.provider, token_credential); }

config::SecretKeys StoredTokens::keys() const { return config::installation_keys(place_.environment, place_.data_dir); }

std::unique_ptr<net::TokenStore::Lock> StoredTokens::lock() {
  return std::make_unique<HeldLock>(wait_for_tokens(store(), place_.user, place_.provider));
}

} // namespace tracekit::app
