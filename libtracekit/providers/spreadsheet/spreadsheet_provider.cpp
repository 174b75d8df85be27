// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/spreadsheet_provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/hash.hpp"
#include "providers/spreadsheet/row_identities.hpp"
#include "providers/spreadsheet/row_writer.hpp"
#include "providers/spreadsheet/sheet_file.hpp"

namespace tracekit::spreadsheet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t problems_named = 20;

std::string fingerprint_of(const FileStamp &stamp, const std::string &sheet) {
  return fmt::format("{}:{}:{}:{}", stamp.size, stamp.modified_ns, stamp.inode, sheet);
}

class SpreadsheetProvider final : public Provider, public RecordWriter, public RecordAdder, public RecordFetcher {
public:
  explicit SpreadsheetProvider(ProviderContext context)
      : context_(std::move(context)), path_(setting("path")), sheet_(setting("sheet")), identities_(RowIdentities::parse(context_.cursor)) {
    if (path_.empty()) {
      throw Error(ErrorKind::config, "providers.spreadsheet.path is not set", "name your exercise log: tracekit configure --set providers.spreadsheet.path=log.xlsx");
    }
  }

  RecordWriter *writer() override { return this; }
  RecordAdder *adder() override { return this; }
  RecordFetcher *fetcher() override { return this; }

  PullOutcome pull(const PullRequest &request, PullSink &sink) override {
    PullOutcome outcome;
    outcome.sources_seen = 1;
    outcome.cursor = context_.cursor;
    const std::string key = path_.string();
    if (request.known != nullptr && !request.force) {
      const auto known = request.known->find(key);
      if (known != request.known->end() && known->second == fingerprint_of(stamp_of(path_), sheet_)) {
        return outcome;
      }
    }
    outcome.sources_read = 1;
    SheetFile file(path_, sheet_);
    Log log = read(file);
    for (const std::string &id : identities_.align(log.rows)) {
      sink.gone(id);
    }
    outcome.cursor = identities_.text();
    sink.take(source_of(file, std::move(log)));
    return outcome;
  }

  std::optional<Record> fetch(const std::string &provider_id) override {
    const Opened opened = open();
    const LogRow *row = find(opened, provider_id);
    return row == nullptr ? std::nullopt : std::optional(row->record);
  }

  Record write(const std::string &provider_id, const std::vector<FieldWrite> &fields) override {
    Opened opened = open();
    const LogRow *row = find(opened, provider_id);
    if (row == nullptr) {
      throw Error(ErrorKind::not_found, fmt::format("row {} is no longer in {}", provider_id, path_.filename().string()));
    }
    const std::uint32_t number = row->number;
    opened.file.edit(edits_for(fields, number, opened.columns), {}, first_write());
    return reread(number);
  }

  Record add(const Record &merged, const std::string &idempotency) override {
    Opened opened = open();
    const std::string known = identities_.added(idempotency);
    if (const LogRow *row = find(opened, known)) {
      return row->record;
    }
    const NewRow row = row_for(merged, opened.columns, context_.home);
    opened.file.edit({}, {&row, 1}, first_write());
    SheetFile after(path_, sheet_);
    Log log = read(after);
    identities_.follow_edit(log.rows);
    if (log.rows.empty()) {
      throw Error(ErrorKind::provider, fmt::format("the new row cannot be found in {}", path_.filename().string()));
    }
    const Record &added = log.rows.back().record;
    identities_.remember_added(idempotency, added.key.id);
    context_.save_cursor(identities_.text());
    return added;
  }

private:
  /// The file as it is now, with every row's id.
  struct Opened {
    SheetFile file;
    Columns columns;
    Log log;
  };

  [[nodiscard]] std::string setting(const char *key) const {
    const auto found = context_.settings.find(key);
    return found == context_.settings.end() ? "" : found->second;
  }

  [[nodiscard]] Log read(const SheetFile &file) const {
    return read_log(file.table(), recognise_columns(file.table(), context_.units), context_.units, context_.home, context_.clock.now());
  }

  Opened open() {
    SheetFile file(path_, sheet_);
    Columns columns = recognise_columns(file.table(), context_.units);
    Log log = read(file);
    identities_.align(log.rows);
    return {std::move(file), columns, std::move(log)};
  }

  static const LogRow *find(const Opened &opened, const std::string &id) {
    const auto found = std::find_if(opened.log.rows.begin(), opened.log.rows.end(), [&](const LogRow &row) { return row.record.key.id == id; });
    return found == opened.log.rows.end() ? nullptr : &*found;
  }

  /// The row as it reads after an edit that moved none.
  Record reread(std::uint32_t number) {
    SheetFile after(path_, sheet_);
    Log log = read(after);
    identities_.follow_edit(log.rows);
    context_.save_cursor(identities_.text());
    for (const LogRow &row : log.rows) {
      if (row.number == number) {
        return row.record;
      }
    }
    throw Error(ErrorKind::provider, fmt::format("row {} of {} cannot be read after it was written", number, path_.filename().string()));
  }

  /// Only the state before a run's first write is worth a backup.
  bool first_write() { return !std::exchange(written_, true); }

  PulledSource source_of(const SheetFile &file, Log log) const {
    PulledSource source;
    source.key = path_.string();
    source.fingerprint = fingerprint_of(file.stamp(), sheet_);
    source.original = file.bytes();
    source.original_sha256 = sha256_hex(file.bytes());
    for (LogRow &row : log.rows) {
      source.records.push_back({std::move(row.record), {}, {}});
    }
    for (std::size_t i = 0; i < std::min(log.problems.size(), problems_named); ++i) {
      source.failure += (i == 0 ? path_.filename().string() + ": " : "; ") + log.problems[i];
    }
    if (log.problems.size() > problems_named) {
      source.failure += fmt::format("; and {} more", log.problems.size() - problems_named);
    }
    return source;
  }

  ProviderContext context_;
  fs::path path_;
  std::string sheet_;
  RowIdentities identities_;
  bool written_ = false;
};

Option option(const char *key, const char *label, const char *help, OptionKind kind, bool required) {
  Option out;
  out.key = key;
  out.label = label;
  out.help = help;
  out.kind = kind;
  out.required = required;
  return out;
}

} // namespace

ProviderInfo info() {
  ProviderInfo info;
  info.id = "spreadsheet";
  info.title = "Spreadsheet";
  info.colour = "#2e7d32";
  info.default_priority = 1;
  info.rename = true;
  info.set_equipment = true;
  info.set_metadata = true;
  info.add_without_file = true;
  info.has_months = false;
  info.options = {option("path", "Exercise log (.xlsx or .csv)", "one workout a row, with a heading row", OptionKind::path, true),
                  option("sheet", "Sheet", "name of the sheet; default: the first visible one", OptionKind::text, false)};
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) { return std::make_unique<SpreadsheetProvider>(std::move(context)); }

} // namespace tracekit::spreadsheet
