// SPDX-License-Identifier: MIT
#include "app/sync_month.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/pull.hpp"

namespace tracekit::app {
namespace {

/// A handful of changes is never too much, however small the month.
constexpr std::size_t usual_changes = 5;

struct KindWord {
  std::string_view word;
  sync::ChangeKind kind;
};

constexpr KindWord kind_words[] = {
    {"name", sync::ChangeKind::rename},
    {"equipment", sync::ChangeKind::set_equipment},
    {"metadata", sync::ChangeKind::set_metadata},
    {"add", sync::ChangeKind::add},
    {"download", sync::ChangeKind::download},
    {"upload", sync::ChangeKind::upload},
    {"link", sync::ChangeKind::link},
    {"duplicate", sync::ChangeKind::duplicate},
};

std::vector<sync::ChangeKind> kinds_of(const std::vector<std::string>& words) {
  std::vector<sync::ChangeKind> kinds;
  for (const std::string& word : words) {
    const auto* found =
        std::find_if(std::begin(kind_words), std::end(kind_words), [&](const KindWord& k) { return k.word == word; });
    if (found == std::end(kind_words)) {
      throw Error(ErrorKind::usage, fmt::format("--only: there is no kind of change called \"{}\"", word),
                  "there are name, equipment, metadata, add, download, upload, link and duplicate");
    }
    kinds.push_back(found->kind);
  }
  return kinds;
}

template <typename T> bool contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

} // namespace

void filter_changes(sync::Comparison& comparison, const ChangeFilter& filter) {
  const auto kinds = kinds_of(filter.kinds);
  for (const std::string& provider : filter.providers) {
    registered_provider(provider);
  }
  std::erase_if(comparison.changes, [&](const sync::Change& change) {
    return (!kinds.empty() && !contains(kinds, change.kind)) ||
           (!filter.providers.empty() && !contains(filter.providers, change.provider));
  });
}

std::vector<std::string> unusual_extent(const sync::Comparison& comparison) {
  std::map<std::string, std::set<std::string>> changed; ///< provider ids of the records, by provider
  for (const sync::Change& change : comparison.changes) {
    const bool writes =
        change.kind != sync::ChangeKind::link && change.kind != sync::ChangeKind::duplicate && change.blocked.empty();
    const bool to_existing = !change.target.id.empty();
    if (writes && to_existing) {
      changed[change.provider].insert(change.target.id);
    }
  }
  std::vector<std::string> sentences;
  for (std::size_t column = 0; column < comparison.providers.size(); ++column) {
    const std::string& provider = comparison.providers[column];
    const auto present =
        static_cast<std::size_t>(std::count_if(comparison.rows.begin(), comparison.rows.end(),
                                               [&](const sync::Row& row) { return row.cells[column].present; }));
    const std::size_t count = changed[provider].size();
    if (count > usual_changes && 2 * count > present) {
      sentences.push_back(fmt::format("this would change {} of {} activities at {}", count, present, provider));
    }
  }
  return sentences;
}

std::vector<std::string> pull_missing(App& app, Month month, int& exit_code) {
  PullOptions options{month.first_day(), month.last_day(), {}, false};
  for (const std::string& id : app.enabled_providers()) {
    const auto coverage = app.mine().coverage.find(id, month);
    const bool complete = coverage && coverage->status == store::CoverageStatus::complete;
    const bool local = !registered_provider(id).info.has_months; // looking for changed files costs nothing
    if (app.unavailable(id).empty() && (!complete || local || month >= app.current_month())) {
      options.providers.push_back(id);
    }
  }
  std::vector<std::string> sentences;
  exit_code = 0;
  if (options.providers.empty()) {
    return sentences;
  }
  const PullReport report = pull(app, options);
  exit_code = report.exit_code();
  for (const ProviderPull& provider : report.providers) {
    if (provider.failed) {
      sentences.push_back(fmt::format("{}: {}", provider.provider, provider.message));
    }
    for (const SourceFailure& failure : provider.failures) {
      sentences.push_back(fmt::format("{}: {}", provider.provider, failure.reason));
    }
  }
  return sentences;
}

} // namespace tracekit::app
