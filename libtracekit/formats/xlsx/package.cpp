// SPDX-License-Identifier: MIT
#include "formats/xlsx/package.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <new>

#include "base/error.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

constexpr std::uint64_t most_deflate_can_pack = 1032; // bytes out of one byte in

constexpr zip_uint32_t fast_level = 3; // sheets repeat themselves: twice as fast as the default, hardly larger

constexpr const char* save_again = "open it in a spreadsheet program and save it as .xlsx";

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// Keeps a zip_error_t only as long as its text is needed.
std::string text_of(zip_error_t& error) {
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

void refuse_other_files(ByteView bytes) {
  constexpr std::array<std::uint8_t, 8> ole = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
  if (bytes.size() >= ole.size() && std::equal(ole.begin(), ole.end(), bytes.begin())) {
    throw Error(ErrorKind::input, "the file is an old or password-protected .xls",
                "open it in a spreadsheet program and save it as .xlsx without a password");
  }
  if (bytes.size() < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
    throw Error(ErrorKind::input, "the file is not an Excel workbook (not a zip archive)", save_again);
  }
}

/// The folder of a part with its slash, or nothing at the top.
std::string_view folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : part.substr(0, slash + 1);
}

/// The part that a relationship's target means, seen from the folder of the part that has it.
std::string resolve(std::string_view folder, std::string_view target) {
  std::string path = target.starts_with('/') ? std::string(target.substr(1)) : std::string(folder).append(target);
  std::vector<std::string_view> steps;
  for (std::string_view rest = path; !rest.empty();) {
    const auto step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), step.size() + 1));
    if (step == ".." && !steps.empty()) {
      steps.pop_back();
    } else if (step != "." && step != "..") {
      steps.push_back(step);
    }
  }
  return fmt::format("{}", fmt::join(steps, "/"));
}

/// A source with a copy of the bytes. libzip 1.7 frees a borrowed buffer when it writes an archive that
/// begins with unchanged entries, so it gets one that it may free.
zip_source_t* owned_source(ByteView bytes, zip_error_t& error) {
  void* copy = std::malloc(bytes.size());
  if (copy == nullptr) {
    throw std::bad_alloc();
  }
  std::memcpy(copy, bytes.data(), bytes.size());
  zip_source_t* source = zip_source_buffer_create(copy, bytes.size(), 1, &error);
  if (source == nullptr) {
    std::free(copy);
  }
  return source; // NOLINT(clang-analyzer-unix.Malloc): the source frees the copy
}

class RelationshipReader final : public Visitor {
public:
  explicit RelationshipReader(std::string_view folder) : folder_(folder) {}

  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth != 2 || name != "Relationship" || attributes.find("TargetMode") == "External") {
      return;
    }
    const auto type = attributes.find("Type").value_or("");
    found.push_back({std::string(attributes.find("Id").value_or("")),
                     std::string(type.substr(type.rfind('/') + 1)), // npos + 1 is the whole text
                     resolve(folder_, attributes.find("Target").value_or(""))});
  }
  void end_element(std::string_view, int) override {}

  std::vector<Relationship> found;

private:
  std::string_view folder_;
};

} // namespace

struct Package::Archive {
  std::deque<std::string> contents;                 // of replaced parts: read by libzip when the archive is written
  std::unique_ptr<zip_source_t, FreeSource> source; // outlives the archive, which holds a reference of its own
  std::unique_ptr<zip_t, DiscardArchive> zip;
  std::uint64_t package_size = 0;
  std::uint64_t part_limit = 0;

  [[nodiscard]] zip_int64_t find(std::string_view part) const {
    const std::string name(part);
    const auto index = zip_name_locate(zip.get(), name.c_str(), 0);
    return index >= 0 ? index : zip_name_locate(zip.get(), name.c_str(), ZIP_FL_NOCASE);
  }
  [[nodiscard]] zip_uint64_t index_of(std::string_view part) const {
    const auto index = find(part);
    if (index < 0) {
      throw Error(ErrorKind::input, fmt::format("the workbook is damaged: its part {} is missing", part), save_again);
    }
    return static_cast<zip_uint64_t>(index);
  }
  [[nodiscard]] Error unreadable(std::string_view part, std::string_view why) const {
    return {ErrorKind::input, fmt::format("part {} of the workbook cannot be unpacked: {}", part, why), save_again};
  }
};

