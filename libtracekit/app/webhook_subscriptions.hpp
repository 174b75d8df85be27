// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "providers/webhooks.hpp"
#include "store/repositories/webhook_subscriptions.hpp"

// Subscriptions of the installation's applications: providers tell of changes at an address of the web server. They are
// the owner's business; everybody else's call throws Error(auth).
namespace tracekit::app {

/// How it stands with one provider that can tell of changes.
struct WebhookStanding {
  std::string provider;
  std::string title;
  bool by_hand = false; ///< subscriptions are made on the provider's pages
  std::optional<store::WebhookSubscription> subscription;
};

/// Every provider that can, by priority.
std::vector<WebhookStanding> webhook_standings(App& app);

struct WebhookSetUp {
  WebhookStanding standing;
  std::string to_do; ///< what the person has to enter at the provider, with the secret; empty when it is done
};

/// From now on the provider's messages at this address are believed. Where the provider has a call for it, it is told;
/// its handshake then reaches the web server while this runs. Throws Error(usage) for an address that is none, or that
/// does not lead to this provider's webhooks; Error(conflict) when there is a subscription already.
WebhookSetUp subscribe_webhooks(App& app, const std::string& provider, const std::string& address);

/// Ends it, at the provider too where there is a call for it. Throws Error(not_found) when there is none.
void unsubscribe_webhooks(App& app, const std::string& provider);

/// The name of the place for which a provider's secret is sealed.
std::string webhook_secret_place(const std::string& provider);

/// What messages of a provider are verified with, at this moment.
WebhookKeys webhook_keys(App& app, const std::string& provider);

nlohmann::json to_json(const WebhookStanding& standing);

} // namespace tracekit::app
