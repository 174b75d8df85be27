// SPDX-License-Identifier: MIT
#include "app/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "store/copying.hpp"
#include "store/repositories/installation_counts.hpp"

namespace tracekit::app {
namespace {

constexpr std::int64_t ms_per_s = 1000;

MetricFamily jobs_family(const store::InstallationCounts& counts) {
  MetricFamily family{"tracekit_jobs", MetricType::gauge, "", "Jobs in the database, by kind and state."};
  for (const auto& job : counts.jobs()) {
    family.samples.push_back(
        {"", metric_labels({{"kind", job.kind}, {"state", job.state}}), static_cast<double>(job.count)});
  }
  return family;
}

void add_queue(std::vector<MetricFamily>& families, const store::InstallationCounts& counts, EpochSeconds now) {
  const auto waiting = counts.waiting(now * ms_per_s);
  const double age_s =
      waiting.due_since_ms ? static_cast<double>(now * ms_per_s - *waiting.due_since_ms) / ms_per_s : 0;
  families.push_back({"tracekit_jobs_due",
                      MetricType::gauge,
                      "",
                      "Jobs whose time has come and that no worker has taken yet.",
                      {{"", "", static_cast<double>(waiting.due)}}});
  families.push_back({"tracekit_job_oldest_due_seconds",
                      MetricType::gauge,
                      "seconds",
                      "How long the oldest of them has waited.",
                      {{"", "", age_s}}});
}

void add_providers(std::vector<MetricFamily>& families, const store::InstallationCounts& counts, EpochSeconds now) {
  MetricFamily records{"tracekit_records", MetricType::gauge, "", "Stored records with a day, by provider."};
  for (const auto& provider : counts.records()) {
    records.samples.push_back(
        {"", metric_labels({{"provider", provider.provider}}), static_cast<double>(provider.records)});
  }
  MetricFamily limits{"tracekit_provider_limit_seconds", MetricType::gauge, "seconds",
                      "How long a provider takes no more requests; 0 when it takes them again."};
  for (const auto& limit : counts.limits()) {
    limits.samples.push_back({"", metric_labels({{"provider", limit.provider}}),
                              static_cast<double>(std::max<EpochSeconds>(limit.until - now, 0))});
  }
  families.push_back(std::move(records));
  families.push_back(std::move(limits));
}

/// What a counter of the database is about.
struct CounterWords {
  std::string_view name;
  const char* help;
};

constexpr std::array counter_words{
    CounterWords{"tracekit_provider_requests", "Requests to providers, by class of their answer."},
    CounterWords{"tracekit_job_runs", "Runs of jobs, by kind and how they ended."},
    CounterWords{"tracekit_job_duration_seconds", "Time that runs of jobs took, by kind."},
};

MetricFamily family_of(const std::string& name) {
  const auto* words = std::ranges::find(counter_words, name, &CounterWords::name);
  const char* unit = name.ends_with("_seconds") ? "seconds" : name.ends_with("_bytes") ? "bytes" : "";
  return {name, MetricType::counter, unit, words == counter_words.end() ? "Kept in the database." : words->help};
}

void add_counters(std::vector<MetricFamily>& families, const store::InstallationCounts& counts) {
  for (const auto& counter : counts.counters()) {
    if (families.back().name != counter.name) {
      families.push_back(family_of(counter.name));
    }
    families.back().samples.push_back({"_total", counter.labels, counter.value});
  }
}

} // namespace

std::string metric_labels(std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    out += fmt::format("{}{}=\"", out.empty() ? "" : ",", name);
    for (const char sign : value) {
      out += sign == '\\' ? "\\\\" : sign == '"' ? "\\\"" : sign == '\n' ? "\\n" : std::string(1, sign);
    }
    out += '"';
  }
  return out;
}

std::vector<MetricFamily> installation_metrics(Store& store, EpochSeconds now) {
  const store::InstallationCounts counts(store.connection());
  std::vector<MetricFamily> families{jobs_family(counts)};
  add_queue(families, counts, now);
  add_providers(families, counts, now);
  families.push_back({"tracekit_database_size_bytes",
                      MetricType::gauge,
                      "bytes",
                      "Size of the database on disk.",
                      {{"", "", static_cast<double>(store.size_bytes())}}});
  families.push_back({"tracekit_users",
                      MetricType::gauge,
                      "",
                      "People of this installation.",
                      {{"", "", static_cast<double>(counts.users())}}});
  if (const auto last = store::last_backup_at(store.connection())) {
    families.push_back({"tracekit_backup_last_success_timestamp_seconds",
                        MetricType::gauge,
                        "seconds",
                        "When the last backup was made.",
                        {{"", "", static_cast<double>(*last)}}});
  }
  add_counters(families, counts);
  return families;
}

} // namespace tracekit::app
