// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "app/months.hpp"
#include "app/portable_archive.hpp"
#include "app/portable_json.hpp"
#include "formats/archive/zip_writer.hpp"
#include "model/record_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

/// Lines of one kind, as members of a size that fits into memory: `records-0001.jsonl` ...
class Lines {
public:
  Lines(archive::ZipWriter& zip, std::string name) : zip_(zip), name_(std::move(name)) {}

  void add(const std::string& line) {
    text_ += line + "\n";
    ++count_;
    constexpr std::size_t member_bytes = std::size_t{4} << 20U;
    if (text_.size() >= member_bytes) {
      flush();
    }
  }
  void add(const json& line) { add(line.dump(-1, ' ', false, json::error_handler_t::replace)); }

  std::uint64_t finish() {
    if (!text_.empty()) {
      flush();
    }
    return count_;
  }

private:
  void flush() {
    zip_.add(fmt::format("{}-{:04}.jsonl", name_, ++members_), as_bytes(text_), 0);
    text_.clear();
  }

  archive::ZipWriter& zip_;
  std::string name_;
  std::string text_;
  std::uint64_t count_ = 0;
  int members_ = 0;
};

std::uint64_t write_records(App& app, archive::ZipWriter& zip) {
  Lines lines(zip, "records");
  app.mine().records.for_each(
      [&](const store::StoredRecord& stored) {
        app.cancellation().check();
        lines.add(portable_line(stored.record));
      },
      store::Deleted::include);
  return lines.finish();
}

std::uint64_t write_versions(App& app, archive::ZipWriter& zip) {
  Lines lines(zip, "versions");
  app.mine().records.for_each_version([&](const RecordKey& key, const store::RecordVersion& version) {
    app.cancellation().check();
    lines.add(portable_form(key, version));
  });
  return lines.finish();
}

std::uint64_t write_originals(App& app, archive::ZipWriter& zip) {
  std::uint64_t count = 0;
  app.mine().blobs.for_each([&](const store::BlobInfo& info) {
    if (info.kind != store::BlobKind::original) {
      return;
    }
    app.cancellation().check();
    zip.add("originals/" + info.sha256, *app.mine().blobs.find(info.sha256), 0);
    app.progress().advance("files", ++count, 0);
  });
  return count;
}

std::uint64_t write_activities(App& app, archive::ZipWriter& zip) {
  Lines lines(zip, "activities");
  if (const auto days = app.mine().records.day_range()) {
    constexpr std::int64_t page_days = 31;
    for (std::int64_t day = days->first; day <= days->second; day += page_days) {
      app.cancellation().check();
      for (const Activity& activity : app.mine().activities.in_days(day, std::min(days->second, day + page_days - 1))) {
        if (activity.links.size() > 1) {
          lines.add(portable_form(activity));
        }
      }
    }
  }
  return lines.finish();
}

std::uint64_t write_verdicts(App& app, archive::ZipWriter& zip) {
  Lines lines(zip, "verdicts");
  for (const store::Verdict& verdict : app.mine().verdicts.all()) {
    lines.add(portable_form(verdict));
  }
  for (const RecordKey& key : app.mine().verdicts.ignored()) {
    lines.add(json{{"kind", "ignored"}, {"a", portable_form(key)}});
  }
  return lines.finish();
}

/// One member's lines of what is told by one row each.
template <class Row> std::uint64_t write_rows(archive::ZipWriter& zip, const char* name, const std::vector<Row>& rows) {
  Lines lines(zip, name);
  for (const Row& row : rows) {
    lines.add(portable_form(row));
  }
  return lines.finish();
}

/// Oldest first, so that what an undo takes back comes before it.
std::uint64_t write_changes(App& app, archive::ZipWriter& zip) {
  std::vector<store::JournalEntry> entries = app.mine().journal.list(std::numeric_limits<std::int32_t>::max());
  std::reverse(entries.begin(), entries.end());
  return write_rows(zip, "changes", entries);
}

} // namespace

PortableCounts export_everything(App& app, const std::function<void(ByteView piece)>& take) {
  refresh_touched_months(app);
  archive::ZipWriter zip(take);
  zip.add("tracekit.json", as_bytes(R"({"what":"everything of one person in tracekit","version":1})"), 0);
  PortableCounts counts;
  if (const std::string settings = app.stored_settings(); !settings.empty()) {
    zip.add("settings.json", as_bytes(settings), 0);
    counts.settings = true;
  }
  const UserStore& mine = app.mine();
  counts.records = write_records(app, zip);
  counts.versions = write_versions(app, zip);
  counts.originals = write_originals(app, zip);
  counts.activities = write_activities(app, zip);
  counts.verdicts = write_verdicts(app, zip);
  counts.clocks = write_rows(zip, "clocks", mine.clock_corrections.all());
  counts.equipment = write_rows(zip, "equipment", mine.gear_aliases.all());
  counts.changes = write_changes(app, zip);
  counts.dismissed = write_rows(zip, "dismissed", mine.journal.dismissals());
  counts.schedules = write_rows(zip, "schedules", mine.schedules.all());
  zip.finish();
  return counts;
}

json to_json(const PortableCounts& counts) {
  return {{"records", counts.records},       {"versions", counts.versions}, {"originals", counts.originals},
          {"activities", counts.activities}, {"verdicts", counts.verdicts}, {"clocks", counts.clocks},
          {"equipment", counts.equipment},   {"changes", counts.changes},   {"dismissed", counts.dismissed},
          {"schedules", counts.schedules},   {"settings", counts.settings}};
}

} // namespace tracekit::app
