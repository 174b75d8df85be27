// SPDX-License-Identifier: MIT
#include "store/repositories/sealing.hpp"

#include "store/dialect.hpp"

namespace tracekit::store {

std::string Sealing::key_id() {
  hold_sealed_tables(*connection_, SealedTables::shared);
  sql::Query row = connection_->query("SELECT value FROM database_properties WHERE name = 'secret_key_id'");
  return row.next() ? row.text(0) : std::string();
}

void Sealing::begin_change() { hold_sealed_tables(*connection_, SealedTables::alone); }

void Sealing::set_key_id(const std::string& id) {
  connection_->execute("INSERT INTO database_properties (name, value) VALUES ('secret_key_id', $1) "
                       "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                       id);
}

} // namespace tracekit::store
