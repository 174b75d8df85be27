// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/call_counts.hpp"
#include "app/stored_tokens.hpp"
#include "base/cancellation.hpp"
#include "base/clock.hpp"
#include "base/progress.hpp"
#include "base/timezone.hpp"
#include "config/settings.hpp"
#include "providers/provider.hpp"
#include "store/store.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// What the command line says before any setting is read.
struct Overrides {
  std::optional<std::filesystem::path> config;
  std::optional<std::string> database;
  std::optional<std::string> user;    ///< e-mail; the owner when absent
  std::optional<UserId> user_id = {}; ///< the same by number, as jobs and the web server know people
};

/// Every setting there is: the common ones and those that the registered providers offer.
config::Schema settings_schema();

/// What settings are made of before the database is asked: flags, environment, `.env` and the settings file. Throws
/// Error(config) for whatever is wrong in them.
/// `may_be_new`: a file that was named and is not there yet is no mistake, since it is about to be written.
enum class NamedFile { must_exist, may_be_new };
config::Layers settings_layers(const Overrides& overrides, NamedFile named = NamedFile::must_exist);

/// One person's tracekit: settings, the open database, and what long work reports to. The use cases in this
/// folder are functions over it. For one thread.
class App {
public:
  App(const Overrides& overrides, ProgressSink& progress, const Cancellation& cancellation);

  [[nodiscard]] const config::Settings& settings() const { return settings_; }
  [[nodiscard]] Store& store() { return store_; }
  [[nodiscard]] UserStore& mine() { return mine_; }
  [[nodiscard]] const TimeZone& home() const { return home_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] ProgressSink& progress() { return progress_; }
  [[nodiscard]] const Cancellation& cancellation() const { return cancellation_; }
  [[nodiscard]] EpochSeconds now() const { return clock_.now(); }
  [[nodiscard]] Month current_month() const;
  [[nodiscard]] const config::Schema& schema() const { return schema_; }

  /// Whether the person's settings are still those that were read. What is kept for long is made anew when not, or when
  /// this throws Error(database) because the connection is gone.
  [[nodiscard]] bool is_current() const;

  /// Ids of the enabled providers, by priority.
  [[nodiscard]] std::vector<std::string> enabled_providers() const;

  /// Why a provider can be asked nothing: this version cannot, its application is not set up, or it
  /// wants a password and nobody has signed in. Empty when it can.
  [[nodiscard]] std::string unavailable(const std::string& provider) const;

  /// The person's settings in the database, a JSON object; empty when there are none.
  [[nodiscard]] std::string stored_settings() const;
  /// Replaces them. They hold from the next App on.
  void store_settings(const std::string& document, const std::string& origin);

  /// A secret of a provider: what the environment says, else what was sealed in the database, else the settings file.
  [[nodiscard]] std::optional<Secret> secret(const std::string& provider, const std::string& key);
  /// Seals a secret in the database, and opens one; nothing when there is none. Throws Error(config) when it was sealed
  /// with another key.
  void seal_credential(const std::string& provider, const std::string& name, const Secret& secret);
  [[nodiscard]] std::optional<Secret> open_credential(const std::string& provider, const std::string& name);

  /// The same for a secret of the installation; `place` names what it is for. Sealing needs a transaction around it.
  [[nodiscard]] Bytes seal(const std::string& place, const Secret& secret);
  [[nodiscard]] Secret unseal(const std::string& place, ByteView sealed);

  /// Connects a provider. Throws Error(usage) for an unknown id, Error(config) when it is not enabled or this version
  /// cannot reach it.
  std::unique_ptr<Provider> connect(const std::string& provider) { return connect(provider, progress_); }
  std::unique_ptr<Provider> connect(const std::string& provider, ProgressSink& progress);
  /// What a provider is made from; `trial` are secrets that are tried before they are saved. The provider need not be
  /// enabled.
  ProviderContext context_for(const std::string& provider, const std::map<std::string, Secret>& trial = {}) {
    return context_for(provider, trial, progress_);
  }

  /// Where the tokens of a provider are kept.
  [[nodiscard]] TokenPlace token_place(const std::string& provider) const;

  /// Settings of the person and abilities of the enabled providers, as planning needs them.
  [[nodiscard]] std::vector<sync::ProviderRules> provider_rules() const;

  /// What was asked of providers, for whoever keeps it beside what came of it.
  [[nodiscard]] CallCounts& calls() { return calls_; }

  /// The equipment names that the person has declared the same.
  [[nodiscard]] sync::GearNames gear_names();

private:
  App(const Overrides& overrides, config::Layers layers, ProgressSink& progress, const Cancellation& cancellation);
  void read_stored_settings(config::Layers layers);
  ProviderContext context_for(const std::string& provider, const std::map<std::string, Secret>& trial,
                              ProgressSink& progress);
  void recover_tokens();

  ProgressSink& progress_;
  const Cancellation& cancellation_;
  SystemClock clock_;
  config::Schema schema_;
  config::Environment environment_;
  config::Settings settings_;
  TimeZone home_;
  CallCounts calls_;
  Store store_;
  UserStore mine_;
  std::string stored_settings_; ///< as they were read
};

} // namespace tracekit::app
