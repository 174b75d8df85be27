// SPDX-License-Identifier: MIT
#include "app/reparse.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

#include "app/months.hpp"
#include "app/on_all_cores.hpp"
#include "app/provider_locks.hpp"
#include "app/pull_writer.hpp"
#include "providers/file/file_records.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t batch_bytes = std::size_t{16} << 20U;
constexpr std::size_t batch_files = 128;

/// A file on its way through one batch.
struct Kept {
  std::string sha256;
  Bytes content;
  std::optional<PackedSource> read;
  std::string problem;
};

void read(Kept& kept, EpochSeconds now) {
  if (!kept.problem.empty()) {
    return;
  }
  try {
    PulledSource source;
    const UnpackedFile content = unpack_file(std::move(kept.content), "it");
    source.records = file::read_file_records(content, "it", kept.sha256, now).records;
    kept.read = pack(std::move(source));
  } catch (const Error& error) {
    kept.problem = error.what();
  }
  kept.content = {};
}

class Reparser {
public:
  Reparser(App& app, ReparsedFiles which) : app_(app) {
    for (const std::string& id : app.mine().records.ids_of_provider("file")) {
      if (which == ReparsedFiles::all || !app.mine().streams.has({"file", id})) {
        files_.insert(id.substr(0, id.find('#')));
      }
    }
  }

  ReparseReport run() {
    std::vector<Kept> batch;
    std::size_t bytes = 0;
    for (const std::string& sha256 : files_) {
      app_.cancellation().check();
      batch.push_back(load(sha256));
      bytes += batch.back().content.size();
      if (bytes >= batch_bytes || batch.size() >= batch_files) {
        finish(std::exchange(batch, {}));
        bytes = 0;
      }
    }
    finish(std::move(batch));
    return std::move(report_);
  }

private:
  Kept load(const std::string& sha256) {
    Kept kept{sha256, {}, {}, ""};
    if (auto content = app_.mine().blobs.find(sha256)) {
      kept.content = std::move(*content);
    } else {
      kept.problem = "the file is not kept in the database";
    }
    return kept;
  }

  void finish(std::vector<Kept> batch) {
    on_all_cores(batch, [now = app_.now()](Kept& kept) { read(kept, now); });
    auto transaction = app_.mine().changing_workouts();
    for (const Kept& kept : batch) {
      ++report_.files;
      if (!kept.problem.empty()) {
        report_.problems.push_back({kept.sha256, kept.problem});
        continue;
      }
      for (const PackedSource::PackedRecord& packed : kept.read->records) {
        store(packed);
      }
    }
    app_.mine().month_summaries.mark_dirty(std::vector<Month>(touched_.begin(), touched_.end()));
    transaction.commit();
    touched_.clear();
    app_.progress().advance("files", report_.files, files_.size());
  }

  void store(const PackedSource::PackedRecord& packed) {
    UserStore& mine = app_.mine();
    const auto before = mine.records.find(packed.record.key);
    const auto date = local_date(packed.record, app_.home());
    store::StoredRecord stored{packed.record, date ? std::optional(days_of(*date)) : std::nullopt};
    if (before) {
      stored.record.fetched_at = before->fetched_at; // nothing was fetched
    }
    const store::UpsertCounts counts = mine.records.upsert({&stored, 1});
    const bool has_other_samples = packed.recording && mine.streams.load(packed.record.key) != packed.recording;
    if (has_other_samples) {
      mine.streams.save(packed.record.key, *packed.recording);
    }
    report_.added += counts.added;
    const bool is_changed = counts.updated > 0 || (counts.unchanged > 0 && has_other_samples);
    report_.changed += static_cast<std::uint64_t>(is_changed);
    report_.unchanged += static_cast<std::uint64_t>(counts.added == 0 && !is_changed);
    if (counts.unchanged == 0) {
      touch(packed.record);
      if (before) {
        touch(*before);
      }
    }
  }

  void touch(const Record& record) {
    if (const auto date = local_date(record, app_.home())) {
      touched_.insert(Month::of(*date));
    }
  }

  App& app_;
  std::set<std::string> files_; ///< by SHA-256
  std::set<Month> touched_;
  ReparseReport report_;
};

} // namespace

ReparseReport reparse(App& app, ReparsedFiles which) {
  const ProviderLocks locks = lock_providers(app, {"file"});
  ReparseReport report = Reparser(app, which).run();
  refresh_touched_months(app);
  return report;
}

nlohmann::json to_json(const ReparseReport& report) {
  nlohmann::json problems = nlohmann::json::array();
  for (const ReparseReport::Problem& problem : report.problems) {
    problems.push_back({{"sha256", problem.sha256}, {"why", problem.why}});
  }
  return {{"files", report.files},
          {"added", report.added},
          {"changed", report.changed},
          {"unchanged", report.unchanged},
          {"problems", std::move(problems)}};
}

} // namespace tracekit::app
