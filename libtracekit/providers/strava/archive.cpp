// SPDX-License-Identifier: MIT
#include "providers/strava/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/csv/records.hpp"
#include "model/sport.hpp"
#include "providers/strava/api.hpp"

namespace tracekit::strava {
namespace {

/// A column by its English name, by its place in newer archives (from 0), and which of several of that name counts.
struct ColumnName {
  std::string_view name;
  std::size_t place;
};

namespace column {
constexpr ColumnName id{"activity id", 0};
constexpr ColumnName date{"activity date", 1};
constexpr ColumnName title{"activity name", 2};
constexpr ColumnName type{"activity type", 3};
constexpr ColumnName description{"activity description", 4};
constexpr ColumnName gear_name{"activity gear", 11};
constexpr ColumnName file{"filename", 12};
constexpr ColumnName elapsed{"elapsed time", 15};
constexpr ColumnName moving{"moving time", 16};
constexpr ColumnName distance{"distance", 17};
constexpr ColumnName commute{"commute", 50};
constexpr ColumnName power_count{"power count", 47};
constexpr ColumnName bike{"bike", 68};
constexpr ColumnName shoes{"gear", 69};
} // namespace column

struct TotalColumn {
  ColumnName column;
  std::optional<double> Totals::* member;
};

constexpr std::array totals_columns{
    TotalColumn{column::elapsed, &Totals::elapsed_s},
    TotalColumn{column::moving, &Totals::moving_s},
    TotalColumn{{"max speed", 18}, &Totals::max_speed_mps},
    TotalColumn{{"average speed", 19}, &Totals::avg_speed_mps},
    TotalColumn{{"elevation gain", 20}, &Totals::ascent_m},
    TotalColumn{{"elevation loss", 21}, &Totals::descent_m},
    TotalColumn{{"max cadence", 28}, &Totals::max_cadence},
    TotalColumn{{"average cadence", 29}, &Totals::avg_cadence},
    TotalColumn{{"max heart rate", 30}, &Totals::max_hr},
    TotalColumn{{"average heart rate", 31}, &Totals::avg_hr},
    TotalColumn{{"calories", 34}, &Totals::calories_kcal},
    TotalColumn{{"max temperature", 35}, &Totals::max_temperature_c},
    TotalColumn{{"average temperature", 36}, &Totals::avg_temperature_c},
};

/// Only of a power meter; without one they are Strava's guess.
constexpr std::array power_columns{
    TotalColumn{{"max watts", 32}, &Totals::max_power},
    TotalColumn{{"average watts", 33}, &Totals::avg_power},
    TotalColumn{{"weighted average power", 46}, &Totals::normalized_power},
};

/// Old archives call the columns otherwise.
std::string plain_heading(std::string_view heading) {
  constexpr std::string_view untranslated = "horton_values.";
  const std::size_t at = heading.find(untranslated);
  std::string word;
  if (at != std::string_view::npos) {
    const std::string_view rest = heading.substr(at + untranslated.size());
    word = rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"));
  } else {
    word = to_lower(trim(heading));
  }
  std::replace(word.begin(), word.end(), '_', ' ');
  return word == "id" || word == "date" || word == "name" || word == "type" || word == "description"
             ? "activity " + word
             : word;
}

/// The headings of a table and the cells of one row.
class Rows {
public:
  explicit Rows(ByteView csv) : text_(as_text(csv)), records_(csv::split_records(text_)) {
    decimal_comma_ = csv::has_decimal_comma(text_, records_);
  }

  /// False when the first row is not that of this table.
  bool read_headings() {
    const auto first = std::find_if(records_.records.begin(), records_.records.end(),
                                    [](const csv::RecordSpan& record) { return record.field_count > 0; });
    if (first == records_.records.end()) {
      return false;
    }
    next_ = static_cast<std::size_t>(first - records_.records.begin()) + 1;
    for (const csv::FieldSpan& field : records_.fields_of(*first)) {
      const std::string heading = value(field);
      first_row_ += fmt::format("{}{}", headings_.empty() ? "" : ", ", heading);
      headings_.push_back(plain_heading(heading));
    }
    by_name_ = has(column::id);
    constexpr std::size_t fewest_by_place = 80; // the archive has had so many since its columns kept their places
    return by_name_ || headings_.size() >= fewest_by_place;
  }

  [[nodiscard]] const std::string& first_row() const { return first_row_; } ///< as it is written
  [[nodiscard]] bool has(const ColumnName& name) const {
    return std::find(headings_.begin(), headings_.end(), name.name) != headings_.end();
  }

  /// Goes to the next row that is not blank; false at the end.
  bool next() {
    while (next_ < records_.records.size() && records_.records[next_].field_count == 0) {
      ++next_;
    }
    if (next_ >= records_.records.size()) {
      return false;
    }
    fields_ = records_.fields_of(records_.records[next_++]);
    return true;
  }

  /// Of several columns of one name the last counts, which is the exact one; where it is empty, one before.
  [[nodiscard]] std::string text(const ColumnName& name) const {
    if (!by_name_) {
      return name.place < fields_.size() ? value(fields_[name.place]) : "";
    }
    for (std::size_t i = std::min(headings_.size(), fields_.size()); i > 0; --i) {
      if (headings_[i - 1] == name.name) {
        if (std::string cell = value(fields_[i - 1]); !cell.empty()) {
          return cell;
        }
      }
    }
    return "";
  }

  /// A number above zero: 0 stands for "not known".
  [[nodiscard]] std::optional<double> amount(const ColumnName& name) const {
    std::string cell = text(name);
    if (decimal_comma_) {
      std::replace(cell.begin(), cell.end(), ',', '.');
    } else {
      std::erase(cell, ','); // of thousands
    }
    const auto value = parse_double(cell);
    return value && *value > 0 && std::isfinite(*value) ? value : std::nullopt;
  }

