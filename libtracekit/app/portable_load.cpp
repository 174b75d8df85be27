// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <sstream>

#include "app/months.hpp"
#include "app/portable.hpp"
#include "app/portable_archive.hpp"
#include "app/portable_json.hpp"
#include "app/reparse.hpp"
#include "app/schedules.hpp"
#include "base/hash.hpp"
#include "formats/archive/zip_reader.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::uint64_t largest_member = std::uint64_t{1} << 30U;
constexpr std::string_view originals = "originals/";

class ArchiveLoader {
public:
  ArchiveLoader(App& app, const std::filesystem::path& path) : app_(app), path_(path), zip_(open_for_reading(path)) {}

  PortableCounts run() {
    check();
    load_settings();
    for_each_member("records", [&](std::size_t member) { load_records_of(member); });
    load_versions();
    load_originals();
    for_each_line("activities", [&](const json& line) { load_activity(line); });
    for_each_line("verdicts", [&](const json& line) { load_verdict(line); });
    for_each_line("clocks", [&](const json& line) { load_clock(line); });
    for_each_line("equipment", [&](const json& line) { load_equipment(line); });
    load_changes();
    load_dismissals();
    for_each_line("schedules", [&](const json& line) { load_schedule(line); });
    mark_months();
    reparse(app_, ReparsedFiles::without_samples);
    return counts_;
  }

private:
  void check() {
    if (!zip_.damage().empty()) {
      throw Error(ErrorKind::input, fmt::format("{}: {}", path_.string(), zip_.damage()),
                  "nothing was loaded; export it again");
    }
  }

  [[nodiscard]] std::string name_of(std::size_t member) const {
    return path_.string() + ": " + zip_.members()[member].name;
  }

  std::string text_of(std::size_t member) {
    try {
      return std::string(as_text(zip_.read(member, largest_member)));
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{} {}", name_of(member), error.what()), error.hint());
    }
  }

  /// `records-0001.jsonl` and its like, in their order.
  void for_each_member(std::string_view kind, const std::function<void(std::size_t)>& take) {
    for (std::size_t i = 0; i < zip_.members().size(); ++i) {
      const std::string& name = zip_.members()[i].name;
      if (name.starts_with(fmt::format("{}-", kind)) && name.ends_with(".jsonl")) {
        app_.cancellation().check();
        take(i);
      }
    }
  }

  void for_each_line(std::string_view kind, const std::function<void(const json&)>& take) {
    for_each_member(kind, [&](std::size_t member) {
      std::istringstream lines(text_of(member));
      std::string text;
      for (std::uint64_t number = 1; std::getline(lines, text); ++number) {
        const json line = json::parse(text, nullptr, false);
        try {
          if (!line.is_object()) {
            throw Error(ErrorKind::input, "not a JSON object");
          }
          take(line);
        } catch (const Error& error) {
          throw Error(error.kind(), fmt::format("{} line {}: {}", name_of(member), number, error.what()), error.hint());
        }
      }
    });
  }

  /// A person's word counts wherever its records lie.
  void mark_months() {
    const bool is_judged = counts_.verdicts + counts_.clocks + counts_.dismissed > 0;
    const auto days = is_judged ? app_.mine().records.day_range() : std::nullopt;
    std::vector<Month> months;
    for (Month month = days ? Month::of(date_of_days(days->first)) : Month{};
         days && month <= Month::of(date_of_days(days->second)); month = month.plus(1)) {
      months.push_back(month);
    }
    app_.mine().month_summaries.mark_dirty(months);
  }

  void load_settings() {
    for (std::size_t i = 0; i < zip_.members().size(); ++i) {
      if (zip_.members()[i].name == "settings.json" && app_.stored_settings().empty()) {
        app_.store_settings(text_of(i), "load");
        counts_.settings = true;
      }
    }
  }

  void load_records_of(std::size_t member) {
    std::istringstream lines(text_of(member));
    auto transaction = app_.mine().changing_workouts();
    const store::UpsertCounts counts = load_records(app_, lines, name_of(member), path_.parent_path());
    transaction.commit();
    counts_.records += counts.added + counts.updated;
  }

  void load_versions() {
    auto transaction = app_.mine().changing_workouts();
    for_each_line("versions", [&](const json& line) {
      const bool is_new = app_.mine().records.add_version(key_from_json(line, "record"), version_from_json(line));
      counts_.versions += is_new ? 1 : 0;
    });
    transaction.commit();
  }

