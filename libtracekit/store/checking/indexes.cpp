// SPDX-License-Identifier: MIT
#include "store/checking/indexes.hpp"

#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/dialect.hpp"
#include "store/migrations.hpp"

namespace tracekit::store {
namespace {

/// The indexes that a text of the schema makes. Its statements end with a semicolon at the end of a line.
void add_indexes(const std::string& text, std::vector<Index>& indexes) {
  for (std::size_t begin = text.find("\nCREATE "); begin != std::string::npos;
       begin = text.find("\nCREATE ", begin + 1)) {
    const std::string statement = text.substr(begin + 1, text.find(";\n", begin) - begin - 1);
    const std::vector<std::string> words = split(statement, ' ');
    const std::size_t name = words.size() > 3 && words[1] == "UNIQUE" ? 3 : 2;
    if (words.size() > name && words[name - 1] == "INDEX") {
      indexes.push_back({words[name], statement});
    }
  }
}

} // namespace

std::vector<Index> missing_indexes(sql::Connection& connection) {
  std::vector<Index> indexes;
  for (const Migration& migration : migrations_for(connection.engine())) {
    add_indexes(migration.text, indexes);
  }
  const std::set<std::string> present = usable_indexes(connection);
  std::erase_if(indexes, [&](const Index& index) { return present.contains(index.name); });
  return indexes;
}

void make_indexes(sql::Connection& connection, const std::vector<Index>& indexes) {
  sql::Transaction transaction(connection);
  for (const Index& index : indexes) {
    connection.run_script(fmt::format("DROP INDEX IF EXISTS {}; {}", index.name, index.statement));
  }
  transaction.commit();
}

} // namespace tracekit::store
