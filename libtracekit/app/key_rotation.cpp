// SPDX-License-Identifier: MIT
#include "app/key_rotation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "app/webhook_subscriptions.hpp"
#include "config/secret_key.hpp"
#include "store/repositories/sealing.hpp"
#include "store/repositories/webhook_subscriptions.hpp"

namespace tracekit::app {
namespace {

/// A sealed secret where it lies.
struct Sealed {
  std::string name;  ///< for people
  std::string place; ///< for which it is sealed
  Bytes bytes;
  std::function<void(ByteView)> replace;
};

TokenPlace token_place_of(App& app, UserId user, const std::string& provider) {
  TokenPlace place = app.token_place(provider);
  place.user = user;
  return place;
}

/// Calls `take` for every sealed secret of everybody, those that wait in files included.
void for_each_sealed(App& app, const std::function<void(Sealed)>& take) {
  for (const auto& user : app.store().users().all()) {
    store::Credentials credentials = app.store().for_user(user.id).credentials;
    for (const auto& [provider, name] : credentials.names()) {
      if (const auto sealed = credentials.find(provider, name)) {
        take({fmt::format("{} of {} for user {}", name, provider, user.id), credential_place(user.id, provider, name),
              *sealed,
              [&credentials, &provider, &name](ByteView bytes) { credentials.reseal(provider, name, bytes); }});
      }
    }
    for (const RegisteredProvider& registered : provider_registry()) {
      const std::string& provider = registered.info.id;
      const UnsavedTokens unsaved(token_place_of(app, user.id, provider));
      if (const auto sealed = unsaved.find()) {
        take({fmt::format("unsaved {} of {} for user {}", token_credential, provider, user.id),
              credential_place(user.id, provider, token_credential), *sealed,
              [&unsaved](ByteView bytes) { unsaved.keep(bytes); }});
      }
    }
  }
  store::WebhookSubscriptions subscriptions(app.store().connection());
  for (const store::WebhookSubscription& one : subscriptions.list()) {
    if (!one.secret.empty()) {
      take({"webhook secret of " + one.provider, webhook_secret_place(one.provider), one.secret,
            [&](ByteView bytes) { subscriptions.reseal(one.provider, bytes); }});
    }
  }
}

config::SecretKeys keys_in_place(App& app) {
  const TokenPlace place = app.token_place("");
  return config::installation_keys(place.environment, place.data_dir);
}

/// While these are held nobody is renewing a sign-in, whose tokens could be on their way to the database.
std::vector<std::unique_ptr<StoreLock>> hold_sign_ins(App& app) {
  std::vector<std::unique_ptr<StoreLock>> locks;
  for (const auto& user : app.store().users().all()) {
    for (const RegisteredProvider& registered : provider_registry()) {
      if (registered.info.sign_in == SignIn::oauth2 || registered.info.sign_in == SignIn::password) {
        locks.push_back(wait_for_tokens(app.store(), user.id, registered.info.id));
      }
    }
  }
  return locks;
}

std::unique_ptr<StoreLock> hold_rotation(App& app) {
  auto lock = app.store().try_lock("secret-key");
  if (!lock) {
    throw Error(ErrorKind::conflict, "another tracekit is changing the key", "wait for it");
  }
  return lock;
}

/// All or nothing in the database; what waits in files is as good sealed with either key as long as both are in place.
void reseal_all(App& app, const config::SecretKeys& keys, const config::SecretKey& target, KeyRotation& rotation) {
  auto transaction = app.store().transaction();
  store::Sealing sealing(app.store().connection());
  sealing.begin_change();
  for_each_sealed(app, [&](const Sealed& sealed) {
    try {
      if (config::sealed_with(sealed.bytes) != target.id()) {
        sealed.replace(config::seal(target, sealed.place, config::open(keys, sealed.place, sealed.bytes)));
        ++rotation.resealed;
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::config) {
        throw;
      }
      rotation.closed.push_back(fmt::format("{}: {}", sealed.name, error.what()));
    }
  });
  sealing.set_key_id(target.name());
  app.mine().audit.append("cli", "secrets.rotate", fmt::format("key {}", target.name()), app.now());
  transaction.commit();
}

void rotate_in_environment(App& app, const config::Variable& variable, KeyRotation& rotation) {
  const config::SecretKeys keys = keys_in_place(app);
  if (keys.size() < 2) {
    throw Error(
        ErrorKind::config, fmt::format("the key comes from {}, which tracekit cannot change", variable.origin),
        "make a key with `openssl rand -hex 32`, put it behind the present one with a comma between them, restart "
        "what runs, and run this again");
  }
  reseal_all(app, keys, keys.back(), rotation);
  rotation.place = variable.origin;
}

/// Those beside the key file that secrets of this database still need: the key was changed with another database that
/// shares the file, or a copy from before was put back.
config::SecretKeys keys_given_up(App& app, const std::filesystem::path& file, const config::SecretKeys& in_place) {
  std::set<std::string> names;
  for_each_sealed(app, [&](const Sealed& sealed) {
    try {
      names.insert(config::name_of(config::sealed_with(sealed.bytes)));
    } catch (const Error&) {
      return; // resealing tells what is wrong with it
    }
  });
  for (const config::SecretKey& key : in_place) {
    names.erase(key.name());
  }
  config::SecretKeys keys;
  for (const std::string& name : names) {
    if (const auto earlier = config::earlier_key_file(file, name); std::filesystem::exists(earlier)) {
      std::ranges::copy(config::read_key_file(earlier), std::back_inserter(keys));
    }
  }
  return keys;
}

void rotate_file(App& app, const std::filesystem::path& file, KeyRotation& rotation) {
  const config::KeyFileLock changing(file);
  const auto is_given_up = [&](const config::SecretKey& key) {
    return std::filesystem::exists(config::earlier_key_file(file, key.name()));
  };
  config::SecretKeys keys = keys_in_place(app);
  config::SecretKeys opening = keys_given_up(app, file, keys);
  rotation.was_interrupted = keys.size() > 1 || (!opening.empty() && !is_given_up(keys.back()));
  if (!rotation.was_interrupted) {
    keys.push_back(config::SecretKey::random());
    config::write_key_file(file, keys);
  }
  const config::SecretKey target = keys.back();
  if (is_given_up(target)) {
    throw Error(ErrorKind::config,
                fmt::format("the last key in {} was given up before: {}", file.string(),
                            config::earlier_key_file(file, target.name()).string()),
                "put it before the present one, then run this again");
  }
  opening.insert(opening.end(), keys.begin(), keys.end());
  reseal_all(app, opening, target, rotation);
  opening.pop_back();
  for (const config::SecretKey& earlier : opening) {
    if (!is_given_up(earlier)) {
      config::write_key_file(config::earlier_key_file(file, earlier.name()), {&earlier, 1});
    }
  }
  config::write_key_file(file, {&target, 1});
  rotation.earlier_key = config::earlier_key_file(file, opening.front().name());
  rotation.place = file.string();
}

} // namespace

SealedSecrets sealed_secrets(App& app) {
  SealedSecrets secrets;
  for_each_sealed(app, [&](const Sealed& sealed) {
    ++secrets.count;
    try {
      config::open(keys_in_place(app), sealed.place, sealed.bytes);
    } catch (const Error& error) {
      secrets.closed.push_back(fmt::format("{}: {}", sealed.name, error.what()));
    }
  });
  return secrets;
}

KeyRotation rotate_key(App& app) {
  const auto rotating = hold_rotation(app);
  const auto sign_ins = hold_sign_ins(app);
  const TokenPlace place = app.token_place("");
  KeyRotation rotation;
  if (const auto variable = place.environment.find("TRACEKIT_SECRET_KEY")) {
    rotate_in_environment(app, *variable, rotation);
  } else {
    rotate_file(app, config::key_file(place.data_dir), rotation);
  }
  return rotation;
}

nlohmann::json to_json(const KeyRotation& rotation) {
  return {{"resealed", rotation.resealed},
          {"closed", rotation.closed},
          {"was_interrupted", rotation.was_interrupted},
          {"key", rotation.place},
          {"earlier_key",
           rotation.earlier_key.empty() ? nlohmann::json(nullptr) : nlohmann::json(rotation.earlier_key.string())}};
}

} // namespace tracekit::app
