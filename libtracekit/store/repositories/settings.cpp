// SPDX-License-Identifier: MIT
#include "store/repositories/settings.hpp"

#include <limits>

#include "store/sql/connection.hpp"

namespace tracekit::store {

void Settings::set(const std::string& key, const std::string& value_json, const std::string& origin,
                   EpochSeconds when) {
  connection().execute("INSERT INTO settings (user_id, key, value_json, origin, set_at) VALUES ($1, $2, $3, $4, $5) "
                       "ON CONFLICT (user_id, key) DO UPDATE SET value_json = excluded.value_json, "
                       "origin = excluded.origin, set_at = excluded.set_at",
                       user(), key, value_json, origin, when);
}

std::optional<Setting> Settings::find(const std::string& key) const {
  sql::Query row = connection().query(
      "SELECT key, value_json, origin, set_at FROM settings WHERE user_id = $1 AND key = $2", user(), key);
  return row.next() ? std::optional(Setting{row.text(0), row.text(1), row.text(2), row.integer(3)}) : std::nullopt;
}

std::vector<Setting> Settings::all() const {
  std::vector<Setting> settings;
  sql::Query rows = connection().query(
      "SELECT key, value_json, origin, set_at FROM settings WHERE user_id = $1 ORDER BY key", user());
  while (rows.next()) {
    settings.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3)});
  }
  return settings;
}

bool Settings::erase(const std::string& key) {
  return connection().execute("DELETE FROM settings WHERE user_id = $1 AND key = $2", user(), key) > 0;
}

std::string Settings::seed_hash() const {
  sql::Query row = connection().query("SELECT hash FROM settings_seeds WHERE user_id = $1", user());
  return row.next() ? row.text(0) : std::string();
}

void Settings::set_seed_hash(const std::string& hash, EpochSeconds when) {
  connection().execute("INSERT INTO settings_seeds (user_id, hash, set_at) VALUES ($1, $2, $3) "
                       "ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at",
                       user(), hash, when);
}

void Credentials::save(const std::string& provider, const std::string& name, ByteView sealed, EpochSeconds when) {
  connection().execute(
      "INSERT INTO credentials (user_id, provider, name, sealed, saved_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (user_id, provider, name) DO UPDATE SET sealed = excluded.sealed, "
      "saved_at = excluded.saved_at",
      user(), provider, name, sealed, when);
}

std::optional<Bytes> Credentials::find(const std::string& provider, const std::string& name) const {
  sql::Query row = connection().query(
      "SELECT sealed FROM credentials WHERE user_id = $1 AND provider = $2 AND name = $3", user(), provider, name);
  return row.next() ? std::optional(row.blob(0)) : std::nullopt;
}

void Credentials::reseal(const std::string& provider, const std::string& name, ByteView sealed) {
  connection().execute("UPDATE credentials SET sealed = $1 WHERE user_id = $2 AND provider = $3 AND name = $4", sealed,
                       user(), provider, name);
}

std::vector<std::pair<std::string, std::string>> Credentials::names() const {
  std::vector<std::pair<std::string, std::string>> names;
  sql::Query rows =
      connection().query("SELECT provider, name FROM credentials WHERE user_id = $1 ORDER BY provider, name", user());
  while (rows.next()) {
    names.emplace_back(rows.text(0), rows.text(1));
  }
  return names;
}

bool Credentials::erase(const std::string& provider, const std::string& name) {
  return connection().execute("DELETE FROM credentials WHERE user_id = $1 AND provider = $2 AND name = $3", user(),
                              provider, name) > 0;
}

std::uint64_t Credentials::erase_provider(const std::string& provider) {
  return static_cast<std::uint64_t>(
      connection().execute("DELETE FROM credentials WHERE user_id = $1 AND provider = $2", user(), provider));
}

void GearAliases::add(const std::string& alias, const std::string& canonical, EpochSeconds when) {
  connection().execute("INSERT INTO gear_aliases (user_id, alias, canonical, added_at) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (user_id, alias) DO UPDATE SET canonical = excluded.canonical, "
                       "added_at = excluded.added_at",
                       user(), alias, canonical, when);
}

bool GearAliases::remove(const std::string& alias) {
  return connection().execute("DELETE FROM gear_aliases WHERE user_id = $1 AND alias = $2", user(), alias) > 0;
}

std::vector<GearAlias> GearAliases::all() const {
  std::vector<GearAlias> aliases;
  sql::Query rows =
      connection().query("SELECT alias, canonical FROM gear_aliases WHERE user_id = $1 ORDER BY alias", user());
  while (rows.next()) {
    aliases.push_back({rows.text(0), rows.text(1)});
  }
  return aliases;
}

void Audit::append(const std::string& actor, const std::string& action, const std::string& detail, EpochSeconds when) {
  connection().execute("INSERT INTO audit (user_id, at, actor, action, detail) VALUES ($1, $2, $3, $4, $5)", user(),
                       when, actor, action, detail);
}

std::vector<AuditEntry> Audit::list(std::int64_t limit, std::optional<std::int64_t> before_id) const {
  std::vector<AuditEntry> entries;
  sql::Query rows = connection().query(
      "SELECT id, at, actor, action, detail FROM audit WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
      user(), before_id.value_or(std::numeric_limits<std::int64_t>::max()), limit);
  while (rows.next()) {
    entries.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.text(3), rows.text(4)});
  }
  return entries;
}

} // namespace tracekit::store
