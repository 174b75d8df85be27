// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/webhook_events.hpp"
#include "app/webhook_subscriptions.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

/// A message of a provider. What comes of it is left to jobs, since providers wait a second or two for their answer.
Response receive(Call& call) {
  const Request& request = call.request();
  const std::string& provider = call.part("provider");
  const AppPool::Lease owner = call.service().apps.of_owner();
  try {
    const app::WebhookReceipt receipt =
        app::receive_webhook(owner.app(), provider, {request.method, request.query, request.headers, request.body});
    call.service().webhooks.count(provider, WebhookMetrics::Outcome::unknown_account, receipt.unknown);
    call.service().webhooks.count(provider, WebhookMetrics::Outcome::accepted, receipt.events - receipt.unknown);
    if (receipt.unknown > 0) {
      call.service().log.info(
          fmt::format("{} of {} webhook events of {} are about accounts that nobody here signed in to", receipt.unknown,
                      receipt.events, provider));
    }
    Response response;
    response.body = receipt.reply;
    return response;
  } catch (const WebhookRefused& refused) {
    call.service().webhooks.count(provider, WebhookMetrics::Outcome::refused, 1);
    call.service().log.warning(fmt::format("a webhook of {} was refused: {}", provider, refused.what()));
    throw HttpError(refused.status(), "auth", refused.what());
  }
}

/// The applications at the providers are the installation's, whatever a person's own token may do.
void require_owner(const Call& call) {
  if (call.service().apps.of_owner().app().mine().user() != call.caller().user) {
    throw HttpError(403, "auth", "webhooks are the business of the owner of this installation");
  }
}

Response list_subscriptions(Call& call) {
  require_owner(call);
  call.knows_only({});
  nlohmann::json webhooks = nlohmann::json::array();
  for (const app::WebhookStanding& standing : app::webhook_standings(call.app())) {
    webhooks.push_back(app::to_json(standing));
  }
  return json_response({{"webhooks", std::move(webhooks)}});
}

Response subscribe(Call& call) {
  constexpr int created = 201;
  require_owner(call);
  const app::WebhookSetUp made =
      app::subscribe_webhooks(call.app(), call.part("provider"), text_field(call.body(), "address"));
  nlohmann::json document = app::to_json(made.standing);
  document["to_do"] = made.to_do;
  return json_response(document, created);
}

Response unsubscribe(Call& call) {
  require_owner(call);
  app::unsubscribe_webhooks(call.app(), call.part("provider"));
  return json_response({{"unsubscribed", call.part("provider")}});
}

} // namespace

void add_webhooks(Routes& routes) {
  routes.add("GET", "/webhooks/{provider}", Access::open, receive)
      .says("For a provider that asks whether this is the address")
      .shape("webhook-reply");
  routes.add("POST", "/webhooks/{provider}", Access::open, receive)
      .says("For a provider that tells of changes")
      .shape("webhook-reply")
      .takes_any();
  routes.add("GET", "/api/webhooks", Access::admin, list_subscriptions)
      .says("Which providers tell of changes, and where")
      .shapes("webhook", "webhooks");
  routes.add("POST", "/api/webhooks/{provider}", Access::admin, subscribe)
      .says("Has a provider tell of changes")
      .shape("webhook")
      .takes("address", "where")
      .answers(201);
  routes.add("DELETE", "/api/webhooks/{provider}", Access::admin, unsubscribe).says("Ends that").tells("unsubscribed");
}

} // namespace tracekit::web
