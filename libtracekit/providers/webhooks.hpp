// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "net/url.hpp"

namespace tracekit {

struct ProviderContext;

/// What somebody sent to the address of a provider's webhooks. Nothing of it is true before it was verified.
struct WebhookMessage {
  std::string method;
  net::Query query;
  net::Headers headers;
  std::string body; ///< byte for byte, since signatures are about those
};

/// What messages are verified with. Empty where there is none.
struct WebhookKeys {
  Secret client_secret;  ///< of the application
  Secret secret;         ///< of the subscription
  std::string remote_id; ///< of the subscription, at the provider
};

struct WebhookEvent {
  enum class Kind {
    changed,       ///< a record is new or is not what it was
    gone,          ///< a record was deleted
    sign_in_ended, ///< the person took back what tracekit was allowed
  };
  Kind kind = Kind::changed;
  std::string account;   ///< whose, as `Account::id` names people
  std::string record_id; ///< empty when it is not about a record
  std::optional<EpochSeconds> at = {};
};

struct WebhookReading {
  std::vector<WebhookEvent> events; ///< those that concern records; others are left out
  std::string reply = "{}";         ///< the body of the answer
};

/// A message that is not believed, or not understood. It is answered with this status.
class WebhookRefused : public Error {
public:
  WebhookRefused(int status, const std::string& sentence) : Error(ErrorKind::auth, sentence), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

private:
  int status_;
};

/// Makes and ends subscriptions at the provider.
class WebhookSubscriber {
public:
  virtual ~WebhookSubscriber() = default;
  /// The provider asks the address with this secret before it answers. Returns the subscription's id there.
  virtual std::string subscribe(const std::string& address, const Secret& secret) = 0;
  /// Ends every subscription of the application.
  virtual void unsubscribe() = 0;
};

/// How a provider tells of changes.
struct WebhookAbility {
  /// Verifies a message and takes it apart. Throws WebhookRefused. Pure.
  WebhookReading (*read)(const WebhookMessage& message, const WebhookKeys& keys) = nullptr;
  /// Null: subscriptions are made by hand.
  std::unique_ptr<WebhookSubscriber> (*subscriber)(const ProviderContext& context) = nullptr;
  bool has_secret = false; ///< messages carry a secret that we choose
  /// What to do by hand, `{address}` and `{secret}` in their places.
  std::string set_up = {};
};

} // namespace tracekit
