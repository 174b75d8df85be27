// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"

namespace tracekit::sql {

/// The database engines that tracekit speaks to.
enum class Engine { sqlite, postgres };

/// One parameter of a statement: null, whole number, number, text or bytes. Texts and bytes are borrowed.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, ByteView>;

/// How long a bound text or byte range stays valid.
enum class Lifetime {
  until_reset, ///< the caller keeps it alive until the statement is reset
  this_call,   ///< the statement has to copy it
};

/// One prepared statement. Parameters are written `$1`, `$2` ...; columns are counted from 0.
class Statement {
public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  virtual ~Statement() = default;

  /// Sets parameter `$number`. A parameter that the text does not mention is ignored.
  virtual void bind(int number, const Value& value, Lifetime lifetime) = 0;

  /// Runs to the next row; false when there is none. Throws Error(database).
  virtual bool step() = 0;

  /// Ends the run and forgets the parameters, so that it can be used again.
  virtual void reset() noexcept = 0;

  /// Rows that the last finished run inserted, updated or deleted.
  [[nodiscard]] virtual std::int64_t changes() const = 0;

  /// A column as what it is; texts and bytes are valid until the next step.
  [[nodiscard]] virtual Value value(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;  ///< 0 for null
  [[nodiscard]] virtual double real(int column) const = 0;           ///< 0 for null
  [[nodiscard]] virtual std::string_view text(int column) const = 0; ///< valid until the next step; empty for null
  [[nodiscard]] virtual ByteView blob(int column) const = 0;         ///< valid until the next step; empty for null
};

/// Whether a transaction will write. SQLite's writers lock at once, so that nobody fails half-way.
enum class Access { read, write, exclusive };

/// One connection to one database. Not thread-safe. The PostgreSQL driver lives in a library that is loaded only when
/// it is needed, so this interface has no code of its own.
class Driver {
public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  [[nodiscard]] virtual Engine engine() const = 0;
  /// Where it leads, for people: a path, or host, port and database name. Never a password.
  [[nodiscard]] virtual std::string location() const = 0;

  virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
  /// Runs a text of several statements without parameters.
  virtual void run_script(const std::string& sql) = 0;

  virtual void begin(Access access) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  /// Tells an engine that keeps people apart by itself whose rows the statements from now on may see.
  virtual void act_for(std::int64_t user) = 0;

  /// From now on `wait_for_news` hears of what is announced on this channel.
  virtual void listen(const std::string& channel) = 0;
  /// Waits until something was announced, or, where the engine cannot announce, until somebody else committed
  /// something; false when the time is over. News is only a hint: it may be lost with a connection.
  virtual bool wait_for_news(int timeout_ms) = 0;
};

} // namespace tracekit::sql
