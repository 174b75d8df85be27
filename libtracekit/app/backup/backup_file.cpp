// SPDX-License-Identifier: MIT
#include "app/backup/backup_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace tracekit::app {
namespace {

/// Large files go into several members, so that none has to fit into memory.
constexpr std::uint64_t part_bytes = std::uint64_t{16} << 20U;

constexpr std::string_view seal_words = "tracekit backup 1 sha256 ";
constexpr std::size_t seal_bytes = seal_words.size() + 64;

std::string seal_of(const RunningHash& hash) { return std::string(seal_words) + hash.hex(); }

std::uint64_t parts_of(std::uint64_t size) { return std::max<std::uint64_t>(1, (size + part_bytes - 1) / part_bytes); }

std::string part_name(const std::string& name, std::uint64_t part, std::uint64_t parts) {
  return parts == 1 ? name : fmt::format("{}.{:05}", name, part);
}

Bytes read_piece(std::FILE* file, std::uint64_t most, const std::filesystem::path& path) {
  Bytes piece(most);
  piece.resize(std::fread(piece.data(), 1, piece.size(), file));
  if (std::ferror(file) != 0) {
    throw Error(ErrorKind::input, fmt::format("cannot read {}", path.string()), "check the disk that it is on");
  }
  return piece;
}

[[noreturn]] void refuse_taken(const std::filesystem::path& path) {
  throw Error(ErrorKind::input, fmt::format("{} exists already", path.string()), "give another name or move it away");
}

/// Whether the comment at the end tells the hash of all that is before it.
bool is_sealed(std::FILE* file) {
  ::fseeko(file, 0, SEEK_END);
  const off_t size = ::ftello(file);
  if (size < static_cast<off_t>(seal_bytes)) {
    return false;
  }
  std::rewind(file);
  RunningHash hash;
  constexpr std::uint64_t at_once = std::uint64_t{1} << 20U;
  for (std::uint64_t left = static_cast<std::uint64_t>(size) - seal_bytes; left > 0;) {
    const Bytes piece = read_piece(file, std::min(left, at_once), "the backup");
    if (piece.empty()) {
      return false;
    }
    hash.add(piece);
    left -= piece.size();
  }
  Bytes seal(seal_bytes);
  return std::fread(seal.data(), 1, seal.size(), file) == seal.size() && as_text(seal) == seal_of(hash);
}

} // namespace

BackupWriter::BackupWriter(const std::filesystem::path& path, const std::optional<Secret>& passphrase,
                           config::GuessingCost cost)
    : path_(path), file_(path, AtomicFile::Existing::keep, 0600), zip_([this](ByteView piece) {
        hash_.add(piece);
        put(piece);
      }) {
  if (std::filesystem::exists(path)) { // known before the work as well as after it
    refuse_taken(path);
  }
  if (passphrase) {
    encryption_ =
        std::make_unique<config::Encryption>(*passphrase, [this](ByteView piece) { file_.write(piece); }, cost);
  }
}

BackupWriter::~BackupWriter() = default;

void BackupWriter::put(ByteView piece) {
  if (encryption_) {
    encryption_->write(piece);
  } else {
    file_.write(piece);
  }
}

BackedUpFile BackupWriter::add(const std::string& name, const std::filesystem::path& content,
                               const std::function<void(std::uint64_t bytes)>& between) {
  const FileStamp stamp = stamp_of(content);
  const FileHandle file = open_for_reading(content);
  const std::uint64_t parts = parts_of(stamp.size);
  BackedUpFile added{name, 0, "", stamp.modified_ns / 1'000'000'000, parts};
  RunningHash hash;
  for (std::uint64_t part = 0; part < parts; ++part) {
    // What is added to the file meanwhile is left out.
    const Bytes piece = read_piece(file.get(), std::min(part_bytes, stamp.size - part * part_bytes), content);
    hash.add(piece);
    added.size += piece.size();
    zip_.add(part_name(name, part + 1, parts), piece, added.modified_s);
    between(piece.size());
  }
  added.sha256 = hash.hex();
  return added;
}

BackedUpFile BackupWriter::add(const std::string& name, ByteView content, EpochSeconds modified_s) {
  zip_.add(name, content, modified_s);
  return {name, content.size(), sha256_hex(content), modified_s, 1};
}

void BackupWriter::finish(const BackupManifest& manifest) {
  add(backup_manifest_name, as_bytes(to_json(manifest).dump(2)), manifest.made_at);
  zip_.finish(seal_bytes);
  put(as_bytes(seal_of(hash_)));
  if (encryption_) {
    encryption_->finish();
  }
}

void BackupWriter::keep() {
  if (!file_.finish()) {
    refuse_taken(path_);
  }
}

BackupReader::BackupReader(std::filesystem::path path, const std::function<Secret()>& passphrase,
                           const std::filesystem::path& scratch)
    : path_(std::move(path)) {
  FileHandle file = opened(passphrase, scratch);
  if (!is_sealed(file.get())) {
    refuse("is no backup of tracekit, or was changed since it was made", "take another one; this one must not be used");
  }
  zip_ = std::make_unique<archive::ZipReader>(std::move(file));
  read_manifest();
}

void BackupReader::refuse(const std::string& what, const std::string& hint) const {
  throw Error(ErrorKind::input, fmt::format("{} {}", path_.string(), what), hint);
}

FileHandle BackupReader::opened(const std::function<Secret()>& passphrase, const std::filesystem::path& scratch) {
  FileHandle file = open_for_reading(path_);
  was_encrypted_ = config::is_encrypted(read_piece(file.get(), config::encrypted_beginning_bytes, path_));
  if (!was_encrypted_) {
    return file;
  }
  std::rewind(file.get());
  FileHandle plain = make_spool_file(scratch);
  const Secret words = passphrase();
  try {
    config::decrypt(file.get(), words, [&](ByteView piece) {
      if (std::fwrite(piece.data(), 1, piece.size(), plain.get()) != piece.size()) {
        throw Error(ErrorKind::input, fmt::format("cannot be decrypted: no space left in {}", scratch.string()));
      }
    });
  } catch (const Error& error) {
    refuse(error.what(), error.hint());
  }
  return plain;
}

void BackupReader::read_manifest() {
  const std::vector<archive::ZipMember>& members = zip_->members();
  constexpr std::uint64_t largest_manifest = std::uint64_t{256} << 20U;
  try {
    if (members.empty() || members.back().name != backup_manifest_name) {
      throw Error(ErrorKind::input, "has no list of contents");
    }
    manifest_ = parse_manifest(zip_->read(members.size() - 1, largest_manifest));
  } catch (const Error& error) {
    refuse(error.what(), error.hint());
  }
  std::size_t member = 0;
  for (const BackedUpFile& file : manifest_.files) {
    first_members_.push_back(member);
    member += file.parts;
  }
  if (member + 1 != members.size()) {
    refuse("does not hold what its list of contents says");
  }
}

void BackupReader::read(std::size_t file, const std::function<void(ByteView)>& take) {
  const BackedUpFile& wanted = manifest_.files.at(file);
  RunningHash hash;
  for (std::size_t part = 0; part < wanted.parts; ++part) {
    Bytes bytes;
    try {
      bytes = zip_->read(first_members_.at(file) + part, part_bytes);
    } catch (const Error& error) {
      refuse(fmt::format("holds {}, which {}", wanted.path, error.what()));
    }
    hash.add(bytes);
    take(bytes);
  }
  if (hash.hex() != wanted.sha256) {
    refuse(fmt::format("holds {}, which is not as it was when the backup was made", wanted.path));
  }
}

} // namespace tracekit::app
