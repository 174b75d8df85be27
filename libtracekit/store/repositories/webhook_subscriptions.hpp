// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "store/repositories/users.hpp"

namespace tracekit::store {

/// That a provider tells this installation of changes.
struct WebhookSubscription {
  std::string provider;
  std::string remote_id; ///< its number at the provider; empty where it has none, or not yet
  std::string address;   ///< to which the provider sends
  Bytes secret;          ///< sealed; what its messages have to carry, empty where they carry none of ours
  EpochSeconds created_at = 0;
  friend bool operator==(const WebhookSubscription&, const WebhookSubscription&) = default;
};

/// The installation's subscriptions, one a provider. Not scoped by user.
class WebhookSubscriptions {
public:
  explicit WebhookSubscriptions(sql::Connection& connection) : connection_(&connection) {}

  void save(const WebhookSubscription& subscription); ///< replaces the provider's older one
  void set_remote_id(const std::string& provider, const std::string& remote_id);
  void reseal(const std::string& provider, ByteView secret); ///< the same secret, sealed anew
  [[nodiscard]] std::optional<WebhookSubscription> find(const std::string& provider) const;
  [[nodiscard]] std::vector<WebhookSubscription> list() const; ///< by provider
  bool erase(const std::string& provider);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
