// SPDX-License-Identifier: MIT
#include "store/postgres_loader.hpp"

#include "base/module_library.hpp"
#include "store/postgres/factory.hpp"

namespace tracekit::store {

std::unique_ptr<sql::Driver> load_postgres_driver(const std::string& url, double wait_seconds) {
  static const auto open = reinterpret_cast<postgres::OpenFunction>(function_of(
      {"tracekit-postgres.so", postgres::open_function_name, "the PostgreSQL driver", ErrorKind::database}));
  return std::unique_ptr<sql::Driver>(open(url.c_str(), wait_seconds));
}

} // namespace tracekit::store
