// SPDX-License-Identifier: MIT
#include "app/webhook_subscriptions.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "net/url.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t secret_bytes = 24;
constexpr std::size_t longest_address = 255; ///< what Strava takes

void require_owner(App& app) {
  if (app.store().users().owner(app.now()).id != app.mine().user()) {
    throw Error(ErrorKind::auth, "webhooks are set up by the owner of this installation");
  }
}

const RegisteredProvider& provider_with_webhooks(const std::string& provider) {
  const RegisteredProvider& registered = registered_provider(provider);
  if (!registered.webhooks) {
    throw Error(ErrorKind::usage, fmt::format("{} tells nobody of changes", registered.info.title));
  }
  return registered;
}

/// The path in the address has to be the one at which the web server listens for this provider.
void check_address(const std::string& provider, const std::string& address) {
  const net::Url url = net::Url::parse(address);
  net::require_safe(url);
  const std::string path = "/webhooks/" + provider;
  if (!url.path.ends_with(path) || !url.query.empty() || url.has_fragment_or_user || address.size() > longest_address) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" does not lead to the webhooks of {}", address, provider),
                fmt::format("give the web server's address as the world sees it, such as "
                            "https://tracekit.example.org{}",
                            path));
  }
}

std::string replaced(std::string text, std::string_view name, const std::string& value) {
  const auto place = text.find(name);
  return place == std::string::npos ? text : text.replace(place, name.size(), value);
}

WebhookStanding standing_of(const RegisteredProvider& registered,
                            std::optional<store::WebhookSubscription> subscription) {
  return {registered.info.id, registered.info.title, registered.webhooks->subscriber == nullptr,
          std::move(subscription)};
}

/// The handshake comes while the call is made, so that the secret has to be there before; and has to go when it fails.
std::string subscribe_at_provider(App& app, const RegisteredProvider& registered, const std::string& address,
                                  const Secret& secret) {
  try {
    return registered.webhooks->subscriber(app.context_for(registered.info.id))->subscribe(address, secret);
  } catch (...) {
    store::WebhookSubscriptions(app.store().connection()).erase(registered.info.id);
    throw;
  }
}

} // namespace

std::string webhook_secret_place(const std::string& provider) { return "webhook|" + provider; }

std::vector<WebhookStanding> webhook_standings(App& app) {
  require_owner(app);
  const store::WebhookSubscriptions subscriptions(app.store().connection());
  std::vector<WebhookStanding> standings;
  for (const RegisteredProvider& registered : provider_registry()) {
    if (registered.webhooks) {
      standings.push_back(standing_of(registered, subscriptions.find(registered.info.id)));
    }
  }
  return standings;
}

WebhookSetUp subscribe_webhooks(App& app, const std::string& provider, const std::string& address) {
  require_owner(app);
  const RegisteredProvider& registered = provider_with_webhooks(provider);
  check_address(provider, address);
  store::WebhookSubscriptions subscriptions(app.store().connection());
  if (const auto held = subscriptions.find(provider)) {
    throw Error(ErrorKind::conflict, fmt::format("{} tells {} already", registered.info.title, held->address),
                fmt::format("tracekit webhooks unsubscribe {}", provider));
  }
  const Secret secret(base64_url(random_bytes(secret_bytes)));
  auto sealing = app.store().transaction();
  store::WebhookSubscription subscription{provider, "", address, app.seal(webhook_secret_place(provider), secret),
                                          app.now()};
  subscriptions.save(subscription);
  sealing.commit();
  if (registered.webhooks->subscriber != nullptr) {
    subscription.remote_id = subscribe_at_provider(app, registered, address, secret);
    subscriptions.set_remote_id(provider, subscription.remote_id); // the key may have been changed meanwhile
  }
  app.mine().audit.append("cli", "webhooks.subscribe", fmt::format("{} at {}", provider, address), app.now());
  std::string to_do = replaced(registered.webhooks->set_up, "{address}", address);
  return {standing_of(registered, subscription), replaced(std::move(to_do), "{secret}", secret.reveal())};
}

void unsubscribe_webhooks(App& app, const std::string& provider) {
  require_owner(app);
  const RegisteredProvider& registered = provider_with_webhooks(provider);
  store::WebhookSubscriptions subscriptions(app.store().connection());
  const bool is_held = subscriptions.find(provider).has_value();
  if (registered.webhooks->subscriber != nullptr) {
    registered.webhooks->subscriber(app.context_for(provider))->unsubscribe();
  } else if (!is_held) {
    throw Error(ErrorKind::not_found, fmt::format("there is no subscription at {}", registered.info.title));
  }
  subscriptions.erase(provider);
  app.mine().audit.append("cli", "webhooks.unsubscribe", provider, app.now());
}

WebhookKeys webhook_keys(App& app, const std::string& provider) {
  WebhookKeys keys;
  keys.client_secret = app.secret(provider, "client_secret").value_or(Secret());
  if (const auto held = store::WebhookSubscriptions(app.store().connection()).find(provider)) {
    keys.secret = held->secret.empty() ? Secret() : app.unseal(webhook_secret_place(provider), held->secret);
    keys.remote_id = held->remote_id;
  }
  return keys;
}

nlohmann::json to_json(const WebhookStanding& standing) {
  nlohmann::json document = {{"provider", standing.provider},
                             {"title", standing.title},
                             {"by_hand", standing.by_hand},
                             {"subscription", nullptr}};
  if (standing.subscription) {
    document["subscription"] = {{"id", standing.subscription->remote_id},
                                {"address", standing.subscription->address},
                                {"created_at", format_utc(standing.subscription->created_at)}};
  }
  return document;
}

} // namespace tracekit::app
