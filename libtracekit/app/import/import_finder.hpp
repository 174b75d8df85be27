// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "app/import/container.hpp"
#include "app/import/file_kind.hpp"
#include "app/import/import_queue.hpp"
#include "app/import/import_tally.hpp"
#include "base/cancellation.hpp"

namespace tracekit::app {

/// Goes through files, folders and archives, hands the files to the readers, and reads the tables of providers itself.
class ImportFinder {
public:
  struct Surroundings {
    std::filesystem::path spool; ///< folder for archives inside archives
    EpochSeconds now = 0;
    const Cancellation& cancellation;
  };

  ImportFinder(FoundQueue& found, ReadQueue& read, ImportTally& tally, Surroundings surroundings)
      : found_(found), read_(read), tally_(tally), around_(std::move(surroundings)) {}

  void find(const ImportSource& source);

private:
  using Places = std::vector<std::size_t>;             ///< of members
  using PlacesByKind = std::array<Places, file_kinds>; ///< by FileKind

  void go_through(Container& container, const std::string& name, int depth);
  PlacesByKind sort_out(Container& container, const std::string& name);
  /// Of the first bytes; `other` when they cannot be read, which is said.
  FileKind peeked_kind(Container& container, std::size_t member, const std::string& name);
  static PlacesByKind only(FileKind kind); ///< of a container with one file
  void read_strava(Container& container, const PlacesByKind& by_kind, const std::string& name);
  void read_garmin(Container& container, const PlacesByKind& by_kind, const std::string& name);
  /// Reads one table of an account's archive; `read` returns what could not be read of it.
  void read_table(Container& container, std::size_t member, const std::string& name,
                  const std::function<std::vector<std::string>()>& read);
  void open_archive(Container& container, std::size_t member, const std::string& name, int depth);
  /// How a file was found: by a person, or among others, so many archives deep.
  struct Found {
    bool is_named = false;
    int depth = 0;
  };
  void hand_over(Container& container, std::size_t member, const std::string& name, Found found);
  void take(Record record);

  FoundQueue& found_;
  ReadQueue& read_;
  ImportTally& tally_;
  Surroundings around_;
};

} // namespace tracekit::app
