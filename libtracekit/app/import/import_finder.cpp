// SPDX-License-Identifier: MIT
#include "app/import/import_finder.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "formats/archive/archive.hpp"
#include "providers/garmin/archive.hpp"
#include "providers/strava/archive.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 3;                                        ///< archives inside each other
constexpr std::uint64_t largest_file = std::uint64_t{256} << 20U; ///< of an activity, or of a table in memory

std::string inside(const std::string& container, const std::string& member) {
  return container.empty() ? member : container + ": " + member;
}

std::size_t place(FileKind kind) { return static_cast<std::size_t>(kind); }

} // namespace

void ImportFinder::find(const ImportSource& source) {
  const auto& [path, name] = source;
  if (fs::is_directory(path)) {
    const auto folder = folder_container(
        path, [&](const std::string& member, const std::string& why) { tally_.refused({inside(name, member), why}); });
    go_through(*folder, name, 0);
    return;
  }
  const auto file = file_container(path);
  // A file that is named by the person is looked at whatever it is called.
  const Bytes beginning = file->peek(0, beginning_bytes);
  const FileKind kind =
      kind_of_beginning(beginning) == FileKind::strava_table ? FileKind::strava_table : kind_of_name(name);
  if (is_archive_of_files(name, beginning)) {
    open_archive(*file, 0, name, 1);
  } else if (kind == FileKind::strava_table) {
    read_strava(*file, only(FileKind::strava_table), path.parent_path().string());
  } else if (kind == FileKind::garmin_table || kind == FileKind::garmin_gear) {
    read_garmin(*file, only(kind), path.parent_path().string());
  } else {
    tally_.expect(1);
    hand_over(*file, 0, name, {.is_named = true, .depth = 0});
  }
}

ImportFinder::PlacesByKind ImportFinder::only(FileKind kind) {
  PlacesByKind by_kind;
  by_kind[place(kind)] = {0};
  return by_kind;
}

ImportFinder::PlacesByKind ImportFinder::sort_out(Container& container, const std::string& name) {
  PlacesByKind by_kind;
  for (std::size_t i = 0; i < container.members().size(); ++i) {
    const archive::ZipMember& member = container.members()[i];
    FileKind kind = kind_of_name(member.name);
    if (kind == FileKind::other) {
      continue;
    }
    if (!member.refusal.empty()) {
      tally_.refused({inside(name, member.name), member.refusal});
      continue;
    }
    if (kind == FileKind::unknown) {
      around_.cancellation.check();
      kind = peeked_kind(container, i, name);
    }
    by_kind[place(kind)].push_back(i);
  }
  tally_.expect(by_kind[place(FileKind::activity)].size());
  return by_kind;
}

FileKind ImportFinder::peeked_kind(Container& container, std::size_t member, const std::string& name) {
  try {
    return kind_of_beginning(container.peek(member, beginning_bytes));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) {
      throw;
    }
    tally_.refused({inside(name, container.members()[member].name), error.what()});
    return FileKind::other;
  }
}

void ImportFinder::go_through(Container& container, const std::string& name, int depth) {
  const PlacesByKind by_kind = sort_out(container, name);
  if (!container.damage().empty()) {
    tally_.damaged({name, container.damage()});
  }
  read_strava(container, by_kind, name);
  read_garmin(container, by_kind, name);
  for (const std::size_t member : by_kind[place(FileKind::activity)]) {
    hand_over(container, member, inside(name, container.members()[member].name), {.is_named = false, .depth = depth});
  }
  for (const std::size_t member : by_kind[place(FileKind::archive)]) {
    open_archive(container, member, inside(name, container.members()[member].name), depth + 1);
  }
}

void ImportFinder::open_archive(Container& container, std::size_t member, const std::string& name, int depth) {
  around_.cancellation.check();
  if (depth > deepest) {
    tally_.refused({name, fmt::format("is nested more than {} archives deep, which is refused", deepest)});
    return;
  }
  std::unique_ptr<Container> zip;
  try {
    zip = zip_container(container.open(member, around_.spool));
  } catch (const Error& error) {
    tally_.refused({name, error.what()});
    return;
  }
  go_through(*zip, name, depth);
}

void ImportFinder::hand_over(Container& container, std::size_t member, const std::string& name, Found found) {
  around_.cancellation.check();
  Bytes content;
  try {
    content = container.read(member, largest_file);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) {
      throw;
    }
    tally_.refused({name, error.what()});
    tally_.looked_at();
    return;
  }
  if (archive::holds_several_activities(content)) { // a zip that is called like one activity
    content = {};
    tally_.expect_one_fewer();
    open_archive(container, member, name, found.depth + 1);
    return;
  }
  const std::size_t weight = content.size() + name.size();
  if (!found_.push({name, std::move(content), found.is_named}, weight)) {
    throw Error(ErrorKind::interrupted, "nothing more can be stored");
  }
}

void ImportFinder::take(Record record) {
  ReadImport read;
  read.table_record = std::move(record);
  if (!read_.push(std::move(read), sizeof(Record))) {
    throw Error(ErrorKind::interrupted, "nothing more can be stored");
  }
}

void ImportFinder::read_table(Container& container, std::size_t member, const std::string& name,
                              const std::function<std::vector<std::string>()>& read) {
  const std::string table = inside(name, container.members()[member].name);
  try {
    for (const std::string& problem : read()) {
      tally_.unreadable({table, problem});
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) {
      throw;
    }
    tally_.unreadable({table, error.what()});
  }
}

void ImportFinder::read_strava(Container& container, const PlacesByKind& by_kind, const std::string& name) {
  strava::ArchivedGear gear;
  for (const auto& [file_kind, kind] : {std::pair(FileKind::strava_bikes, strava::GearKind::bike),
                                        std::pair(FileKind::strava_shoes, strava::GearKind::shoes)}) {
    for (const std::size_t member : by_kind[place(file_kind)]) {
      read_table(container, member, name, [&, kind = kind] {
        gear.read(kind, container.read(member, largest_file));
        return std::vector<std::string>();
      });
    }
  }
  for (const std::size_t member : by_kind[place(FileKind::strava_table)]) {
    read_table(container, member, name, [&] {
      return strava::read_archive_table(container.read(member, largest_file), gear, around_.now,
                                        [this](Record record) { take(std::move(record)); })
          .problems;
    });
  }
}

void ImportFinder::read_garmin(Container& container, const PlacesByKind& by_kind, const std::string& name) {
  garmin::ArchivedGear gear;
  for (const std::size_t member : by_kind[place(FileKind::garmin_gear)]) {
    read_table(container, member, name, [&] {
      gear.read(container.read(member, largest_file));
      return std::vector<std::string>();
    });
  }
  for (const std::size_t member : by_kind[place(FileKind::garmin_table)]) {
    read_table(container, member, name, [&] {
      const FileHandle file = container.open(member, around_.spool);
      return garmin::read_archived_summaries(file.get(), gear, around_.now,
                                             [this](Record record) { take(std::move(record)); });
    });
  }
}

} // namespace tracekit::app
