// SPDX-License-Identifier: MIT
#include "store/checking/references.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace tracekit::store {
namespace {

/// A column that holds a row number of another table.
struct Reference {
  std::string_view table;
  std::string_view column;
  std::string_view named_by; ///< the column that names the row in a sentence
  std::string_view what;     ///< the row, before that name
  std::string_view parent;
  std::string_view key;
  std::string_view parent_word;
  std::string_view parts = {}; ///< the rows, for people, where they are parts of what they lead to
};

constexpr std::array references{
    Reference{"links", "record", "activity", "the link to activity", "records", "number", "record",
              "links of missing records"},
    Reference{"links", "activity", "record", "the link of record", "activities", "id", "activity"},
    Reference{"activity_aliases", "activity", "alias", "the activity alias", "activities", "id", "activity",
              "aliases of missing activities"},
    Reference{"questions", "record_a", "id", "the question", "records", "number", "record",
              "questions about missing records"},
    Reference{"questions", "record_b", "id", "the question", "records", "number", "record",
              "questions about missing records"},
    Reference{"record_versions", "record", "number", "the earlier version", "records", "number", "record",
              "versions of missing records"},
    Reference{"recordings", "record", "record", "the recording", "records", "number", "record",
              "recordings of missing records"},
    Reference{"streams", "record", "position", "the stream at position", "recordings", "record", "recording",
              "streams of missing recordings"},
    Reference{"source_records", "source", "record_id", "what was read as record", "sources", "number", "source",
              "records of missing sources"},
    Reference{"blob_chunks", "blob", "position", "the piece at position", "blobs", "number", "original",
              "pieces of missing originals"},
    Reference{"changes", "undoes", "id", "the change", "changes", "id", "change"},
    Reference{"job_outcomes", "job", "id", "the outcome", "jobs", "id", "job", "outcomes of missing jobs"},
};

std::string missing_parent(const Reference& one) {
  return fmt::format("{0}.{1} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {2} p WHERE p.{3} = {0}.{1})", one.table,
                     one.column, one.parent, one.key);
}

void check_reference(sql::Connection& connection, const Reference& one, const Slice& slice,
                     const std::function<void(Fault)>& report) {
  const std::string sql =
      fmt::format("SELECT CAST({0} AS TEXT), {1} FROM {2} WHERE {3} AND abs({1}) % $1 = $2 ORDER BY 2, 1", one.named_by,
                  one.column, one.table, missing_parent(one));
  sql::Query rows = connection.query(sql, slice.of, slice.remainder());
  while (rows.next()) {
    report({"reference",
            fmt::format("{} {} leads to {} {}, which is not there", one.what, rows.text_view(0), one.parent_word,
                        rows.integer(1)),
            one.parts.empty() ? restore_advice : "`tracekit doctor --fix` removes it, nothing can reach it"});
  }
}

void check_owners(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report) {
  sql::Query rows = connection.query("SELECT l.record, l.activity FROM links l JOIN records r ON r.number = l.record "
                                     "JOIN activities a ON a.id = l.activity WHERE l.record % $1 = $2 "
                                     "AND (r.user_id <> l.user_id OR a.user_id <> l.user_id) ORDER BY l.record",
                                     slice.of, slice.remainder());
  while (rows.next()) {
    report({"reference",
            fmt::format("the link of record {} to activity {} joins what belongs to two people", rows.integer(0),
                        rows.integer(1)),
            restore_advice});
  }
}

/// An id leads to one activity, whichever of its names it is.
void check_aliases(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report) {
  sql::Query rows = connection.query("SELECT n.alias, n.activity FROM activity_aliases n JOIN activities a ON a.id = "
                                     "n.alias WHERE n.alias % $1 = $2 ORDER BY n.alias",
                                     slice.of, slice.remainder());
  while (rows.next()) {
    report({"reference",
            fmt::format("the activity alias {} of activity {} is an activity of its own", rows.integer(0),
                        rows.integer(1)),
            restore_advice});
  }
}

void check_sources(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report) {
  sql::Query rows = connection.query(
      "SELECT s.provider, s.key, c.record_id, r.payload_sha256 FROM source_records c JOIN sources s ON s.number = "
      "c.source "
      "LEFT JOIN records r ON r.user_id = s.user_id AND r.provider = s.provider AND r.id = c.record_id "
      "WHERE s.number % $1 = $2 AND (r.number IS NULL OR (r.origin <> 'api' AND r.payload_sha256 <> '' AND NOT EXISTS "
      "(SELECT 1 FROM blobs b WHERE b.user_id = r.user_id AND b.sha256 = r.payload_sha256))) "
      "ORDER BY s.number, c.record_id",
      slice.of, slice.remainder());
  while (rows.next()) {
    const std::string name = fmt::format("{} of {}", rows.text_view(1), rows.text_view(0));
    report({"reference",
            rows.is_null(3) ? fmt::format("{} was read as record {}, which is not there", name, rows.text_view(2))
                            : fmt::format("{} was read, and its content {:.12} is not kept", name, rows.text_view(3)),
            fmt::format("`tracekit pull --provider {} --force` reads it again where it still is", rows.text_view(0))});
  }
}

} // namespace

void check_references(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report) {
  for (const Reference& one : references) {
    check_reference(connection, one, slice, report);
  }
  check_owners(connection, slice, report);
  check_aliases(connection, slice, report);
  check_sources(connection, slice, report);
}

std::vector<Orphans> find_orphans(sql::Connection& connection) {
  std::vector<Orphans> found;
  for (const Reference& one : references) {
    const std::string sql = fmt::format("SELECT count(*) FROM {} WHERE {}", one.table, missing_parent(one));
    sql::Query row = connection.query(sql);
    if (!one.parts.empty() && row.next() && row.integer(0) > 0) {
      found.push_back({std::string(one.table), std::string(one.column), std::string(one.parts), row.integer(0)});
    }
  }
  return found;
}

void remove_orphans(sql::Connection& connection, const Orphans& orphans) {
  const auto one = std::ranges::find_if(references, [&](const Reference& reference) {
    return reference.table == orphans.table && reference.column == orphans.column;
  });
  const std::string sql = fmt::format("DELETE FROM {} WHERE {}", one->table, missing_parent(*one));
  connection.execute(sql);
}

} // namespace tracekit::store
