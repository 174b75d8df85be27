// SPDX-License-Identifier: MIT
#include "store/repositories/counters.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

void Counters::add(const std::string& name, const std::string& labels, double value) {
  connection_->execute("INSERT INTO counters (name, labels, value) VALUES ($1, $2, $3) ON CONFLICT (name, labels) "
                       "DO UPDATE SET value = counters.value + excluded.value",
                       name, labels, value);
}

} // namespace tracekit::store
