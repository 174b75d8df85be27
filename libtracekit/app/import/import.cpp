// SPDX-License-Identifier: MIT
#include "app/import/import.hpp"

#include <malloc.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

#include "app/import/import_finder.hpp"
#include "app/import/import_reader.hpp"
#include "app/import/import_writer.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "base/file.hpp"
#include "providers/file/file_provider.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t found_weight = std::size_t{8} << 20U; ///< bytes that wait to be read
constexpr std::size_t read_weight = std::size_t{4} << 20U;  ///< packed bytes that wait for the writer

/// Everything at work in one import: one thread that finds files, some that read them, and the caller's, which writes.
class Workshop {
public:
  Workshop(App& app, const std::vector<ImportSource>& sources, file::ContentStore& files, ImportReport& report)
      : sources_(sources), report_(report), tally_(report, app.progress()), found_(found_weight), read_(read_weight),
        finder_(found_, read_, tally_, {app.settings().data_dir, app.now(), app.cancellation()}),
        reader_(read_, tally_, files, app.mine().records.ids_of_provider("file"), app.home(), app.now()),
        writer_(app, files, report) {}

  void run() {
    const std::size_t readers = std::max(1U, std::thread::hardware_concurrency());
    running_ = readers + 1;
    std::vector<std::jthread> threads;
    threads.emplace_back([this] {
      guard([this] { find(); });
      found_.close();
      finished();
    });
    for (std::size_t i = 0; i < readers; ++i) {
      threads.emplace_back([this] {
        guard([this] { reader_.run(found_); });
        finished();
      });
    }
    guard([this] { writer_.run(read_); });
    found_.close(); // nobody waits for a writer that is gone
    read_.close();
    threads.clear();
    report_.files = tally_.files();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

private:
  void find() {
    for (const ImportSource& source : sources_) {
      finder_.find(source);
    }
  }

  /// The first failure counts; the others follow from it.
  template <class Work> void guard(Work work) {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = failure_ ? failure_ : std::current_exception();
      found_.close();
    }
  }

  void finished() {
    if (--running_ == 0) {
      read_.close();
    }
  }

  const std::vector<ImportSource>& sources_;
  ImportReport& report_;
  ImportTally tally_;
  FoundQueue found_;
  ReadQueue read_;
  ImportFinder finder_;
  ImportReader reader_;
  ImportWriter writer_;
  std::atomic<std::size_t> running_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

void check_sources(const std::vector<ImportSource>& sources, const fs::path& folder) {
  for (const ImportSource& source : sources) {
    const fs::path& path = source.path;
    if (!fs::is_directory(path)) {
      stamp_of(path);
    }
    const fs::path inside = fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(folder));
    if (!inside.empty() && *inside.begin() != "..") {
      throw Error(ErrorKind::input, fmt::format("{} lies in the folder that tracekit reads anyway", path.string()),
                  "`tracekit pull` takes what is new there");
    }
  }
}

void sort(std::vector<NotImported>& list) {
  std::sort(list.begin(), list.end(), [](const NotImported& a, const NotImported& b) { return a.name < b.name; });
}

nlohmann::json list_json(const std::vector<NotImported>& list) {
  nlohmann::json out = nlohmann::json::array();
  for (const NotImported& one : list) {
    out.push_back({{"name", one.name}, {"why", one.why}});
  }
  return out;
}

} // namespace

bool ImportReport::has_taken() const {
  return imported + already_there + duplicates > 0 || !no_activity.empty() || !tables.empty();
}

int ImportReport::exit_code() const { return failures == 0 ? 0 : has_taken() ? 3 : 1; }

ImportReport import(App& app, const std::vector<ImportSource>& sources) {
  const fs::path folder = file::folder_of(app.context_for("file"));
  check_sources(sources, folder);
  const ProviderLocks locks = lock_providers(app, {"file", "garmin", "strava"});
  ImportReport report;
  const auto start = std::chrono::steady_clock::now();
  {
    file::ContentStore files(folder);
    Workshop(app, sources, files, report).run();
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (auto* const list : {&report.unreadable, &report.refused, &report.damaged}) {
    sort(*list); // threads finish in any order
  }
  ::malloc_trim(0); // what the readers' threads freed, or matching would come on top of it
  refresh_touched_months(app);
  return report;
}

nlohmann::json to_json(const ImportReport& report) {
  nlohmann::json tables = nlohmann::json::object();
  for (const auto& [provider, table] : report.tables) {
    tables[provider] = {
        {"added", table.added}, {"updated", table.updated}, {"unchanged", table.unchanged}, {"kept", table.kept}};
  }
  return {{"files", report.files},
          {"imported", report.imported},
          {"activities", report.activities},
          {"already_there", report.already_there},
          {"duplicates", report.duplicates},
          {"by_format", report.by_format},
          {"no_activity", report.no_activity},
          {"tables", std::move(tables)},
          {"unreadable", list_json(report.unreadable)},
          {"refused", list_json(report.refused)},
          {"damaged", list_json(report.damaged)},
          {"seconds", report.seconds}};
}

} // namespace tracekit::app
