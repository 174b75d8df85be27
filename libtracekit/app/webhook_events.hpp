// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "app/app.hpp"
#include "providers/webhooks.hpp"

namespace tracekit::app {

/// What became of a message.
struct WebhookReceipt {
  std::string reply;         ///< the body of the answer
  std::uint64_t events = 0;  ///< that concern records
  std::uint64_t unknown = 0; ///< of them, about accounts to which nobody here signed in; nothing was done for them
  std::uint64_t jobs = 0;    ///< that were added for the others, for everybody to whom the account belongs
};

/// Verifies a message and leaves the work that comes of it to jobs, so that the provider has its answer at once.
/// `owner` is the owner's, whose application it is. Whatever a message says, it only leads to another look at the
/// provider: not all of them are signed. Throws WebhookRefused; Error(not_found) when the provider sends none.
WebhookReceipt receive_webhook(App& owner, const std::string& provider, const WebhookMessage& message);

} // namespace tracekit::app
