// SPDX-License-Identifier: MIT
#include "providers/file/file_provider.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "providers/file/content_index.hpp"
#include "providers/file/file_records.hpp"
#include "providers/file/folder_pull.hpp"
#include "providers/file/folder_writer.hpp"

namespace tracekit::file {
namespace {

namespace fs = std::filesystem;

/// A record id taken apart: `<sha256>` or `<sha256>#2`.
struct RecordId {
  std::string sha256;
  std::size_t session = 0;
};

RecordId parse_record_id(const std::string& id) {
  const std::size_t mark = id.find('#');
  const auto session = mark == std::string::npos ? std::optional(0LL) : parse_integer(id.substr(mark + 1));
  return {id.substr(0, mark), session && *session >= 0 ? static_cast<std::size_t>(*session) : SIZE_MAX};
}

bool was_chosen(const ProviderContext& context) {
  const auto path = context.settings.find("path");
  return path != context.settings.end() && !path->second.empty();
}

class FileProvider final : public Provider, public FileStorer, public RecordFetcher, public FileSource, PlaceReader {
public:
  explicit FileProvider(ProviderContext context)
      : context_(std::move(context)), root_(folder_of(context_)), contents_(root_) {}

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    if (is_still_to_be_made(request.knows_any())) {
      PullOutcome outcome;
      outcome.warnings.push_back(
          fmt::format("put your activity files into {}, or set providers.file.path", root_.string()));
      return outcome;
    }
    return FolderPull(root_, context_, request, sink).run();
  }

  FileStorer* file_storer() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  FileSource* file_source() override { return this; }
  PlaceReader* place_reader() override { return this; }

  std::string place(const KnownSources& known) override {
    if (is_still_to_be_made(!known.empty())) {
      return fmt::format("{}, made when the first file comes", root_.string());
    }
    std::error_code code;
    const fs::directory_iterator entries(root_, code);
    if (code) {
      throw Error(ErrorKind::input, fmt::format("cannot read the folder {}: {}", root_.string(), code.message()),
                  "put it back, or set providers.file.path to a folder that is there");
    }
    return root_.string();
  }

  std::vector<PulledRecord> store(const std::string& suggested_name, ByteView content) override {
    const UnpackedFile unpacked = unpack_file({content.begin(), content.end()}, suggested_name);
    const std::string sha256 = sha256_hex(unpacked.bytes);
    FileRecords file = read_file_records(unpacked, suggested_name, sha256, context_.clock.now());
    if (file.records.empty()) {
      throw Error(ErrorKind::input, fmt::format("{} holds no activity, so it was not stored", suggested_name));
    }
    const std::string ending = "." + file.format + (file.container == "gzip" ? ".gz" : "");
    make_root();
    if (!contents_.holds(sha256, content.size())) {
      contents_.add(sha256, write_under_free_name(root_, safe_file_name(suggested_name, ending), content));
    }
    return std::move(file.records);
  }

  std::optional<Record> fetch(const std::string& provider_id) override {
    const RecordId id = parse_record_id(provider_id);
    auto found = find(id);
    if (!found) {
      return std::nullopt;
    }
    const std::string name = found->path.filename().string();
    FileRecords file = read_file_records(found->content, name, id.sha256, context_.clock.now());
    return id.session < file.records.size() ? std::optional(std::move(file.records[id.session].record)) : std::nullopt;
  }

  Bytes download(const std::string& provider_id) override {
    auto found = find(parse_record_id(provider_id));
    if (!found) {
      throw Error(ErrorKind::not_found, fmt::format("the file of this activity is no longer in {}", root_.string()));
    }
    return std::move(found->content.bytes);
  }

private:
  /// The default folder need not be there, but one that was chosen, or that held files, must not just vanish.
  [[nodiscard]] bool is_still_to_be_made(bool held_files) const {
    return !was_chosen(context_) && !held_files && !fs::exists(root_);
  }

  void make_root() const {
    std::error_code problem;
    fs::create_directories(root_, problem);
    if (problem) {
      throw Error(ErrorKind::input, fmt::format("cannot make the folder {}: {}", root_.string(), problem.message()));
    }
  }

  std::optional<ContentIndex::Found> find(const RecordId& id) {
    return fs::exists(root_) ? contents_.find(id.sha256) : std::nullopt;
  }

  ProviderContext context_;
  fs::path root_;
  ContentIndex contents_;
};

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = "file";
  info.title = "Files";
  info.colour = "#607d8b";
  info.default_priority = 6;
  info.store_files = true;
  info.source_files = true;
  info.lists_equipment = false;
  info.has_months = false;
  Option path;
  path.key = "path";
  path.label = "Folder of activity files";
  path.help =
      "FIT, GPX, TCX and KML files, each also gzipped, at any depth; default: activities/<user> in the data folder";
  path.kind = OptionKind::path;
  info.options = {path};
  return info;
}

fs::path folder_of(const ProviderContext& context) {
  return was_chosen(context) ? fs::path(context.settings.at("path"))
                             : context.data_dir / "activities" / std::to_string(context.user_id);
}

std::optional<Bytes> file_at(const fs::path& folder, const std::string& key, const std::string& record_id) {
  const std::string sha256 = parse_record_id(record_id).sha256;
  try {
    Bytes bytes = read_file(folder / key);
    const bool is_named_by_its_packed_bytes = sha256_hex(bytes) == sha256; // as early versions named records
    UnpackedFile content = unpack_file(std::move(bytes), key);
    const bool is_it = is_named_by_its_packed_bytes || sha256_hex(content.bytes) == sha256;
    return is_it ? std::optional(std::move(content.bytes)) : std::nullopt;
  } catch (const Error&) { // moved, removed, or spelled in another way than the key
    return std::nullopt;
  }
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<FileProvider>(std::move(context)); }

} // namespace tracekit::file
