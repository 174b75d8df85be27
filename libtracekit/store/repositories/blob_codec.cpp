// SPDX-License-Identifier: MIT
#include <zstd.h>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/repositories/blobs.hpp"

namespace tracekit::store {
namespace {

constexpr int compression_level = 1; // files are mostly packed numbers: higher levels cost much and win little

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

EncodedBlob plain(ByteView content) { return {BlobCodec::plain, content.size(), {content.begin(), content.end()}}; }

} // namespace

EncodedBlob encode_blob(ByteView content) {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  EncodedBlob blob{BlobCodec::zstd, content.size(), Bytes(ZSTD_compressBound(content.size()))};
  const std::size_t size = context == nullptr ? content.size()
                                              : ZSTD_compressCCtx(context.get(), blob.data.data(), blob.data.size(),
                                                                  content.data(), content.size(), compression_level);
  if (ZSTD_isError(size) != 0U || size >= content.size()) {
    return plain(content);
  }
  blob.data.resize(size);
  blob.data.shrink_to_fit();
  return blob;
}

Bytes decode_blob(const EncodedBlob& blob) {
  if (blob.codec == BlobCodec::plain && blob.data.size() == blob.raw_size) {
    return blob.data;
  }
  // The size in the frame is checked before anything of that size is allocated.
  const bool consistent =
      blob.codec == BlobCodec::zstd && ZSTD_getFrameContentSize(blob.data.data(), blob.data.size()) == blob.raw_size;
  if (consistent) {
    Bytes content(blob.raw_size);
    if (ZSTD_decompress(content.data(), content.size(), blob.data.data(), blob.data.size()) == content.size()) {
      return content;
    }
  }
  throw Error(ErrorKind::database, fmt::format("stored bytes do not decode to their {} bytes", blob.raw_size),
              "the database is damaged; go on with a copy of it, docs/guide/backup.md tells how");
}

} // namespace tracekit::store
