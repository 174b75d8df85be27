// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "app/doctor/checks.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* check = "database";
constexpr const char* subject = "Database";

/// False for a schema with which this version does not work as it is.
bool check_schema(const Store& store, Diagnosis& diagnosis) {
  const std::int64_t there = store.schema_version();
  const std::int64_t wanted = Store::current_schema_version();
  if (there == wanted) {
    return true;
  }
  if (there > wanted) {
    diagnosis.broken(check, subject,
                     Error(ErrorKind::database,
                           fmt::format("{} has schema {}, this tracekit knows {}", store.location(), there, wanted),
                           "install the newer tracekit that was used with it"));
  } else if (store.engine() == sql::Engine::sqlite || there == 0) {
    diagnosis.attention(check, subject, fmt::format("{} has schema {} of {}", store.location(), there, wanted),
                        "the next command upgrades it, after a backup copy");
  } else {
    diagnosis.broken(check, subject,
                     Error(ErrorKind::database, fmt::format("{} has schema {} of {}", store.location(), there, wanted),
                           "back it up, then run `tracekit migrate`"));
  }
  return false;
}

bool check_contents(const Store& store, Diagnosis& diagnosis) {
  const std::vector<std::string> complaints = store.check_integrity_quickly();
  if (complaints.empty()) {
    constexpr double mega = 1e6;
    diagnosis.good(check, subject,
                   fmt::format("{}, schema {}, {:.1f} MB, whole", store.location(), store.schema_version(),
                               static_cast<double>(store.size_bytes()) / mega));
    return true;
  }
  diagnosis.broken(check, subject,
                   Error(ErrorKind::database, fmt::format("{} is damaged: {}", store.location(), complaints.front()),
                         "restore a backup; `tracekit export` saves what can still be read"));
  return false;
}

void check_readers(const Store& store, Diagnosis& diagnosis) {
  if (store.engine() != sql::Engine::sqlite) {
    return;
  }
  std::error_code code;
  const fs::perms others =
      fs::status(store.location(), code).permissions() & (fs::perms::group_all | fs::perms::others_all);
  if (!code && others != fs::perms::none) {
    diagnosis.attention(check, subject, fmt::format("{} can be read by others", store.location()),
                        fmt::format("chmod 600 {}", store.location()));
  }
}

} // namespace

bool check_database(const config::Settings& settings, Diagnosis& diagnosis) {
  try {
    const Store store = Store::open(settings.database_url, {0, SchemaPolicy::leave, false});
    if (!check_schema(store, diagnosis) || !check_contents(store, diagnosis)) {
      return false;
    }
    check_readers(store, diagnosis);
    return true;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::not_found) {
      diagnosis.attention(check, subject, error.what(), "`tracekit pull` makes it");
    } else {
      diagnosis.broken(check, subject, error);
    }
    return false;
  }
}

} // namespace tracekit::app
