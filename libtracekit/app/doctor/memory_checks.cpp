// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/doctor/checks.hpp"
#include "store/copying.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t files_named = 2;

void check_stored_settings(App& app, Diagnosis& diagnosis) {
  constexpr const char* check = "settings";
  constexpr const char* subject = "Settings";
  for (const std::string& warning : app.settings().warnings) {
    diagnosis.attention(check, subject, warning, "");
  }
  for (const std::string& key : config::missing_values(app.schema(), app.settings())) {
    diagnosis.broken(check, subject,
                     Error(ErrorKind::config, fmt::format("{} is not set", key), "run `tracekit configure`"));
  }
}

void check_open_writes(App& app, Diagnosis& diagnosis) {
  constexpr const char* check = "changes";
  constexpr const char* subject = "Changes";
  const std::vector<store::JournalEntry> open = app.mine().journal.open();
  if (open.empty()) {
    diagnosis.good(check, subject, "none was interrupted");
    return;
  }
  diagnosis.attention(check, subject,
                      fmt::format("{} interrupted while being written, the first at {}", open.size(),
                                  provider_title(open.front().intent.provider)),
                      "`tracekit sync-month` looks at them first");
}

/// The command that asks again for these months.
std::string pull_command(const std::string& provider, Month first, Month last) {
  std::string start = "tracekit pull --provider " + provider;
  if (!registered_provider(provider).info.has_months) {
    return start;
  }
  return first == last
             ? fmt::format("{} --date {}", start, first.text())
             : fmt::format("{} --from {} --to {}", start, format_date(first.first_day()), format_date(last.last_day()));
}

void report_months(const std::string& provider, const std::vector<store::MonthCoverage>& months, std::string_view state,
                   Diagnosis& diagnosis) {
  const Month first = months.front().month;
  const Month last = months.back().month;
  const std::string reason = months.back().reason;
  std::string which =
      first == last ? fmt::format("{} was {}", first.text(), state)
                    : fmt::format("{} months from {} to {} were {}", months.size(), first.text(), last.text(), state);
  diagnosis.add({"months",
                 provider_title(provider),
                 Verdict::attention,
                 which + (reason.empty() ? "" : ": " + reason),
                 pull_command(provider, first, last),
                 provider,
                 {}});
}

void check_months(App& app, Diagnosis& diagnosis) {
  bool all = true;
  for (const std::string& provider : app.enabled_providers()) {
    std::vector<store::MonthCoverage> failed = app.mine().coverage.of_provider(provider);
    std::vector<store::MonthCoverage> partial = failed;
    std::erase_if(failed, [](const auto& month) { return month.status != store::CoverageStatus::failed; });
    std::erase_if(partial, [](const auto& month) { return month.status != store::CoverageStatus::partial; });
    if (!failed.empty()) {
      report_months(provider, failed, "not pulled", diagnosis);
    }
    if (!partial.empty()) {
      report_months(provider, partial, "pulled in part", diagnosis);
    }
    all = all && failed.empty() && partial.empty();
  }
  if (all) {
    diagnosis.good("months", "Months", "all that were pulled are whole");
  }
}

void check_sources(App& app, Diagnosis& diagnosis) {
  std::map<std::string, std::vector<std::string>> failures;
  for (const store::Source& source : app.mine().sources.failures()) {
    failures[source.provider].push_back(source.failure);
  }
  for (const auto& [provider, reasons] : failures) {
    std::string message;
    for (std::size_t i = 0; i < std::min(reasons.size(), files_named); ++i) {
      message += (i == 0 ? "" : "; ") + reasons[i];
    }
    if (reasons.size() > files_named) {
      message += fmt::format("; and {} more", reasons.size() - files_named);
    }
    diagnosis.add({"sources",
                   provider_title(provider),
                   Verdict::attention,
                   message,
                   "they are tried again when they change",
                   provider,
                   {}});
  }
}

void check_backup(App& app, Diagnosis& diagnosis) {
  constexpr const char* check = "backup";
  constexpr const char* subject = "Backup";
  constexpr const char* advice = "`tracekit backup FOLDER/`";
  constexpr std::int64_t day_s = 86'400;
  constexpr std::int64_t long_ago_days = 30;
  const auto last = store::last_backup_at(app.store().connection());
  if (!last) {
    if (app.mine().records.day_range()) {
      diagnosis.attention(check, subject, "none was ever made", advice);
    }
    return;
  }
  const std::string day = format_date(date_of_wall(app.home().to_wall(*last)));
  if (const std::int64_t days = (app.now() - *last) / day_s; days > long_ago_days) {
    diagnosis.attention(check, subject, fmt::format("the last one is of {}, {} days ago", day, days), advice);
  } else {
    diagnosis.good(check, subject, fmt::format("the last one is of {}", day));
  }
}

} // namespace

void check_memory(App& app, Diagnosis& diagnosis) {
  check_stored_settings(app, diagnosis);
  check_open_writes(app, diagnosis);
  check_months(app, diagnosis);
  check_sources(app, diagnosis);
  check_backup(app, diagnosis);
}

} // namespace tracekit::app
