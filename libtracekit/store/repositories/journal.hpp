// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/record.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// How an applied change ended. `open`: the intent is there, the outcome is not (it runs, or the process died).
enum class Outcome { open, done, failed, unknown };
std::string_view to_string(Outcome outcome);

/// What is about to be written to a provider.
struct Intent {
  std::string change_id; ///< of the plan's change; an undo has its own
  std::string kind;      ///< rename, set_equipment ...
  std::string provider;
  RecordKey target;
  RecordKey source;
  std::string field;
  std::string old_value;
  std::string new_value;
  std::string change_json;            ///< the whole change
  std::optional<std::int64_t> undoes; ///< journal id of the change that this one takes back
  friend bool operator==(const Intent&, const Intent&) = default;
};

struct JournalEntry {
  std::int64_t id = 0;
  Intent intent;
  EpochSeconds begun_at = 0;
  std::optional<EpochSeconds> finished_at;
  Outcome outcome = Outcome::open;
  std::string message; ///< one sentence where it failed
  std::string before;  ///< what the provider showed before and after, JSON
  std::string after;
  std::optional<EpochSeconds> undone_at;

  /// Of an open entry: the task under which the provider works on it, which is what it showed last. Else empty.
  [[nodiscard]] std::string task() const;
  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

/// A change that a person never wants to see again.
struct Dismissal {
  std::string change_id;
  std::string change_json; ///< as the plan showed it; empty where that had to be forgotten
  EpochSeconds dismissed_at = 0;
};

/// Every write to a provider: the intent is committed before the call, the outcome after it.
class Journal : public Scope {
public:
  using Scope::Scope;

  /// Commits the intent and returns the entry's id. Throws std::logic_error inside a transaction, where it would not be
  /// safe on disk, and Error(conflict) while the same change is open already.
  std::int64_t begin_intent(const Intent& intent, EpochSeconds when);
  /// The provider has taken it and works on it under this task.
  void note_task(std::int64_t id, const std::string& task);
  /// Commits the outcome. Throws Error(not_found) when the entry is not there.
  void finish(std::int64_t id, Outcome outcome, const std::string& message, const std::string& before,
              const std::string& after, EpochSeconds when);
  void mark_undone(std::int64_t id, EpochSeconds when);
  /// What the provider showed is erased from every finished entry, which can then not be undone; that it was written
  /// stays. So does that a change was dismissed, but not what it was.
  void forget_values(const std::string& provider, EpochSeconds when);

  [[nodiscard]] std::vector<JournalEntry> open() const; ///< oldest first
  /// Newest first; those older than entry `before_id` where given.
  [[nodiscard]] std::vector<JournalEntry> list(std::int64_t limit,
                                               std::optional<std::int64_t> before_id = std::nullopt) const;
  [[nodiscard]] std::optional<JournalEntry> find(std::int64_t id) const;
  /// The latest entry of a change.
  [[nodiscard]] std::optional<JournalEntry> find_change(const std::string& change_id) const;

  /// A person never wants to see this change again; brought back by `restore`.
  void dismiss(const std::string& change_id, const std::string& change_json, EpochSeconds when);
  bool restore(const std::string& change_id);
  [[nodiscard]] std::vector<std::string> dismissed() const; ///< ids, sorted
  [[nodiscard]] std::vector<Dismissal> dismissals() const;  ///< newest first
};

} // namespace tracekit::store
