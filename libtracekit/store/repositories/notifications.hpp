// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/repositories/scope.hpp"

namespace tracekit::store {

enum class NotificationLevel { info, error };
std::string_view to_string(NotificationLevel level);
/// Throws Error(usage) for a word that names none.
NotificationLevel notification_level_of(std::string_view word);

/// Something that a person should hear of, from work that nobody watched.
struct Notification {
  std::int64_t id = 0;
  NotificationLevel level = NotificationLevel::info;
  std::string topic; ///< what it is about: while one is unread, its like only counts up; empty: each stands alone
  std::string message;
  std::int64_t times = 1; ///< how often it came while unread
  EpochSeconds created_at = 0;
  EpochSeconds updated_at = 0; ///< when it last came
  std::optional<EpochSeconds> expires_at;
  std::optional<EpochSeconds> read_at;
  friend bool operator==(const Notification&, const Notification&) = default;
};

class Notifications : public Scope {
public:
  using Scope::Scope;

  /// `expires_at`: when nobody needs to hear of it any more.
  void add(NotificationLevel level, const std::string& topic, const std::string& message, EpochSeconds when,
           std::optional<EpochSeconds> expires_at = std::nullopt);
  /// Unread ones first, then newest first; without those that have expired.
  [[nodiscard]] std::vector<Notification> list(EpochSeconds now, std::int64_t limit) const;
  [[nodiscard]] std::vector<Notification> unread(EpochSeconds now) const; ///< newest first
  /// False when there is none such.
  bool mark_read(std::int64_t id, EpochSeconds when);
  std::int64_t mark_all_read(EpochSeconds when);
  /// What it was about is in order again.
  std::int64_t settle(const std::string& topic, EpochSeconds when);
  std::int64_t forget_expired(EpochSeconds now);
};

} // namespace tracekit::store
