// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "store/migrations.hpp"
#include "store/store.hpp"

namespace tracekit::store {

/// A connection to a database address, with nothing done to its schema yet. Throws what `Store::open` documents.
std::unique_ptr<sql::Connection> connect(const std::string& url, double wait_seconds, bool create);

/// Does to the schema what the policy says, towards these migrations.
MigrationReport prepare_schema(sql::Connection& connection, SchemaPolicy policy,
                               const std::vector<Migration>& migrations);

} // namespace tracekit::store
