// SPDX-License-Identifier: MIT
#include "store/postgres/session.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* session_settings = "SET search_path TO tracekit; SET client_min_messages TO warning; "
                                         "SET idle_in_transaction_session_timeout TO '10min'";

[[noreturn]] void throw_unreadable() {
  throw Error(ErrorKind::config, "the postgresql:// database address cannot be read",
              "write postgresql://user:password@host:5432/database; an @ in the password is written %40, a / is %2F");
}

// libpq quotes what it cannot read, which may be a piece of the password: its words are not passed on here. A password
// with a plain @ would be taken for a part of the host's name.
void check_address(const std::string& url) {
  const std::string_view after_scheme = std::string_view(url).substr(url.find("://") + 3);
  const std::string_view authority = after_scheme.substr(0, after_scheme.find_first_of("/?"));
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfoParse(url.c_str(), &reason),
                                                                               PQconninfoFree);
  PQfreemem(reason);
  if (options == nullptr || std::ranges::count(authority, '@') > 1) {
    throw_unreadable();
  }
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view value = option->val == nullptr ? "" : option->val;
    if (option->keyword == std::string_view("port") &&
        value.find_first_not_of("0123456789,") != std::string_view::npos) {
      throw_unreadable();
    }
  }
}

pg_conn* connect_once(const std::string& url, double seconds_left) {
  const std::string timeout = std::to_string(std::clamp(static_cast<int>(seconds_left), 2, 10));
  // What stands before the address is a default, what stands after it is fixed.
  const std::array keywords{"connect_timeout", "fallback_application_name", "dbname", "client_encoding",
                            static_cast<const char*>(nullptr)};
  const std::array values{timeout.c_str(), "tracekit", url.c_str(), "UTF8", static_cast<const char*>(nullptr)};
  return PQconnectdbParams(keywords.data(), values.data(), 1);
}

bool may_come_up(std::string_view message) {
  return message.find("authentication failed") == std::string_view::npos &&
         message.find("no password supplied") == std::string_view::npos;
}

std::string first_line(std::string_view message) { return std::string(trim(message.substr(0, message.find('\n')))); }

std::string place_of(pg_conn* handle) {
  const auto text = [](const char* value) { return std::string_view(value == nullptr ? "" : value); };
  const std::string_view host = text(PQhost(handle));
  const std::string_view port = text(PQport(handle));
  return fmt::format("{}{}{}", host.empty() ? "localhost" : host, port.empty() ? "" : ":", port);
}

[[noreturn]] void throw_unreachable(pg_conn* handle) {
  throw Error(ErrorKind::database,
              fmt::format("the PostgreSQL server at {} cannot be used: {}", place_of(handle),
                          first_line(PQerrorMessage(handle))),
              "check that it runs and that DATABASE_URL names the right host, user and database");
}

struct StateAdvice {
  std::string_view state; ///< an SQLSTATE, or the class that it begins with
  const char* hint;
};

constexpr std::array advices{
    StateAdvice{"53100", "free some space on the server; what was stored before is safe"},
    StateAdvice{"53", "the server has too little memory or too many connections"},
    StateAdvice{"42501", "connect as a database user that may do this; `tracekit migrate --roles` prints who may what"},
    StateAdvice{"25006", "the database is read-only; connect to the primary server"},
    StateAdvice{"57P", "the server is stopping; try again later"},
    StateAdvice{"40", "another process changed the same rows; try again"},
    StateAdvice{"42P01", "run `tracekit migrate`"},
};

const char* hint_for(std::string_view state) {
  for (const StateAdvice& advice : advices) {
    if (state.starts_with(advice.state)) {
      return advice.hint;
    }
  }
  return "";
}

} // namespace

void FreeResult::operator()(pg_result* result) const { PQclear(result); }
void Session::Finish::operator()(pg_conn* handle) const { PQfinish(handle); }

Session::Session(const std::string& url, double wait_seconds) {
  check_address(url);
  const auto deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                           std::chrono::duration<double>(std::clamp(wait_seconds, 0.0, 86400.0)));
  while (true) {
    const double left = std::chrono::duration<double>(deadline - Clock::now()).count();
    handle_.reset(connect_once(url, wait_seconds > 0 ? left : 10));
    if (handle_ == nullptr) {
      throw std::bad_alloc();
    }
    if (PQstatus(handle_.get()) == CONNECTION_OK) {
      break;
    }
    if (Clock::now() >= deadline || !may_come_up(PQerrorMessage(handle_.get()))) {
      throw_unreachable(handle_.get());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
  run(session_settings);
}

std::string Session::location() const {
  const char* database = PQdb(handle_.get());
  return fmt::format("{} on {}", database == nullptr ? "" : database, place_of(handle_.get()));
}

void Session::run(const std::string& sql) { checked(PQexec(handle_.get(), sql.c_str())); }

Result Session::checked(pg_result* raw) {
  Result result(raw);
  const ExecStatusType status = PQresultStatus(raw); // null: out of memory or connection lost, a fatal error too
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
    return result;
  }
  if (PQstatus(handle_.get()) == CONNECTION_BAD) {
    throw_lost();
  }
  const char* state = PQresultErrorField(raw, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(raw, PG_DIAG_MESSAGE_PRIMARY);
  throw Error(ErrorKind::database,
              fmt::format("the database {} refused: {}", location(),
                          message != nullptr ? message : first_line(PQerrorMessage(handle_.get()))),
              hint_for(state == nullptr ? "" : state));
}

void Session::throw_lost() {
  throw Error(ErrorKind::database,
              fmt::format("the connection to the PostgreSQL server at {} was lost", place_of(handle_.get())),
              "what was committed is safe; run the same command again");
}

bool Session::wait_for_notice(int timeout_ms) {
  const auto take_notices = [this] {
    bool any = false;
    while (PGnotify* notice = PQnotifies(handle_.get())) {
      PQfreemem(notice);
      any = true;
    }
    return any;
  };
  if (take_notices()) { // came along with an answer
    return true;
  }
  pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
  if (::poll(&socket, 1, timeout_ms) > 0 && PQconsumeInput(handle_.get()) == 0) {
    throw_lost();
  }
  return take_notices();
}

bool Session::in_transaction() const { return PQtransactionStatus(handle_.get()) != PQTRANS_IDLE; }

} // namespace tracekit::postgres
