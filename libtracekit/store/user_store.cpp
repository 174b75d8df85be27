// SPDX-License-Identifier: MIT
#include "store/user_store.hpp"

#include "store/dialect.hpp"

namespace tracekit {

sql::Transaction UserStore::changing_workouts() {
  sql::Transaction transaction(*connection_);
  store::wait_for_turn(*connection_, user());
  return transaction;
}

} // namespace tracekit
