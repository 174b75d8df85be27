// SPDX-License-Identifier: MIT
#include "base/zone_rule.hpp"

#include <algorithm>
#include <charconv>

namespace tracekit {

/// Takes the pieces of the text off its front; false where another one stands there.
class ZoneRule::Reader {
public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  bool take(char c) {
    const bool there = rest_.starts_with(c);
    rest_.remove_prefix(there ? 1 : 0);
    return there;
  }

  /// `CET` or `<+03>`; what it says does not matter.
  bool name() {
    const bool quoted = take('<');
    const auto is_part = [&](char c) {
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    const auto length = static_cast<std::size_t>(std::find_if_not(rest_.begin(), rest_.end(), is_part) - rest_.begin());
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || take('>'));
  }

  /// `5`, `-5:45`, `+150:00:00`.
  bool time(int& seconds) {
    const int sign = take('-') ? -1 : 1;
    if (sign == 1) {
      take('+');
    }
    seconds = 0;
    int value = 0;
    for (const int unit_s : {3600, 60, 1}) {
      if (!number(value, 0, unit_s == 3600 ? 167 : 59)) {
        return false;
      }
      seconds += sign * value * unit_s;
      if (!take(':')) {
        return true;
      }
    }
    return false; // a fourth number
  }

  bool change(Change& change) { return take(',') && day(change) && (!take('/') || time(change.time_s)); }

private:
  bool number(int& value, int least, int most) {
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return problem == std::errc{} && value >= least && value <= most;
  }

  bool day(Change& change) {
    if (take('M')) {
      change.kind = Change::Kind::month_week_day;
      return number(change.month, 1, 12) && take('.') && number(change.week, 1, 5) && take('.') &&
             number(change.weekday, 0, 6);
    }
    const bool without_29 = take('J');
    change.kind = without_29 ? Change::Kind::day_without_29 : Change::Kind::day_from_0;
    return number(change.day, without_29 ? 1 : 0, 365);
  }

  std::string_view rest_;
};

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  ZoneRule rule;
  Reader reader(text);
  if (!reader.name() || !reader.time(rule.standard_s_)) {
    return std::nullopt;
  }
  rule.standard_s_ = -rule.standard_s_; // POSIX counts to the west
  if (reader.at_end()) {
    return rule;
  }
  if (!reader.name()) {
    return std::nullopt;
  }
  rule.changes_ = true;
  rule.summer_s_ = rule.standard_s_ + 3600;
  if (int west_s = 0; reader.time(west_s)) {
    rule.summer_s_ = -west_s;
  }
  const bool complete = reader.change(rule.to_summer_) && reader.change(rule.to_standard_) && reader.at_end();
  return complete ? std::optional(rule) : std::nullopt;
}

WallSeconds ZoneRule::Change::in_year(int year) const {
  using namespace std::chrono;
  const auto midnight = [&]() -> WallSeconds {
    const std::chrono::year of(year);
    const std::chrono::weekday on(static_cast<unsigned>(weekday));
    const std::chrono::month in(static_cast<unsigned>(month));
    switch (kind) {
    case Kind::month_week_day:
      return week == 5 ? wall_midnight(sys_days(of / in / on[last]))
                       : wall_midnight(sys_days(of / in / on[static_cast<unsigned>(week)]));
    case Kind::day_without_29:
      return wall_midnight(of / January / 1) + (day - 1 + (of.is_leap() && day > 59 ? 1 : 0)) * 86400;
    case Kind::day_from_0:
      break;
    }
    return wall_midnight(of / January / 1) + day * 86400;
  };
  return midnight() + time_s;
}

int ZoneRule::offset_s(EpochSeconds utc) const {
  if (!changes_) {
    return standard_s_;
  }
  const int year = static_cast<int>(date_of_wall(utc + standard_s_).year());
  const EpochSeconds summer = to_summer_.in_year(year) - standard_s_;
  const EpochSeconds standard = to_standard_.in_year(year) - summer_s_;
  const bool is_summer = summer < standard ? utc >= summer && utc < standard  // in the north
                                           : utc >= summer || utc < standard; // it goes on over the new year
  return is_summer ? summer_s_ : standard_s_;
}

} // namespace tracekit
