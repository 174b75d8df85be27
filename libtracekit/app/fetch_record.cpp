// SPDX-License-Identifier: MIT
#include "app/fetch_record.hpp"

#include <fmt/format.h>

#include <array>

#include "app/archived_fields.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"

namespace tracekit::app {
namespace {

constexpr std::array<std::string_view, 5> words{"added", "changed", "unchanged", "gone", "unknown"};

std::optional<Record> read_from_provider(App& app, const RecordKey& key) {
  const std::unique_ptr<Provider> provider = app.connect(key.provider);
  RecordFetcher* fetcher = provider->fetcher();
  if (fetcher == nullptr) {
    throw Error(ErrorKind::usage, fmt::format("{} cannot be asked for a single record", provider_title(key.provider)),
                "pull its month");
  }
  return fetcher->fetch(key.id);
}

void mark_month_of(App& app, const Record& record) {
  if (const auto date = local_date(record, app.home())) {
    app.mine().month_summaries.mark_dirty(std::array{Month::of(*date)});
  }
}

FetchedAs drop(App& app, const std::optional<Record>& known) {
  if (!known || known->deleted_at) {
    return FetchedAs::unknown;
  }
  mark_month_of(app, *known);
  if (registered_provider(known->key.provider).info.erase_when_gone) {
    app.mine().records.erase(std::array{known->key});
  } else {
    app.mine().records.mark_deleted(std::array{known->key}, app.now());
  }
  return FetchedAs::gone;
}

FetchedAs keep(App& app, const std::optional<Record>& known, const Record& record) {
  if (known) {
    mark_month_of(app, *known); // it may have moved to another day
  }
  mark_month_of(app, record);
  const auto date = local_date(record, app.home());
  const store::StoredRecord stored{known ? with_archived_fields(record, *known) : record,
                                   date ? std::optional(days_of(*date)) : std::nullopt};
  const store::UpsertCounts counts = app.mine().records.upsert({&stored, 1});
  return counts.added > 0 ? FetchedAs::added : counts.updated > 0 ? FetchedAs::changed : FetchedAs::unchanged;
}

} // namespace

std::string_view to_string(FetchedAs fetched) { return words[static_cast<std::size_t>(fetched)]; }

FetchedAs fetch_record(App& app, const RecordKey& key) {
  const ProviderLocks locks = lock_providers(app, {key.provider});
  const std::optional<Record> found = read_from_provider(app, key);
  FetchedAs fetched = FetchedAs::unknown;
  {
    auto transaction = app.mine().changing_workouts();
    const std::optional<Record> known = app.mine().records.find(key);
    fetched = found ? keep(app, known, *found) : drop(app, known);
    app.calls().keep(app.store());
    transaction.commit();
  }
  refresh_touched_months(app);
  return fetched;
}

} // namespace tracekit::app