  void load_originals() {
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < zip_.members().size(); ++i) {
      const std::string& name = zip_.members()[i].name;
      if (!name.starts_with(originals)) {
        continue;
      }
      app_.cancellation().check();
      app_.progress().advance("files", ++seen, 0);
      const std::string sha256 = name.substr(originals.size());
      if (app_.mine().blobs.has(sha256)) {
        continue;
      }
      const std::string content = text_of(i);
      if (sha256_hex(as_bytes(content)) != sha256) {
        throw Error(ErrorKind::input, fmt::format("{} is not the file that its name says", name_of(i)));
      }
      app_.mine().blobs.put(sha256, store::encode_blob(as_bytes(content)), store::BlobKind::original, app_.now());
      ++counts_.originals;
    }
  }

  /// Records that are one activity there become one here: that of the first which belongs to one already.
  void load_activity(const json& line) {
    UserStore& mine = app_.mine();
    std::vector<Link> links = links_from_json(line);
    std::optional<ActivityId> id;
    bool is_whole = true;
    for (const Link& link : links) {
      const auto present = mine.activities.of_record(link.record);
      id = id ? id : present;
      is_whole = is_whole && present && present == id;
    }
    std::erase_if(links, [&](const Link& link) { return !mine.records.find(link.record); });
    if (is_whole || links.empty()) {
      return;
    }
    auto transaction = app_.mine().changing_workouts();
    const ActivityId target = id ? *id : mine.activities.create();
    if (const auto before = mine.activities.find(target)) {
      for (const Link& link : before->links) { // what else belongs to it stays
        if (std::none_of(links.begin(), links.end(), [&](const Link& one) { return one.record == link.record; })) {
          links.push_back(link);
        }
      }
    }
    mine.activities.save_links(target, links);
    mine.activities.remove_empty();
    transaction.commit();
    ++counts_.activities;
  }

  void load_verdict(const json& line) {
    UserStore& mine = app_.mine();
    if (line.value("kind", "") == "ignored") {
      const RecordKey key = key_from_json(line, "a");
      const auto ignored = mine.verdicts.ignored();
      if (std::find(ignored.begin(), ignored.end(), key) == ignored.end()) {
        mine.verdicts.ignore(key, app_.now());
        ++counts_.verdicts;
      }
      return;
    }
    const store::Verdict verdict = verdict_from_json(line);
    const auto said = mine.verdicts.about(verdict.a);
    const auto known = std::find_if(
        said.begin(), said.end(), [&](const store::Verdict& one) { return one.a == verdict.a && one.b == verdict.b; });
    if (known == said.end() || known->said_at < verdict.said_at) { // the later word counts
      mine.verdicts.say(verdict.a, verdict.b, verdict.kind, verdict.said_at);
      ++counts_.verdicts;
    }
  }

  void load_clock(const json& line) {
    const store::ClockCorrection correction = clock_from_json(line);
    const auto known = app_.mine().clock_corrections.all();
    const auto same = std::ranges::find_if(known, [&](const store::ClockCorrection& one) {
      return one.provider == correction.provider && one.first_day == correction.first_day &&
             one.offset_s == correction.offset_s;
    });
    if (same == known.end() || same->said_at < correction.said_at) { // the later word counts
      app_.mine().clock_corrections.say(correction);
      ++counts_.clocks;
    }
  }

  void load_dismissals() {
    const std::vector<std::string> known = app_.mine().journal.dismissed();
    for_each_line("dismissed", [&](const json& line) {
      const store::Dismissal dismissal = dismissal_from_json(line);
      if (!std::ranges::binary_search(known, dismissal.change_id)) {
        app_.mine().journal.dismiss(dismissal.change_id, dismissal.change_json, dismissal.dismissed_at);
        ++counts_.dismissed;
      }
    });
  }

  /// What a person has set up here stays as it is.
  void load_schedule(const json& line) {
    const store::Schedule schedule = schedule_from_json(line);
    if (!app_.mine().schedules.find(schedule.name)) {
      save_schedule(app_, schedule);
      ++counts_.schedules;
    }
  }

  void load_equipment(const json& line) {
    const store::GearAlias alias = alias_from_json(line);
    const auto known = app_.mine().gear_aliases.all();
    const bool is_known =
        std::any_of(known.begin(), known.end(), [&](const store::GearAlias& one) { return one.alias == alias.alias; });
    if (!is_known && !alias.alias.empty()) {
      app_.mine().gear_aliases.add(alias.alias, alias.canonical, app_.now());
      ++counts_.equipment;
    }
  }

  void load_changes() {
    store::Journal& journal = app_.mine().journal;
    std::set<std::pair<std::string, EpochSeconds>> known;
    for (const store::JournalEntry& entry : journal.list(std::numeric_limits<std::int32_t>::max())) {
      known.emplace(entry.intent.change_id, entry.begun_at);
    }
    std::map<std::int64_t, std::int64_t> numbers; // there to here
    for_each_line("changes", [&](const json& line) {
      store::JournalEntry entry = journal_entry_from_json(line);
      if (!known.emplace(entry.intent.change_id, entry.begun_at).second) {
        return;
      }
      if (const auto undoes = entry.intent.undoes) {
        const auto here = numbers.find(*undoes);
        entry.intent.undoes = here == numbers.end() ? std::nullopt : std::optional(here->second);
      }
      const std::int64_t id = journal.begin_intent(entry.intent, entry.begun_at);
      numbers[entry.id] = id;
      // What was open there is nobody's to finish here.
      const bool is_open = entry.outcome == store::Outcome::open;
      journal.finish(id, is_open ? store::Outcome::unknown : entry.outcome, entry.message, entry.before, entry.after,
                     entry.finished_at.value_or(entry.begun_at));
      if (entry.undone_at) {
        journal.mark_undone(id, *entry.undone_at);
      }
      ++counts_.changes;
    });
  }

  App& app_;
  std::filesystem::path path_;
  archive::ZipReader zip_;
  PortableCounts counts_;
};

} // namespace

bool is_portable_archive(const std::filesystem::path& path) {
  try {
    const archive::ZipReader zip(open_for_reading(path));
    return std::any_of(zip.members().begin(), zip.members().end(),
                       [](const archive::ZipMember& member) { return member.name == "tracekit.json"; });
  } catch (const Error&) { // no zip archive, or not there: reading it otherwise says so
    return false;
  }
}

PortableCounts load_archive(App& app, const std::filesystem::path& path) {
  PortableCounts counts = ArchiveLoader(app, path).run();
  refresh_touched_months(app);
  return counts;
}

} // namespace tracekit::app
