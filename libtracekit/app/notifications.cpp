// SPDX-License-Identifier: MIT
#include "app/notifications.hpp"

#include <nlohmann/json.hpp>

#include "base/time.hpp"

namespace tracekit::app {

nlohmann::json to_json(const store::Notification& notification) {
  const auto time = [](const std::optional<EpochSeconds>& at) {
    return at ? nlohmann::json(format_utc(*at)) : nlohmann::json(nullptr);
  };
  return {{"id", notification.id},
          {"level", to_string(notification.level)},
          {"topic", notification.topic},
          {"message", notification.message},
          {"times", notification.times},
          {"created_at", time(notification.created_at)},
          {"updated_at", time(notification.updated_at)},
          {"expires_at", time(notification.expires_at)},
          {"read_at", time(notification.read_at)}};
}

} // namespace tracekit::app
