// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// One setting. Secrets are never here but in `Credentials`.
struct Setting {
  std::string key; ///< dotted: `home_timezone`, `providers.strava.priority`
  std::string value_json;
  std::string origin; ///< where it came from: file, person ...
  EpochSeconds set_at = 0;
  friend bool operator==(const Setting&, const Setting&) = default;
};

class Settings : public Scope {
public:
  using Scope::Scope;

  void set(const std::string& key, const std::string& value_json, const std::string& origin, EpochSeconds when);
  [[nodiscard]] std::optional<Setting> find(const std::string& key) const;
  [[nodiscard]] std::vector<Setting> all() const; ///< by key
  bool erase(const std::string& key);

  /// Hash of the settings file that last seeded these settings; empty when none did.
  [[nodiscard]] std::string seed_hash() const;
  void set_seed_hash(const std::string& hash, EpochSeconds when);
};

/// Sealed secrets of providers. The store never sees them open.
class Credentials : public Scope {
public:
  using Scope::Scope;

  void save(const std::string& provider, const std::string& name, ByteView sealed, EpochSeconds when);
  [[nodiscard]] std::optional<Bytes> find(const std::string& provider, const std::string& name) const;
  /// The same secret, sealed anew.
  void reseal(const std::string& provider, const std::string& name, ByteView sealed);
  /// Provider and name of each, for `secrets rotate` and `auth --status`.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> names() const;
  bool erase(const std::string& provider, const std::string& name);
  std::uint64_t erase_provider(const std::string& provider);
};

/// Two names of one piece of equipment.
struct GearAlias {
  std::string alias;
  std::string canonical;
  friend bool operator==(const GearAlias&, const GearAlias&) = default;
};

class GearAliases : public Scope {
public:
  using Scope::Scope;

  void add(const std::string& alias, const std::string& canonical, EpochSeconds when); ///< replaces an older one
  bool remove(const std::string& alias);
  [[nodiscard]] std::vector<GearAlias> all() const; ///< by alias
};

/// One privileged act.
struct AuditEntry {
  std::int64_t id = 0;
  EpochSeconds at = 0;
  std::string actor;  ///< cli, an e-mail address, worker ...
  std::string action; ///< `reset`, `auth.revoke` ...
  std::string detail; ///< no secrets
  friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// Append-only: the database refuses changes and deletions.
class Audit : public Scope {
public:
  using Scope::Scope;

  void append(const std::string& actor, const std::string& action, const std::string& detail, EpochSeconds when);
  /// Newest first; those older than entry `before_id` where given.
  [[nodiscard]] std::vector<AuditEntry> list(std::int64_t limit,
                                             std::optional<std::int64_t> before_id = std::nullopt) const;
};

} // namespace tracekit::store