  /// Metres, where the distance stands twice the second time; once in the oldest archives. Those between had
  /// kilometres.
  [[nodiscard]] double distance_unit_m() const {
    const bool is_exact = std::count(headings_.begin(), headings_.end(), "distance") > 1;
    return !by_name_ || is_exact || is_oldest_ ? 1 : 1000;
  }

  void note_oldest(bool is_oldest) { is_oldest_ = is_oldest; }

private:
  [[nodiscard]] std::string value(const csv::FieldSpan& field) const {
    return to_valid_utf8(trim(csv::field_value(text_.substr(field.begin, field.end - field.begin))));
  }

  std::string_view text_;
  csv::Records records_;
  std::vector<std::string> headings_;
  std::string first_row_;
  std::span<const csv::FieldSpan> fields_;
  std::size_t next_ = 0;
  bool by_name_ = true;
  bool decimal_comma_ = false;
  bool is_oldest_ = false;
};

/// `10370891.0` of a bike is `b10370891` at the API.
std::string gear_id(const Rows& rows, const ColumnName& name, GearKind kind) {
  const auto number = rows.amount(name);
  return number ? fmt::format("{}{:.0f}", static_cast<char>(kind), *number) : "";
}

std::string gear_id(const Rows& rows) {
  const std::string bike = gear_id(rows, column::bike, GearKind::bike);
  return bike.empty() ? gear_id(rows, column::shoes, GearKind::shoes) : bike;
}

/// What gear without a name is called, by its id: only where one id meets one piece of gear.
std::map<std::string, std::string> names_of_nameless(Rows rows, const ArchivedGear& gear) {
  std::set<std::string> ids;
  while (rows.next()) {
    if (std::string id = gear_id(rows); !id.empty() && rows.text(column::gear_name).empty()) {
      ids.insert(std::move(id));
    }
  }
  std::map<std::string, std::string> names;
  for (const GearKind kind : {GearKind::bike, GearKind::shoes}) {
    const auto is_of_kind = [kind](const std::string& id) { return id.front() == static_cast<char>(kind); };
    if (std::ranges::count_if(ids, is_of_kind) == 1) {
      names.emplace(*std::ranges::find_if(ids, is_of_kind), gear.only_nameless(kind));
    }
  }
  return names;
}

std::string format_of(std::string file) {
  file = to_lower(file);
  for (const std::string_view format : {"fit", "gpx", "tcx"}) {
    if (file.ends_with(fmt::format(".{}", format)) || file.ends_with(fmt::format(".{}.gz", format))) {
      return std::string(format);
    }
  }
  return "";
}

Record record_in(const Rows& rows, const std::string& id, EpochSeconds start, EpochSeconds now,
                 const std::map<std::string, std::string>& nameless) {
  Record record;
  record.key = {provider_id, id};
  record.origin = Origin::archive;
  record.fetched_at = now;
  record.start = start;
  record.type = rows.text(column::type);
  const Sport sport = sport_of_word(record.type);
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  record.name = rows.text(column::title);
  record.description = rows.text(column::description);
  record.equipment = rows.text(column::gear_name);
  record.gear_id = gear_id(rows);
  if (const auto named = nameless.find(record.gear_id); record.equipment.empty() && named != nameless.end()) {
    record.equipment = named->second;
  }
  const std::string file = rows.text(column::file);
  record.format = format_of(file);
  record.manual = file.empty();
  const std::string commute = to_lower(rows.text(column::commute));
  record.commute = commute == "true" || rows.amount(column::commute).has_value();
  for (const TotalColumn& total : totals_columns) {
    record.totals.*total.member = rows.amount(total.column);
  }
  if (const auto distance = rows.amount(column::distance)) {
    record.totals.distance_m = *distance * rows.distance_unit_m();
  }
  if (rows.amount(column::power_count)) {
    for (const TotalColumn& total : power_columns) {
      record.totals.*total.member = rows.amount(total.column);
    }
  }
  return record;
}

} // namespace

bool looks_like_archive_table(ByteView beginning) {
  try {
    Rows rows(beginning);
    rows.read_headings();
    return std::ranges::all_of(std::array{column::id, column::date, column::title, column::type},
                               [&](const ColumnName& name) { return rows.has(name); });
  } catch (const Error&) { // no table of anything
    return false;
  }
}

ArchiveTable read_archive_table(ByteView csv, const ArchivedGear& gear, EpochSeconds now,
                                const std::function<void(Record)>& take) {
  ArchiveTable table;
  Rows rows(csv);
  if (!rows.read_headings()) {
    constexpr std::size_t longest_shown = 200;
    throw Error(ErrorKind::input,
                fmt::format("is not the list of activities of a Strava archive; its first row is \"{}\"",
                            to_valid_utf8(rows.first_row().substr(0, longest_shown))));
  }
  const std::map<std::string, std::string> nameless = names_of_nameless(rows, gear);
  while (rows.next()) {
    ++table.rows;
    const std::string id = rows.text(column::id);
    const std::string date = rows.text(column::date);
    const auto start = archive_time(date);
    if (id.empty() || !std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      table.problems.push_back(fmt::format("row {}: \"{}\" is no activity's id", table.rows, id));
    } else if (!start) {
      table.problems.push_back(fmt::format("activity {}: \"{}\" is no date that can be read", id, date));
    } else {
      rows.note_oldest(date.size() > 4 && date[4] == '-');
      take(record_in(rows, id, *start, now, nameless));
    }
  }
  return table;
}

} // namespace tracekit::strava
