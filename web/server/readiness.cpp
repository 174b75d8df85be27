// SPDX-License-Identifier: MIT
#include "readiness.hpp"

#include "base/error.hpp"

namespace tracekit::web {

std::vector<std::string> Readiness::reasons() {
  std::vector<std::string> reasons;
  if (stopping_) {
    reasons.emplace_back("the server is stopping");
  }
  if (auto problem = database_problem()) {
    reasons.push_back(std::move(*problem));
  }
  return reasons;
}

std::optional<std::string> Readiness::database_problem() {
  const std::lock_guard lock(mutex_);
  // A connection that was kept may have broken since: then a new one decides.
  for (const bool is_kept : {true, false}) {
    if (is_kept && !store_) {
      continue;
    }
    try {
      if (!is_kept) {
        OpenOptions options;
        options.schema = SchemaPolicy::leave;
        options.create = false;
        store_ = Store::open(database_url_, options);
      }
      const std::int64_t version = store_->schema_version();
      return version == Store::current_schema_version() ? std::nullopt
             : version > Store::current_schema_version()
                 ? std::optional<std::string>("the database belongs to a newer version of tracekit")
                 : std::optional<std::string>("the database has to be migrated: `tracekit migrate`");
    } catch (const Error&) { // which one tells nobody here anything that is his business
      store_.reset();
    }
  }
  return "the database does not answer";
}

} // namespace tracekit::web
