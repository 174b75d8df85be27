// SPDX-License-Identifier: MIT
#include "app/archive_export.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <unordered_map>

#include "app/months.hpp"
#include "base/day_order.hpp"
#include "formats/archive/zip_writer.hpp"

namespace tracekit::app {
namespace {

/// `25 samples without a position` counts as `samples without a position`.
std::string without_number(const std::string& text) {
  const std::size_t word = text.find(' ');
  const bool has_number = word != std::string::npos && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
  return has_number ? text.substr(word + 1) : text;
}

/// Adds activities to one archive, under names that differ.
class Archiver {
public:
  Archiver(App& app, ExportFormat format, const std::function<void(ByteView)>& take)
      : app_(app), format_(format), zip_([this, &take](ByteView piece) {
          take(piece);
          report_.bytes += piece.size();
        }) {}

  void add(ActivityId id) {
    app_.cancellation().check();
    try {
      const ExportedFile file = export_activity(app_, id, format_);
      zip_.add(free_name(file.name), file.bytes, file.start);
      ++report_.activities;
      for (const std::string& what : file.left_out) {
        ++report_.left_out[without_number(what)];
      }
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::input && error.kind() != ErrorKind::not_found) {
        throw;
      }
      report_.skipped.push_back({id, error.what()});
    }
    app_.progress().advance("activities", ++done_, 0);
  }

  ArchiveReport finish() {
    say_what_is_missing();
    zip_.finish();
    return std::move(report_);
  }

private:
  /// Whoever gets the archive from a browser or from somebody else sees no report.
  void say_what_is_missing() {
    if (report_.skipped.empty()) {
      return;
    }
    std::string text;
    for (const ArchiveReport::Skipped& one : report_.skipped) {
      text += one.why + "\n";
    }
    constexpr WallSeconds no_time = 0; // the same history gives the same archive
    zip_.add("left-out.txt", as_bytes(text), no_time);
  }

  std::string free_name(const std::string& name) {
    const int count = ++names_[name];
    if (count == 1) {
      return name;
    }
    const std::size_t dot = name.find('.');
    return free_name(
        fmt::format("{}-{}{}", name.substr(0, dot), count, dot == std::string::npos ? "" : name.substr(dot)));
  }

  App& app_;
  ExportFormat format_;
  ArchiveReport report_;
  archive::ZipWriter zip_;
  std::unordered_map<std::string, int> names_;
  std::uint64_t done_ = 0;
};

} // namespace

ArchiveReport export_archive(App& app, std::optional<Date> from, std::optional<Date> to, ExportFormat format,
                             const std::function<void(ByteView piece)>& take) {
  check_day_order(from, to);
  refresh_touched_months(app);
  Archiver archiver(app, format, take);
  if (const auto days = app.mine().records.day_range()) {
    const std::int64_t first = from ? std::max(days->first, days_of(*from)) : days->first;
    const std::int64_t last = to ? std::min(days->second, days_of(*to)) : days->second;
    constexpr std::int64_t page_days = 31;
    for (std::int64_t day = first; day <= last; day += page_days) {
      for (const Activity& activity : app.mine().activities.in_days(day, std::min(last, day + page_days - 1))) {
        archiver.add(activity.id);
      }
    }
  }
  if (!from && !to) {
    for (const Record& record : app.mine().records.without_day()) {
      if (const auto id = app.mine().activities.of_record(record.key)) {
        archiver.add(*id);
      }
    }
  }
  return archiver.finish();
}

nlohmann::json to_json(const ArchiveReport& report) {
  nlohmann::json skipped = nlohmann::json::array();
  for (const ArchiveReport::Skipped& one : report.skipped) {
    skipped.push_back({{"activity", one.activity}, {"why", one.why}});
  }
  return {{"activities", report.activities},
          {"bytes", report.bytes},
          {"skipped", std::move(skipped)},
          {"left_out", report.left_out}};
}

} // namespace tracekit::app
