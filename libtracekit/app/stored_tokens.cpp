// SPDX-License-Identifier: MIT
#include "app/stored_tokens.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "config/secret_key.hpp"

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

std::optional<net::Tokens> StoredTokens::load() {
  auto sealed = unsaved_.find();
  if (!sealed) {
    sealed = store().for_user(place_.user).credentials.find(place_.provider, token_credential);
  }
  if (!sealed) {
    return std::nullopt;
  }
  const config::SecretKey key = config::installation_key(place_.environment, place_.data_dir);
  return tokens_of(config::open(key, credential_place(place_.user, place_.provider, token_credential), *sealed));
}

void StoredTokens::save(const net::Tokens& tokens) {
  const config::SecretKey key = config::installation_key(place_.environment, place_.data_dir);
  const Bytes sealed =
      config::seal(key, credential_place(place_.user, place_.provider, token_credential), text_of(tokens));
  std::optional<Error> unwritten;
  try {
    unsaved_.keep(sealed);
  } catch (const Error& error) { // a full disk, say; the database may be elsewhere
    unwritten = error;
  }
  try {
    save_sealed(sealed);
  } catch (const Error& error) {
    if (unwritten || error.kind() != ErrorKind::database) {
      throw;
    }
  }
}

void StoredTokens::save_sealed(ByteView sealed) {
  store().for_user(place_.user).credentials.save(place_.provider, token_credential, sealed, SystemClock().now());
  unsaved_.erase();
}

/// Somebody who renews the tokens meanwhile saves them himself.
void StoredTokens::recover() {
  if (!unsaved_.find()) {
    return;
  }
  const auto lock = store().try_lock(lock_name());
  if (const auto sealed = lock ? unsaved_.find() : std::nullopt) {
    save_sealed(*sealed);
  }
}

std::string StoredTokens::lock_name() const { return fmt::format("tokens-{}-{}", place_.user, place_.provider); }

std::unique_ptr<net::TokenStore::Lock> StoredTokens::lock() {
  const std::string name = lock_name();
  const auto deadline = std::chrono::steady_clock::now() + longest_wait;
  while (true) {
    if (auto lock = store().try_lock(name)) {
      return std::make_unique<HeldLock>(std::move(lock));
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw Error(ErrorKind::conflict,
                  fmt::format("another tracekit has been renewing the sign-in to {} for a minute", place_.provider),
                  "run this again");
    }
    std::this_thread::sleep_for(pause);
  }
}

} // namespace tracekit::app
