// SPDX-License-Identifier: MIT
#include "store/repositories/record_lookup.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::size_t keys_a_query = 64;

std::string places_text() {
  std::string keys;
  for (std::size_t i = 0; i < keys_a_query; ++i) {
    keys += fmt::format("{}(${}, ${})", i == 0 ? "" : ", ", i * 2 + 2, i * 2 + 3);
  }
  return fmt::format("SELECT r.provider, r.id, r.number, r.local_day FROM (VALUES {}) AS wanted "
                     "JOIN records r ON r.user_id = $1 AND r.provider = wanted.column1 AND r.id = wanted.column2",
                     keys);
}

} // namespace

RecordPlaces record_places(sql::Connection& connection, UserId user, const std::vector<RecordKey>& keys) {
  static const std::string sql = places_text();
  RecordPlaces places;
  for (std::size_t start = 0; start < keys.size(); start += keys_a_query) {
    sql::Query rows(connection, sql);
    rows.bind(1, user);
    for (std::size_t i = 0; i < keys_a_query; ++i) { // the last piece repeats its last key
      const RecordKey& key = keys[std::min(start + i, keys.size() - 1)];
      rows.bind(static_cast<int>(i) * 2 + 2, sql::to_value(key.provider), sql::Lifetime::until_reset);
      rows.bind(static_cast<int>(i) * 2 + 3, sql::to_value(key.id), sql::Lifetime::until_reset);
    }
    while (rows.next()) {
      places[{rows.text(0), rows.text(1)}] = {rows.integer(2), rows.optional_integer(3)};
    }
  }
  return places;
}

} // namespace tracekit::store
