// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/postgres/session.hpp"
#include "store/sql/driver.hpp"

namespace tracekit::postgres {

/// One statement, prepared on the server. Numbers travel as text, because the server chooses their width; texts, bytes
/// and all results travel in binary form.
class PostgresStatement final : public sql::Statement {
public:
  PostgresStatement(Session& session, std::string name, const std::string& sql);

  void bind(int number, const sql::Value& value, sql::Lifetime lifetime) override;
  bool step() override;
  void reset() noexcept override;
  [[nodiscard]] std::int64_t changes() const override { return changes_; }

  [[nodiscard]] sql::Value value(int column) const override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] double real(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;
  [[nodiscard]] ByteView blob(int column) const override;

private:
  struct Parameter {
    enum class Form { null, text, borrowed, owned } form = Form::null; ///< `text`: a number's digits in `owned`
    std::string owned;
    const char* borrowed = nullptr;
    std::size_t size = 0;
  };

  void run();

  Session& session_;
  std::string name_;
  std::vector<Parameter> parameters_; ///< `$1` first
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  Result result_;
  int row_ = -1;
  int rows_ = 0;
  std::int64_t changes_ = 0;
};

} // namespace tracekit::postgres
