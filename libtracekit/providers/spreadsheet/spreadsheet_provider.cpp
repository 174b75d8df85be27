// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/spreadsheet_provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/hash.hpp"
#include "providers/spreadsheet/row_identities.hpp"
#include "providers/spreadsheet/row_writer.hpp"
#include "providers/spreadsheet/sheet_file.hpp"

namespace tracekit::spreadsheet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t problems_named = 20;
constexpr int reader_version = 1; ///< a better reader reads unchanged files again

/// The file as it is now, with every row's id.
struct Opened {
  SheetFile file;
  Columns columns;
  Log log;

  [[nodiscard]] const LogRow* find(const std::string& id) const {
    const auto found =
        std::find_if(log.rows.begin(), log.rows.end(), [&](const LogRow& row) { return row.record.key.id == id; });
    return found == log.rows.end() ? nullptr : &*found;
  }
};

class SpreadsheetProvider final : public Provider,
                                  public RecordWriter,
                                  public RecordAdder,
                                  public RecordFetcher,
                                  PlaceReader {
public:
  explicit SpreadsheetProvider(ProviderContext context)
      : context_(std::move(context)), path_(setting("path")), sheet_(setting("sheet")) {
    if (path_.empty()) {
      throw Error(ErrorKind::config, "providers.spreadsheet.path is not set",
                  "name your exercise log: tracekit configure --set providers.spreadsheet.path=log.xlsx");
    }
  }

  RecordWriter* writer() override { return this; }
  RecordAdder* adder() override { return this; }
  RecordFetcher* fetcher() override { return this; }
  PlaceReader* place_reader() override { return this; }

  std::string place(const KnownSources&) override {
    return fmt::format("{}, {} rows", path_.string(), read().log.rows.size());
  }

  PullOutcome pull(const PullRequest& request, PullSink& sink) override {
    context_.cancellation.check();
    PullOutcome outcome;
    outcome.sources_seen = 1;
    outcome.cursor = request.cursor;
    if (is_unchanged(request)) {
      context_.cursor = request.cursor;
      return outcome;
    }
    outcome.sources_read = 1;
    RowIdentities identities = RowIdentities::parse(request.cursor);
    Opened opened = read();
    refuse_blank(opened.file);
    identities.align(opened.log.rows);
    for (const std::string& id : identities.drop_vanished()) {
      sink.gone(id);
    }
    forget_others(request, sink);
    outcome.cursor = identities.text();
    context_.progress.advance("rows", opened.log.rows.size(), opened.log.rows.size());
    sink.take(source_of(std::move(opened)));
    know(std::move(identities));
    return outcome;
  }

  std::optional<Record> fetch(const std::string& provider_id) override {
    const LogRow* row = open().find(provider_id);
    if (row == nullptr) {
      return std::nullopt;
    }
    require_readable(*row);
    unseen_edits_.erase(provider_id);
    return row->record;
  }

  Record write(const std::string& provider_id, const std::vector<FieldWrite>& fields) override {
    const Opened& opened = open();
    const LogRow* row = opened.find(provider_id);
    if (row == nullptr) {
      throw Error(ErrorKind::not_found, fmt::format("this row is no longer in {}", file_name()), "run `tracekit pull`");
    }
    require_readable(*row);
    if (unseen_edits_.contains(provider_id)) {
      throw Error(ErrorKind::conflict,
                  fmt::format("row {} of {} was edited since it was read", row->number, file_name()),
                  "run `tracekit pull` and look again");
    }
    const std::uint32_t number = row->number;
    opened.file.edit(edits_for(fields, number, opened.columns), {}, backup());
    reread(number);
    const LogRow* after = opened_->find(provider_id);
    if (after == nullptr) {
      throw Error(ErrorKind::conflict,
                  fmt::format("{} was changed by somebody else right after the write", file_name()),
                  "run `tracekit pull` and look again");
    }
    return after->record;
  }

  Record add(const Record& merged, const std::string& idempotency) override {
    const Opened& opened = open();
    if (const LogRow* row = opened.find(identities_->added(idempotency))) {
      return row->record;
    }
    const NewRow row = row_for(merged, opened.columns, opened.log.rows, context_.home);
    const RowIdentities before = *identities_;
    const std::string id = identities_->expect(idempotency, as_read(row, opened.columns, reading()));
    // Remembered first: whoever asks again after a crash finds the row that may have been written.
    context_.save_cursor(identities_->text());
    try {
      opened.file.edit({}, {&row, 1}, backup());
    } catch (const Error&) {
      identities_ = before;
      context_.save_cursor(before.text());
      throw;
    }
    reread(0);
    const LogRow* added = opened_->find(id);
    if (added == nullptr) {
      throw Error(ErrorKind::provider, fmt::format("the row that was added to {} cannot be found again", file_name()));
    }
    return added->record;
  }

private:
  [[nodiscard]] std::string setting(const char* key) const {
    const auto found = context_.settings.find(key);
    return found == context_.settings.end() ? "" : found->second;
  }

  [[nodiscard]] std::string file_name() const { return path_.filename().string(); }
  [[nodiscard]] Reading reading() const { return {context_.units, context_.home, context_.clock.now()}; }

  /// What the records depend on besides our own code.
  [[nodiscard]] std::string fingerprint_of(const FileStamp& stamp) const {
    return fmt::format("{}:{}:{}:{}:{}:{}:{}", reader_version, stamp.size, stamp.modified_ns, stamp.inode,
                       context_.units == Units::metric ? "metric" : "imperial", context_.home.name(), sheet_);
  }

  [[nodiscard]] bool is_unchanged(const PullRequest& request) const {
    return !request.cursor.empty() && request.knows(path_.string(), fingerprint_of(stamp_of(path_)));
  }

  void forget_others(const PullRequest& request, PullSink& sink) const {
    if (request.known == nullptr) {
      return;
    }
    for (const auto& [key, fingerprint] : *request.known) {
      if (key != path_.string()) {
        sink.forget(key); // the log has another path now
      }
    }
  }

  [[nodiscard]] Opened read() const {
    SheetFile file(path_, sheet_);
    Columns columns = recognise_columns(file.table(), context_.units);
    Log log = read_log(file.table(), columns, reading());
    return {std::move(file), columns, std::move(log)};
  }

  /// A sheet without even headings is a log that was lost, the wrong sheet or no log yet, and no reason to take all
  /// workouts in it as deleted.
  void refuse_blank(const SheetFile& file) const {
    if (file.table().rows.empty()) {
      const std::string& sheet = file.table().sheet;
      throw Error(ErrorKind::input,
                  sheet.empty() ? fmt::format("{} is empty: it has not one row", file_name())
                                : fmt::format("{}: the sheet \"{}\" is empty: it has not one row", file_name(), sheet),
                  file.advice_for_lost_rows());
    }
  }

  /// Takes over what a pull knows of the rows, for fetching and writing after it.
  void know(RowIdentities identities) {
    identities_ = std::move(identities);
    opened_.reset();
    unseen_edits_.clear();
  }

  /// The file for fetching and writing, read again when it is no longer what it was.
  const Opened& open() {
    if (!identities_) {
      identities_ = RowIdentities::parse(context_.cursor);
    }
    if (!opened_ || opened_->file.stamp() != stamp_of(path_)) {
      opened_ = read();
      identities_->align(opened_->log.rows);
      for (const LogRow& row : opened_->log.rows) {
        if (row.edited) {
          unseen_edits_.insert(row.record.key.id);
        }
      }
    }
    return *opened_;
  }

  /// After a write of our own to this row (0: to none that was there).
  void reread(std::uint32_t edited) {
    opened_ = read();
    identities_->follow_edit(opened_->log.rows, edited);
    context_.save_cursor(identities_->text());
  }

  void require_readable(const LogRow& row) const {
    if (!row.problem.empty()) {
      throw Error(ErrorKind::conflict, fmt::format("{}: {}", file_name(), row.problem), "correct the cell");
    }
  }

  /// Only the state before a run's first write is worth a backup.
  Backup backup() { return std::exchange(written_, true) ? Backup::skip : Backup::keep; }

  [[nodiscard]] PulledSource source_of(Opened opened) const {
    PulledSource source;
    source.key = path_.string();
    source.fingerprint = fingerprint_of(opened.file.stamp());
    source.original = opened.file.bytes();
    source.original_sha256 = sha256_hex(opened.file.bytes());
    for (LogRow& row : opened.log.rows) {
      if (row.problem.empty()) {
        source.records.push_back({std::move(row.record), {}, {}});
      }
    }
    const std::vector<std::string>& problems = opened.log.problems;
    for (std::size_t i = 0; i < std::min(problems.size(), problems_named); ++i) {
      source.failure += (i == 0 ? file_name() + ": " : "; ") + problems[i];
    }
    if (problems.size() > problems_named) {
      source.failure += fmt::format("; and {} more", problems.size() - problems_named);
    }
    return source;
  }

  ProviderContext context_;
  fs::path path_;
  std::string sheet_;
  std::optional<RowIdentities> identities_; ///< read when it is needed: most pulls find nothing changed
  std::optional<Opened> opened_;
  std::set<std::string>
      unseen_edits_; ///< rows that somebody edited since the last pull, and that were not fetched since
  bool written_ = false;
};

Option option(const char* key, const char* label, const char* help, OptionKind kind, bool required) {
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
  info.options = {
      option("path", "Exercise log (.xlsx or .csv)", "one workout a row, with a heading row", OptionKind::path, true),
      option("sheet", "Sheet", "name of the sheet; default: the first visible one", OptionKind::text, false)};
  return info;
}

std::unique_ptr<Provider> make(ProviderContext context) {
  return std::make_unique<SpreadsheetProvider>(std::move(context));
}

} // namespace tracekit::spreadsheet
