// SPDX-License-Identifier: MIT
#include "store/repositories/blobs.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::size_t chunk_size = std::size_t{1} << 20U;

constexpr std::string_view info_columns = "sha256, kind, raw_size, stored_size, stored_at";

BlobKind blob_kind_of(std::string_view text) {
  return text == to_string(BlobKind::payload) ? BlobKind::payload : BlobKind::original;
}

BlobInfo read_info(const sql::Query& row) {
  return {row.text(0), blob_kind_of(row.text_view(1)), static_cast<std::uint64_t>(row.integer(2)),
          static_cast<std::uint64_t>(row.integer(3)), row.integer(4)};
}

} // namespace

std::string_view to_string(BlobKind kind) { return kind == BlobKind::original ? "original" : "payload"; }

bool Blobs::put(const std::string& sha256, const EncodedBlob& blob, BlobKind kind, EpochSeconds when) {
  sql::Transaction transaction(connection());
  std::int64_t number = 0;
  {
    sql::Query row = connection().query(
        "INSERT INTO blobs (user_id, sha256, kind, codec, raw_size, stored_size, stored_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, sha256) DO NOTHING RETURNING number",
        user(), sha256, to_string(kind), static_cast<int>(blob.codec), blob.raw_size, blob.data.size(), when);
    if (!row.next()) {
      transaction.commit();
      return false;
    }
    number = row.integer(0);
    row.next();
  }
  const ByteView data = blob.data;
  for (std::size_t start = 0; start < data.size(); start += chunk_size) {
    connection().execute("INSERT INTO blob_chunks (blob, position, data) VALUES ($1, $2, $3)", number,
                         start / chunk_size, data.subspan(start, std::min(chunk_size, data.size() - start)));
  }
  transaction.commit();
  return true;
}

bool Blobs::has(const std::string& sha256) const {
  return connection().query("SELECT 1 FROM blobs WHERE user_id = $1 AND sha256 = $2", user(), sha256).next();
}

std::optional<Bytes> Blobs::find(const std::string& sha256) const {
  EncodedBlob blob;
  std::int64_t number = 0;
  {
    sql::Query row = connection().query("SELECT number, codec, raw_size FROM blobs WHERE user_id = $1 AND sha256 = $2",
                                        user(), sha256);
    if (!row.next()) {
      return std::nullopt;
    }
    number = row.integer(0);
    blob.codec = static_cast<BlobCodec>(row.integer(1));
    blob.raw_size = static_cast<std::uint64_t>(row.integer(2));
  }
  sql::Query chunks = connection().query("SELECT data FROM blob_chunks WHERE blob = $1 ORDER BY position", number);
  while (chunks.next()) {
    const ByteView chunk = chunks.blob_view(0);
    blob.data.insert(blob.data.end(), chunk.begin(), chunk.end());
  }
  Bytes content = decode_blob(blob);
  if (sha256_hex(content) != sha256) {
    throw Error(ErrorKind::database, fmt::format("the stored original {} has changed", sha256), "restore a backup");
  }
  return content;
}

std::optional<BlobInfo> Blobs::info(const std::string& sha256) const {
  static const std::string sql =
      "SELECT " + std::string(info_columns) + " FROM blobs WHERE user_id = $1 AND sha256 = $2";
  sql::Query row = connection().query(sql, user(), sha256);
  return row.next() ? std::optional(read_info(row)) : std::nullopt;
}

void Blobs::for_each(const std::function<void(const BlobInfo&)>& take) const {
  static const std::string sql =
      "SELECT " + std::string(info_columns) + " FROM blobs WHERE user_id = $1 AND sha256 > $2 ORDER BY sha256 LIMIT $3";
  constexpr std::int64_t batch_size = 1000;
  std::vector<BlobInfo> batch;
  std::string last;
  do {
    batch.clear();
    sql::Query rows = connection().query(sql, user(), last, batch_size);
    while (rows.next()) {
      batch.push_back(read_info(rows));
    }
    if (!batch.empty()) {
      last = batch.back().sha256;
    }
    std::ranges::for_each(batch, take);
  } while (std::ssize(batch) == batch_size);
}

bool Blobs::erase(const std::string& sha256) {
  return connection().execute("DELETE FROM blobs WHERE user_id = $1 AND sha256 = $2", user(), sha256) > 0;
}

std::uint64_t Blobs::erase_unreferenced(BlobKind kind) {
  return static_cast<std::uint64_t>(
      connection().execute("DELETE FROM blobs WHERE user_id = $1 AND kind = $2 AND NOT EXISTS (SELECT 1 FROM records r "
                           "WHERE r.user_id = $1 AND r.payload_sha256 = blobs.sha256 AND r.payload_sha256 <> '')",
                           user(), to_string(kind)));
}

} // namespace tracekit::store
