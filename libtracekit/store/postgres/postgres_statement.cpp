// SPDX-License-Identifier: MIT
#include "store/postgres/postgres_statement.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::postgres {
namespace {

// Type numbers of PostgreSQL's catalog, which never change.
enum TypeId : Oid {
  type_bool = 16,
  type_bytea = 17,
  type_int8 = 20,
  type_int2 = 21,
  type_int4 = 23,
  type_oid = 26,
  type_float4 = 700,
  type_float8 = 701,
};

constexpr int binary_format = 1;

std::size_t parameter_count(std::string_view sql) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < sql.size(); ++i) {
    std::size_t number = 0;
    if (sql[i] == '$' && std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number).ec == std::errc{}) {
      count = std::max(count, number);
    }
  }
  return count;
}

template <class Integer> Integer big_endian(const char* bytes) {
  Integer value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value = static_cast<Integer>(value << 8U | static_cast<unsigned char>(bytes[i]));
  }
  return value;
}

} // namespace

PostgresStatement::PostgresStatement(Session& session, std::string name, const std::string& sql)
    : session_(session), name_(std::move(name)), parameters_(parameter_count(sql)), values_(parameters_.size()),
      lengths_(parameters_.size()), formats_(parameters_.size()) {
  session_.checked(PQprepare(session_.handle(), name_.c_str(), sql.c_str(), 0, nullptr));
}

void PostgresStatement::bind(int number, const sql::Value& value, sql::Lifetime lifetime) {
  const auto index = static_cast<std::size_t>(number) - 1;
  if (index >= parameters_.size()) {
    return;
  }
  Parameter& parameter = parameters_[index];
  const auto raw = [&](const char* data, std::size_t size) {
    parameter.form = lifetime == sql::Lifetime::until_reset ? Parameter::Form::borrowed : Parameter::Form::owned;
    parameter.borrowed = data == nullptr ? "" : data; // a null pointer would mean NULL
    parameter.size = size;
    if (parameter.form == Parameter::Form::owned) {
      parameter.owned.assign(parameter.borrowed, size);
    }
  };
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    parameter.form = Parameter::Form::text;
    parameter.owned = std::to_string(*integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    parameter.form = Parameter::Form::text;
    parameter.owned = fmt::format("{}", *real);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    raw(text->data(), text->size());
  } else if (const auto* bytes = std::get_if<ByteView>(&value)) {
    raw(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  } else {
    parameter.form = Parameter::Form::null;
  }
}

void PostgresStatement::run() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const Parameter& parameter = parameters_[i];
    const bool borrowed = parameter.form == Parameter::Form::borrowed;
    values_[i] = parameter.form == Parameter::Form::null ? nullptr
                 : borrowed                              ? parameter.borrowed
                                                         : parameter.owned.c_str();
    lengths_[i] = static_cast<int>(borrowed ? parameter.size : parameter.owned.size());
    formats_[i] = parameter.form == Parameter::Form::text ? 0 : binary_format;
  }
  result_ = session_.checked(PQexecPrepared(session_.handle(), name_.c_str(), static_cast<int>(parameters_.size()),
                                            values_.data(), lengths_.data(), formats_.data(), binary_format));
  row_ = -1;
  rows_ = PQntuples(result_.get());
  const bool reads = std::string_view(PQcmdStatus(result_.get())).starts_with("SELECT");
  changes_ = reads ? 0 : parse_integer(PQcmdTuples(result_.get())).value_or(0);
}

bool PostgresStatement::step() {
  if (result_ == nullptr) {
    run();
  }
  if (row_ + 1 < rows_) {
    ++row_;
    return true;
  }
  return false;
}

void PostgresStatement::reset() noexcept {
  result_.reset();
  row_ = -1;
  rows_ = 0;
  for (Parameter& parameter : parameters_) {
    parameter.form = Parameter::Form::null;
  }
}

sql::Value PostgresStatement::value(int column) const {
  if (is_null(column)) {
    return std::monostate{};
  }
  switch (PQftype(result_.get(), column)) {
  case type_bool:
  case type_int2:
  case type_int4:
  case type_int8:
  case type_oid:
    return integer(column);
  case type_float4:
  case type_float8:
    return real(column);
  case type_bytea:
    return blob(column);
  default:
    return text(column);
  }
}

bool PostgresStatement::is_null(int column) const { return PQgetisnull(result_.get(), row_, column) != 0; }

std::int64_t PostgresStatement::integer(int column) const {
  if (is_null(column)) {
    return 0;
  }
  const char* bytes = PQgetvalue(result_.get(), row_, column);
  switch (PQftype(result_.get(), column)) {
  case type_int8:
    return static_cast<std::int64_t>(big_endian<std::uint64_t>(bytes));
  case type_int4:
    return static_cast<std::int32_t>(big_endian<std::uint32_t>(bytes));
  case type_int2:
    return static_cast<std::int16_t>(big_endian<std::uint16_t>(bytes));
  case type_oid:
    return big_endian<std::uint32_t>(bytes);
  case type_bool:
    return *bytes != 0 ? 1 : 0;
  default:
    throw Error(ErrorKind::database,
                fmt::format("column {} of a result of {} is no whole number", column, session_.location()));
  }
}

double PostgresStatement::real(int column) const {
  if (is_null(column)) {
    return 0;
  }
  const char* bytes = PQgetvalue(result_.get(), row_, column);
  switch (PQftype(result_.get(), column)) {
  case type_float8:
    return std::bit_cast<double>(big_endian<std::uint64_t>(bytes));
  case type_float4:
    return std::bit_cast<float>(big_endian<std::uint32_t>(bytes));
  default:
    return static_cast<double>(integer(column));
  }
}

std::string_view PostgresStatement::text(int column) const {
  const auto size = static_cast<std::size_t>(PQgetlength(result_.get(), row_, column));
  return {PQgetvalue(result_.get(), row_, column), size};
}

ByteView PostgresStatement::blob(int column) const {
  const auto size = static_cast<std::size_t>(PQgetlength(result_.get(), row_, column));
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_.get(), row_, column)), size};
}

} // namespace tracekit::postgres
