// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/sql/driver.hpp"

namespace tracekit::sql {

class Query;

/// What a C++ value becomes as a parameter. Empty optionals and NaN become null.
inline Value to_value(std::string_view text) { return text; }
inline Value to_value(const std::string& text) { return std::string_view(text); }
inline Value to_value(const char* text) { return std::string_view(text); }
inline Value to_value(ByteView bytes) { return bytes; }
inline Value to_value(const Bytes& bytes) { return ByteView(bytes); }
inline Value to_value(std::nullopt_t) { return std::monostate{}; }
inline Value to_value(double number) { return number == number ? Value(number) : Value(std::monostate{}); }
template <std::integral Integer> Value to_value(Integer number) { return static_cast<std::int64_t>(number); }
template <class T> Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value(std::monostate{});
}

/// A driver with its prepared statements. Statements are kept, by their text, for the life of the connection.
class Connection {
public:
  explicit Connection(std::unique_ptr<Driver> driver);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  [[nodiscard]] Engine engine() const { return driver_->engine(); }
  [[nodiscard]] Driver& driver() { return *driver_; }
  [[nodiscard]] bool in_transaction() const { return depth_ > 0; }

  /// The statements from now on are this person's. Costs nothing while it stays the same one.
  void act_for(std::int64_t user) {
    if (acting_for_ != user) {
      acting_for_.reset(); // unknown, should telling fail
      driver_->act_for(user);
      acting_for_ = user;
    }
  }

  /// Starts a query; rows come from `Query::next()`. The arguments are copied.
  template <class... Arguments> Query query(std::string_view sql, const Arguments&... arguments);

  /// Runs one statement to its end and returns the number of rows that it changed.
  template <class... Arguments> std::int64_t execute(std::string_view sql, const Arguments&... arguments);

  /// Runs a text of several statements without parameters.
  void run_script(const std::string& sql) { driver_->run_script(sql); }

private:
  friend class Query;
  friend class Transaction;

  std::unique_ptr<Statement> take(std::string_view sql);
  void give_back(std::string_view sql, std::unique_ptr<Statement> statement) noexcept;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::unique_ptr<Driver> driver_;
  std::unordered_map<std::string, std::vector<std::unique_ptr<Statement>>, TextHash, std::equal_to<>> statements_;
  std::optional<std::int64_t> acting_for_; ///< what the engine was told last; nothing when a rollback took that back
  int depth_ = 0;
  bool doomed_ = false;
};

/// A running statement. Goes back to its connection when it is destroyed. Its text must live as long.
class Query {
public:
  Query(Connection& connection, std::string_view sql);
  template <class... Arguments>
  Query(Connection& connection, std::string_view sql, [[maybe_unused]] Lifetime lifetime, const Arguments&... arguments)
      : Query(connection, sql) {
    int number = 0;
    (bind(++number, to_value(arguments), lifetime), ...);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  void bind(int number, const Value& value, Lifetime lifetime = Lifetime::this_call) {
    statement_->bind(number, value, lifetime);
  }
  /// Moves to the next row; false when there is none.
  bool next() { return statement_->step(); }
  /// Runs it to its end and returns the number of rows that it changed.
  std::int64_t run() {
    while (next()) {
    }
    return changes();
  }
  /// Makes it ready for another run with other parameters.
  void reset() { statement_->reset(); }
  [[nodiscard]] std::int64_t changes() const { return statement_->changes(); }

  [[nodiscard]] Value value(int column) const { return statement_->value(column); }
  [[nodiscard]] bool is_null(int column) const { return statement_->is_null(column); }
  [[nodiscard]] std::int64_t integer(int column) const { return statement_->integer(column); }
  [[nodiscard]] double real(int column) const { return statement_->real(column); }
  [[nodiscard]] bool boolean(int column) const { return statement_->integer(column) != 0; }
  [[nodiscard]] std::string text(int column) const { return std::string(statement_->text(column)); }
  [[nodiscard]] std::string_view text_view(int column) const { return statement_->text(column); }
  [[nodiscard]] ByteView blob_view(int column) const { return statement_->blob(column); }
  [[nodiscard]] Bytes blob(int column) const {
    const ByteView view = statement_->blob(column);
    return {view.begin(), view.end()};
  }
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  [[nodiscard]] std::optional<double> optional_real(int column) const {
    return is_null(column) ? std::nullopt : std::optional(real(column));
  }

private:
  Connection& connection_;
  std::string_view sql_;
  std::unique_ptr<Statement> statement_;
};

template <class... Arguments> Query Connection::query(std::string_view sql, const Arguments&... arguments) {
  return Query(*this, sql, Lifetime::this_call, arguments...);
}

template <class... Arguments> std::int64_t Connection::execute(std::string_view sql, const Arguments&... arguments) {
  Query query(*this, sql, Lifetime::until_reset, arguments...);
  return query.run();
}

/// All or nothing: what is not committed when it is destroyed is rolled back. Inside another transaction it joins that
/// one; leaving the inner one uncommitted then makes the outer commit throw.
class Transaction {
public:
  explicit Transaction(Connection& connection, Access access = Access::write);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Makes it last. Throws Error(database); then everything is rolled back.
  void commit();

private:
  Connection* connection_;
};

} // namespace tracekit::sql
