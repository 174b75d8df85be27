// SPDX-License-Identifier: MIT
#include "app/portable.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "app/months.hpp"
#include "base/day_order.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "formats/archive/archive.hpp"
#include "model/record_json.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

constexpr std::size_t lines_at_once = 1000;

/// Records on their way into one transaction.
class Loader {
public:
  Loader(App& app, std::filesystem::path folder) : app_(app), folder_(std::move(folder)) {}

  void add(const json& line) {
    Record record = record_from_json(line);
    if (const auto file = line.find("file"); file != line.end() && file->is_string()) {
      keep_original(record, folder_ / file->get<std::string>());
    }
    record.fetched_at = record.fetched_at == 0 ? app_.now() : record.fetched_at;
    std::optional<std::int64_t> day;
    if (const auto date = local_date(record, app_.home())) {
      day = days_of(*date);
      months_.insert(Month::of(*date));
    }
    batch_.push_back({std::move(record), day});
    if (batch_.size() >= lines_at_once) {
      flush();
    }
  }

  void flush() {
    counts_ += app_.mine().records.upsert(batch_);
    batch_.clear();
  }

  /// Marks what was touched and returns what happened.
  store::UpsertCounts finish() {
    flush();
    const std::vector<Month> months(months_.begin(), months_.end());
    app_.mine().month_summaries.mark_dirty(months);
    return counts_;
  }

private:
  void keep_original(Record& record, const std::filesystem::path& path) {
    const Bytes bytes = read_file(path);
    record.payload_sha256 = sha256_hex(bytes);
    app_.mine().blobs.put(record.payload_sha256, store::encode_blob(bytes), store::BlobKind::original, app_.now());
  }

  App& app_;
  std::filesystem::path folder_;
  std::vector<store::StoredRecord> batch_;
  std::set<Month> months_;
  store::UpsertCounts counts_;
};

void load_lines(App& app, Loader& loader, std::istream& in, const std::string& name) {
  std::string text;
  std::uint64_t number = 0;
  while (std::getline(in, text)) {
    ++number;
    if (text.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    const json line = json::parse(text, nullptr, false);
    if (!line.is_object()) {
      throw Error(ErrorKind::input, fmt::format("{} line {}: not a JSON object", name, number));
    }
    try {
      loader.add(line);
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{} line {}: {}", name, number, error.what()), error.hint());
    }
    if (number % lines_at_once == 0) {
      app.cancellation().check();
      app.progress().advance("records", number, 0);
    }
  }
}

/// Reads its first bytes, and goes back to the beginning.
bool is_zip(std::istream& in) {
  Bytes beginning(4);
  in.read(reinterpret_cast<char*>(beginning.data()), std::ssize(beginning));
  in.clear();
  in.seekg(0);
  return archive::container_of(beginning) == archive::Container::zip;
}

} // namespace

store::UpsertCounts load(App& app, const std::filesystem::path& path) {
  stamp_of(path); // says what is wrong with the path itself
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) {
    throw Error(ErrorKind::input,
                fmt::format("cannot read {}: {}", path.string(),
                            std::filesystem::is_directory(path) ? "it is a folder" : std::strerror(errno)));
  }
  if (is_zip(in)) {
    throw Error(ErrorKind::input,
                fmt::format("{} is a zip archive, but not of `tracekit export --format full`", path.string()),
                "`tracekit import` takes archives of activity files, and those of an account at Strava or Garmin");
  }
  auto transaction = app.mine().changing_workouts();
  const store::UpsertCounts counts = load_records(app, in, path.string(), path.parent_path());
  transaction.commit();
  return counts;
}

store::UpsertCounts load_records(App& app, std::istream& lines, const std::string& name,
                                 const std::filesystem::path& folder) {
  Loader loader(app, folder);
  load_lines(app, loader, lines, name);
  return loader.finish();
}

void export_jsonl(App& app, std::optional<Date> from, std::optional<Date> to,
                  const std::function<void(const std::string& line)>& take) {
  check_day_order(from, to);
  app.mine().records.for_each([&](const store::StoredRecord& stored) {
    app.cancellation().check();
    const bool early = from && (!stored.local_day || *stored.local_day < days_of(*from));
    const bool late = to && (!stored.local_day || *stored.local_day > days_of(*to));
    if (!early && !late) {
      take(portable_line(stored.record));
    }
  });
}

} // namespace tracekit::app
