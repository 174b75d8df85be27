// SPDX-License-Identifier: MIT
#include "store/sql/connection.hpp"

#include <stdexcept>

#include "base/error.hpp"

namespace tracekit::sql {

Connection::Connection(std::unique_ptr<Driver> driver) : driver_(std::move(driver)) {}

Connection::~Connection() { statements_.clear(); }

std::unique_ptr<Statement> Connection::take(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end() && !found->second.empty()) {
    std::unique_ptr<Statement> statement = std::move(found->second.back());
    found->second.pop_back();
    return statement;
  }
  return driver_->prepare(sql);
}

void Connection::give_back(std::string_view sql, std::unique_ptr<Statement> statement) noexcept {
  statement->reset();
  try {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
      found = statements_.try_emplace(std::string(sql)).first;
    }
    found->second.push_back(std::move(statement));
  } catch (const std::bad_alloc&) {
    return; // the statement is simply prepared again next time
  }
}

Query::Query(Connection& connection, std::string_view sql)
    : connection_(connection), sql_(sql), statement_(connection.take(sql)) {}

Query::~Query() { connection_.give_back(sql_, std::move(statement_)); }

Transaction::Transaction(Connection& connection, Access access) : connection_(&connection) {
  if (connection.depth_ == 0) {
    connection.driver_->begin(access);
    connection.doomed_ = false;
  }
  ++connection.depth_;
}

Transaction::~Transaction() {
  if (connection_ == nullptr) {
    return;
  }
  --connection_->depth_;
  if (connection_->depth_ == 0) {
    connection_->driver_->rollback();
    connection_->acting_for_.reset();
  } else {
    connection_->doomed_ = true;
  }
}

void Transaction::commit() {
  if (connection_ == nullptr) {
    throw std::logic_error("the transaction was committed already");
  }
  Connection& connection = *connection_;
  if (connection.depth_ > 1) {
    connection_ = nullptr;
    --connection.depth_;
    return;
  }
  if (connection.doomed_) {
    throw Error(ErrorKind::database, "a part of the transaction failed, so nothing of it was stored");
  }
  connection.driver_->commit(); // when it throws, the destructor rolls back
  connection_ = nullptr;
  --connection.depth_;
}

} // namespace tracekit::sql
