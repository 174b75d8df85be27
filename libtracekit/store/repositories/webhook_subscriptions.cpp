// SPDX-License-Identifier: MIT
#include "store/repositories/webhook_subscriptions.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

WebhookSubscription subscription_of(const sql::Query& row) {
  return {row.text(0), row.text(1), row.text(2), row.blob(3), row.integer(4)};
}

} // namespace

void WebhookSubscriptions::save(const WebhookSubscription& one) {
  connection_->execute(
      "INSERT INTO webhook_subscriptions (provider, remote_id, address, secret, created_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (provider) DO UPDATE SET remote_id = excluded.remote_id, "
      "address = excluded.address, secret = excluded.secret, created_at = excluded.created_at",
      one.provider, one.remote_id, one.address, one.secret, one.created_at);
}

void WebhookSubscriptions::set_remote_id(const std::string& provider, const std::string& remote_id) {
  connection_->execute("UPDATE webhook_subscriptions SET remote_id = $1 WHERE provider = $2", remote_id, provider);
}

void WebhookSubscriptions::reseal(const std::string& provider, ByteView secret) {
  connection_->execute("UPDATE webhook_subscriptions SET secret = $1 WHERE provider = $2", secret, provider);
}

std::optional<WebhookSubscription> WebhookSubscriptions::find(const std::string& provider) const {
  sql::Query row = connection_->query("SELECT provider, remote_id, address, secret, created_at "
                                      "FROM webhook_subscriptions WHERE provider = $1",
                                      provider);
  return row.next() ? std::optional(subscription_of(row)) : std::nullopt;
}

std::vector<WebhookSubscription> WebhookSubscriptions::list() const {
  std::vector<WebhookSubscription> subscriptions;
  sql::Query rows = connection_->query(
      "SELECT provider, remote_id, address, secret, created_at FROM webhook_subscriptions ORDER BY provider");
  while (rows.next()) {
    subscriptions.push_back(subscription_of(rows));
  }
  return subscriptions;
}

bool WebhookSubscriptions::erase(const std::string& provider) {
  return connection_->execute("DELETE FROM webhook_subscriptions WHERE provider = $1", provider) > 0;
}

} // namespace tracekit::store
