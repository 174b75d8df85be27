// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/app.hpp"

namespace tracekit::web {

/// Opened applications, each with a connection to the database, for one thread at a time. One that is not what it was
/// (settings were changed, PostgreSQL was restarted) is replaced before somebody gets it. Thread-safe.
class AppPool {
public:
  AppPool(app::Overrides overrides, std::size_t most_idle) : overrides_(std::move(overrides)), most_idle_(most_idle) {
    idle_.reserve(most_idle_ + 1); // giving back must not fail
  }

  /// Gives its application back when it goes.
  class Lease {
  public:
    Lease(AppPool& pool, std::unique_ptr<app::App> app) : pool_(&pool), app_(std::move(app)) {}
    Lease(Lease&&) noexcept = default;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (app_) {
        pool_->give_back(std::move(app_));
      }
    }
    [[nodiscard]] app::App& app() const { return *app_; }

  private:
    AppPool* pool_;
    std::unique_ptr<app::App> app_;
  };

  /// As this person. Throws Error(database) when the database does not answer.
  Lease of(UserId user);
  /// As the owner, for what concerns the installation.
  Lease of_owner();

private:
  Lease lease(std::optional<UserId> user);
  std::unique_ptr<app::App> take_idle(UserId user);
  void give_back(std::unique_ptr<app::App> app) noexcept;

  app::Overrides overrides_;
  std::size_t most_idle_;
  NoProgress progress_;
  Cancellation cancellation_; ///< never asked for: what runs when the server stops is run to its end
  std::mutex mutex_;
  std::optional<UserId> owner_;
  std::vector<std::unique_ptr<app::App>> idle_; ///< the one that was used last is last
};

} // namespace tracekit::web
