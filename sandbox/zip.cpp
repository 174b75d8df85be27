// SPDX-License-Identifier: MIT
#include "sandbox/zip.hpp"

#include <zip.h>

#include <cstdio>
#include <stdexcept>

namespace tracekit::sandbox {

Bytes zip_file(const std::vector<ZipMember>& members) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    throw std::runtime_error("cannot make an archive");
  }
  zip_source_keep(target); // still ours after zip_close
  for (const ZipMember& member : members) {
    zip_source_t* source = zip_source_buffer(archive, member.content.data(), member.content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, member.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 1'735'689'600, 0);
  }
  if (zip_close(archive) != 0) {
    throw std::runtime_error("cannot write an archive");
  }
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  Bytes content(static_cast<std::size_t>(zip_source_tell(target)));
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, content.data(), content.size());
  zip_source_close(target);
  zip_source_free(target);
  return content;
}

} // namespace tracekit::sandbox
