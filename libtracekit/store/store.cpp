// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/copying.hpp"
#include "store/dialect.hpp"
#include "store/locks.hpp"
#include "store/migrations.hpp"
#include "store/opening.hpp"

namespace tracekit {

Store::Store(std::unique_ptr<sql::Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const std::string& url, const OpenOptions& options) {
  std::unique_ptr<sql::Connection> connection = store::connect(url, options.wait_seconds, options.create);
  const std::int64_t known = current_schema_version();
  const bool as_is = options.schema == SchemaPolicy::leave ||
                     (options.schema == SchemaPolicy::prepare && store::schema_version(*connection) == known);
  if (!as_is) { // putting the texts of the migrations together is not worth a millisecond of every start
    store::prepare_schema(*connection, options.schema, store::migrations_for(connection->engine()));
  }
  return Store(std::move(connection));
}

MigrationReport Store::migrate(const std::string& url, double wait_seconds) {
  const std::unique_ptr<sql::Connection> connection = store::connect(url, wait_seconds, true);
  return store::prepare_schema(*connection, SchemaPolicy::migrate, store::migrations_for(connection->engine()));
}

sql::Engine Store::engine() const { return connection_->engine(); }
std::string Store::location() const { return connection_->driver().location(); }
std::uint64_t Store::size_bytes() const { return store::size_on_disk(*connection_); }
std::int64_t Store::schema_version() const { return store::schema_version(*connection_); }
std::int64_t Store::current_schema_version() { return store::newest_version(); }
bool Store::may_write() const { return store::may_write(*connection_); }
std::vector<std::string> Store::check_integrity() const { return store::integrity_complaints(*connection_); }
std::vector<std::string> Store::check_integrity_quickly() const { return store::quick_complaints(*connection_); }

sql::Transaction Store::transaction() { return sql::Transaction(*connection_); }
store::Users Store::users() { return store::Users(*connection_); }
store::JobQueue Store::job_queue() { return store::JobQueue(*connection_); }
store::DueSchedules Store::due_schedules() { return store::DueSchedules(*connection_); }
UserStore Store::for_user(UserId user) { return {*connection_, user}; }

void Store::listen_for_work() { connection_->driver().listen(store::work_channel); }
bool Store::wait_for_work(int timeout_ms) { return connection_->driver().wait_for_news(timeout_ms); }

std::unique_ptr<StoreLock> Store::try_lock(const std::string& name) { return store::try_lock(*connection_, name); }

void Store::backup_to(const std::filesystem::path& target) {
  if (std::filesystem::exists(target)) {
    throw Error(ErrorKind::input, fmt::format("{} exists already", target.string()),
                "give another name or move it away");
  }
  store::back_up(*this, target);
}

CopyReport Store::copy_to(Store& target, const store::CopyProgress& progress) {
  return store::copy_all(*connection_, *target.connection_, progress);
}

} // namespace tracekit