Package::Package(ByteView bytes, std::uint64_t part_limit) : archive_(std::make_unique<Archive>()) {
  refuse_other_files(bytes);
  archive_->package_size = bytes.size();
  archive_->part_limit = part_limit;
  zip_error_t error;
  zip_error_init(&error);
  archive_->source.reset(owned_source(bytes, error));
  if (archive_->source != nullptr) {
    archive_->zip.reset(zip_open_from_source(archive_->source.get(), 0, &error));
  }
  if (archive_->zip == nullptr) {
    throw Error(ErrorKind::input, fmt::format("the workbook is damaged: {}", text_of(error)), save_again);
  }
  zip_source_keep(archive_->source.get());
  zip_error_fini(&error);
}

Package::Package(Package&&) noexcept = default;
Package::~Package() = default;

bool Package::has(std::string_view part) const { return archive_->find(part) >= 0; }

std::string Package::read(std::string_view part) const {
  const auto index = archive_->index_of(part);
  zip_stat_t stat;
  zip_stat_init(&stat);
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_stat_index(archive_->zip.get(), index, ZIP_FL_UNCHANGED, &stat) == 0
          ? zip_fopen_index(archive_->zip.get(), index, ZIP_FL_UNCHANGED)
          : nullptr);
  if (file == nullptr) {
    throw archive_->unreadable(part, zip_strerror(archive_->zip.get()));
  }
  // The directory's sizes are claims; what is allocated ahead is bounded by the bytes that are really there.
  const auto packed = std::min<std::uint64_t>(stat.comp_size, archive_->package_size);
  const auto expected = std::min({stat.size, packed * most_deflate_can_pack, archive_->part_limit});
  std::string content(expected + 1, '\0'); // one more than expected, so that the first read sees the end
  std::size_t length = 0;
  while (true) {
    const auto got = zip_fread(file.get(), content.data() + length, content.size() - length);
    if (got < 0) {
      throw archive_->unreadable(part, zip_file_strerror(file.get()));
    }
    if (got == 0) {
      break;
    }
    length += static_cast<std::size_t>(got);
    if (length > archive_->part_limit) {
      throw Error(ErrorKind::input,
                  fmt::format("part {} of the workbook unpacks to more than {} bytes", part, archive_->part_limit),
                  "no sheet that people keep is that large; is this the right file?");
    }
    if (length == content.size()) {
      content.resize(std::min<std::uint64_t>(content.size() * 2, archive_->part_limit + 1));
    }
  }
  content.resize(length);
  return content;
}

std::vector<Relationship> Package::relationships(std::string_view part) const {
  const auto folder = folder_of(part);
  const auto file = fmt::format("{}_rels/{}.rels", folder, part.substr(folder.size()));
  if (!has(file)) {
    return {};
  }
  RelationshipReader reader(folder);
  visit_xml(read(file), file, reader);
  return std::move(reader.found);
}

void Package::replace(std::string_view part, std::string content) {
  const auto index = archive_->index_of(part);
  auto* zip = archive_->zip.get();
  const auto& kept = archive_->contents.emplace_back(std::move(content));
  zip_stat_t before;
  zip_stat_init(&before);
  zip_source_t* source = zip_source_buffer(zip, kept.data(), kept.size(), 0);
  if (source == nullptr || zip_stat_index(zip, index, 0, &before) != 0 || zip_file_replace(zip, index, source, 0) < 0) {
    zip_source_free(source); // taken over by the archive only on success
    throw Error(ErrorKind::input,
                fmt::format("part {} of the workbook cannot be replaced: {}", part, zip_strerror(zip)));
  }
  // The old time stamp, so that the same edit always gives the same bytes.
  zip_file_set_mtime(zip, index, before.mtime, 0);
  // Not ZIP_CM_DEFLATE: libzip ignores the level, and takes its slowest, where the method is that of the old entry.
  zip_set_file_compression(zip, index, ZIP_CM_DEFAULT, fast_level);
}

Bytes Package::finish() {
  auto* zip = archive_->zip.get();
  if (zip_close(zip) != 0) {
    throw Error(ErrorKind::input, fmt::format("the workbook cannot be packed again: {}", zip_strerror(zip)),
                save_again);
  }
  static_cast<void>(archive_->zip.release()); // NOLINT(bugprone-unused-return-value): closing freed it
  auto* source = archive_->source.get();
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0) {
    throw Error(ErrorKind::input, "the workbook cannot be packed again");
  }
  Bytes out(stat.size);
  const auto got = zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  if (got < 0 || static_cast<std::uint64_t>(got) != out.size()) {
    throw Error(ErrorKind::input, "the workbook cannot be packed again");
  }
  return out;
}

} // namespace tracekit::xlsx
