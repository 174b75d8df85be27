// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "store/repositories/journal.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// What became of one approved change.
struct AppliedChange {
  sync::Change change;
  bool done = false;
  std::string message;   ///< why not; empty when it is done
  RecordKey made;        ///< the record that came of a change that makes one
  std::string note = {}; ///< what else there is to know of one that is done
};

/// Applies approved changes one by one: re-reads the target at its provider, commits the intent to the journal, writes,
/// stores what the provider then shows, commits the outcome. Providers are connected once and kept.
class ChangeApplier {
public:
  explicit ChangeApplier(App& app) : app_(app) {}

  /// Never throws for what a provider says; a change that fails does not stop the next. Throws Error(database).
  /// `undoes` is the journal id of the change that this one takes back.
  AppliedChange apply(const sync::Change& change, std::optional<std::int64_t> undoes = std::nullopt);

  /// The same for a change that hands over a file which need not be stored here.
  AppliedChange apply(const sync::Change& change, const FileUpload& file);

  /// Stores a record that was made from another one: they are the same workout, whatever the matching says. Inside the
  /// caller's transaction.
  void keep_made(const Record& made, const RecordKey& source);

  /// Matches again what the applied changes touched.
  void finish();

private:
  /// Stores what came of a write, in the transaction of its journal entry, and returns the record that it made.
  using Bookkeeping = std::function<std::optional<Record>()>;

  /// Whether the intent has to stay open, for the next run to look what became of it.
  static bool ends_the_run(const Error& error);
  static AppliedChange refused(const sync::Change& change, std::string why);
  AppliedChange guarded(const sync::Change& change, const std::function<AppliedChange()>& write);
  AppliedChange write(const sync::Change& change);
  /// Why a provider is not to be asked for now; empty when it may be.
  std::string limit_of(const std::string& provider);
  std::string meet_limit(const std::string& provider, const RateLimited& error);
  Provider& connected(const std::string& provider);
  AppliedChange write_field(const sync::Change& change);
  AppliedChange settle_doubt(Provider& provider, const sync::Change& change, std::int64_t entry, const Record& before,
                             const Error& error);
  AppliedChange add_record(const sync::Change& change);
  AppliedChange upload(const sync::Change& change);
  AppliedChange download(const sync::Change& change);
  AppliedChange hand_over(const sync::Change& change, const FileUpload& file);
  AppliedChange store_file(const sync::Change& change, FileStorer& storer, const std::string& name, ByteView content);
  AppliedChange create(const sync::Change& change, const std::function<Bookkeeping(std::int64_t entry)>& make);
  bool is_still_read(const sync::Change& change);
  Bookkeeping keeping(const Record& made, const sync::Change& change);
  std::optional<Record> keep_stored(std::vector<PulledRecord> stored);
  Bytes file_of(const Record& source);
  Bytes download_from(Provider& provider, const RecordKey& key);
  AppliedChange answer_link(const sync::Change& change);
  std::int64_t begin(const sync::Change& change);
  void keep(const Record& record);
  void touch(const Record& record);

  App& app_;
  std::optional<std::int64_t> undoes_;
  std::map<std::string, std::unique_ptr<Provider>> connections_;
  std::map<std::string, std::string> limits_met_; ///< in this run, also those that do not say when they end
};

/// Looks at writes whose outcome is not known because the program was killed, by reading the provider: each becomes
/// done or failed. Returns a sentence for each. Called with `lock_for_changes` held, before anything is applied.
std::vector<std::string> resolve_open_intents(App& app);

/// Call with `lock_for_changes` held. Writes the old value of an applied change back, after the same checks, as a
/// journaled change of its own. Throws Error(not_found) for an unknown id, Error(conflict) when it was undone already
/// or its kind cannot be.
AppliedChange undo(App& app, const store::JournalEntry& entry);

/// The journal entry of an id that a person typed: a journal number, or a change id or its beginning; the newest that
/// can be undone when empty. Throws Error(not_found).
store::JournalEntry find_entry(App& app, const std::string& id);

nlohmann::json to_json(const AppliedChange& applied);
nlohmann::json to_json(const store::JournalEntry& entry);

} // namespace tracekit::app
