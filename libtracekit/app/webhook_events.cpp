// SPDX-License-Identifier: MIT
#include "app/webhook_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/jobs/job_kinds.hpp"
#include "app/webhook_subscriptions.hpp"
#include "store/repositories/provider_accounts.hpp"

namespace tracekit::app {
namespace {

const RegisteredProvider& sender(const std::string& provider) {
  const auto& registry = provider_registry();
  const auto found = std::ranges::find_if(
      registry, [&](const RegisteredProvider& one) { return one.info.id == provider && one.webhooks; });
  if (found == registry.end()) {
    throw Error(ErrorKind::not_found, "no provider sends anything here");
  }
  return *found;
}

/// A deleted record is looked up like a changed one: whether it is gone is for the provider to say.
store::NewJob job_for(const std::string& provider, const WebhookEvent& event) {
  constexpr int soon = 3;
  if (event.kind == WebhookEvent::Kind::sign_in_ended) {
    return make_job("check-sign-in", {{"provider", provider}}, soon);
  }
  return make_job("fetch-record", {{"provider", provider}, {"id", event.record_id}}, soon);
}

} // namespace

WebhookReceipt receive_webhook(App& owner, const std::string& provider, const WebhookMessage& message) {
  const RegisteredProvider& registered = sender(provider);
  const WebhookReading reading = registered.webhooks->read(message, webhook_keys(owner, provider));
  WebhookReceipt receipt{reading.reply, reading.events.size()};
  const store::ProviderAccounts accounts(owner.store().connection());
  auto transaction = owner.store().transaction();
  for (const WebhookEvent& event : reading.events) {
    const std::vector<UserId> people = accounts.owners(provider, event.account);
    receipt.unknown += people.empty() ? 1U : 0U;
    for (const UserId person : people) {
      owner.store().for_user(person).jobs.add(job_for(provider, event));
      ++receipt.jobs;
    }
  }
  transaction.commit();
  return receipt;
}

} // namespace tracekit::app
