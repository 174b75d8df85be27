// SPDX-License-Identifier: MIT
#include "output/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "output/words.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

struct Heading {
  sync::ChangeKind kind;
  std::string_view title;
};

constexpr Heading headings[] = {
    {sync::ChangeKind::rename, "Rename"},
    {sync::ChangeKind::set_equipment, "Set equipment"},
    {sync::ChangeKind::set_metadata, "Fill in"},
    {sync::ChangeKind::add, "Add"},
    {sync::ChangeKind::download, "Store the source file"},
    {sync::ChangeKind::upload, "Upload"},
    {sync::ChangeKind::link, "The same workout?"},
    {sync::ChangeKind::duplicate, "Recorded twice"},
};

/// How a field is called and shown to people.
struct FieldWords {
  std::string_view field;
  std::string_view words;
};

constexpr FieldWords field_words[] = {
    {"timer_s", "duration"},          {"distance_m", "distance"},    {"avg_hr", "average heart rate"},
    {"max_hr", "highest heart rate"}, {"calories_kcal", "calories"}, {"ascent_m", "ascent"},
    {"max_speed_mps", "top speed"},   {"avg_cadence", "cadence"},
};

std::string_view words_of(std::string_view field) {
  const auto* found = std::find_if(std::begin(field_words), std::end(field_words),
                                   [&](const FieldWords& f) { return f.field == field; });
  return found == std::end(field_words) ? field : found->words;
}

std::string value_words(const std::string& field, const std::string& value, Units units) {
  const auto number = parse_double(value);
  if (!number) {
    return "\"" + value + "\"";
  }
  if (field == "timer_s") {
    return duration_words(number);
  }
  if (field == "distance_m") {
    return distance_words(number, units);
  }
  if (field == "max_speed_mps") {
    return fmt::format("{:.1f} {}/h", *number * 3600 / distance_unit_m(units), distance_unit_name(units));
  }
  if (field == "ascent_m") {
    return units == Units::metric ? fmt::format("{:.0f} m", *number)
                                  : fmt::format("{:.0f} ft", *number / metres_per_foot);
  }
  return fmt::format("{:.0f}", *number);
}

/// Its day and the name that it has anywhere.
std::string workout_words(const sync::Row& row) {
  const auto named = std::find_if(row.cells.begin(), row.cells.end(),
                                  [](const sync::Cell& cell) { return cell.present && !trim(cell.name).empty(); });
  return start_words(row.start_local, true) + " " + (named == row.cells.end() ? row.sport : named->name);
}

std::string filled_in(const Proposal& proposal, Units units) {
  std::string words;
  for (const sync::Change* change : proposal) {
    words += words.empty() ? "" : ", ";
    words += fmt::format("{} {}", words_of(change->field), value_words(change->field, change->new_value, units));
    if (!change->old_value.empty()) {
      words += fmt::format(" (was {})", value_words(change->field, change->old_value, units));
    }
  }
  return words;
}

std::string what_words(const Proposal& proposal, Units units) {
  const sync::Change& change = *proposal.front();
  switch (change.kind) {
  case sync::ChangeKind::rename:
  case sync::ChangeKind::set_equipment:
    return change.old_value.empty()
               ? fmt::format("{} \"{}\"", change.field, change.new_value)
               : fmt::format("{} \"{}\" → \"{}\"", change.field, change.old_value, change.new_value);
  case sync::ChangeKind::set_metadata:
    return filled_in(proposal, units);
  case sync::ChangeKind::add:
    return "add " + change.new_value;
  case sync::ChangeKind::download:
    return fmt::format("store the file that {} has", provider_title(change.source.provider));
  case sync::ChangeKind::upload:
    return fmt::format("upload the file ({})", change.new_value);
  case sync::ChangeKind::link:
  case sync::ChangeKind::duplicate:
    break;
  }
  return fmt::format("and {}: {}", provider_title(change.source.provider), change.why);
}

} // namespace

std::vector<Proposal> proposals_of(const sync::Comparison& comparison) {
  std::vector<Proposal> proposals;
  for (const sync::Change& change : comparison.changes) {
    const sync::Change* last = proposals.empty() ? nullptr : proposals.back().back();
    const bool joins = last != nullptr && change.kind == sync::ChangeKind::set_metadata && last->kind == change.kind &&
                       last->target == change.target;
    if (joins) {
      proposals.back().push_back(&change);
    } else {
      proposals.push_back({&change});
    }
  }
  return proposals;
}

PlanWords::PlanWords(const sync::Comparison& comparison, Units units) : comparison_(comparison), units_(units) {
  workouts_.reserve(comparison.rows.size());
  for (const sync::Row& row : comparison.rows) {
    workouts_.emplace(row.activity, workout_words(row));
  }
}

std::string PlanWords::sentence(const Proposal& proposal) const {
  const sync::Change& change = *proposal.front();
  const std::string& provider = change.kind == sync::ChangeKind::link || change.kind == sync::ChangeKind::duplicate
                                    ? change.target.provider
                                    : change.provider;
  const auto workout = workouts_.find(change.activity);
  return fmt::format("{} · {}: {}", workout == workouts_.end() ? std::string_view() : workout->second,
                     provider_title(provider), what_words(proposal, units_));
}

std::string PlanWords::list(const Terminal& terminal) const {
  const std::vector<Proposal> proposals = proposals_of(comparison_);
  std::string out;
  constexpr std::size_t usual_line = 160;
  out.reserve(usual_line * proposals.size()); // what is not needed costs nothing, what is copied to grow does
  for (const Heading& heading : headings) {
    bool headed = false;
    for (const Proposal& proposal : proposals) {
      const sync::Change& change = *proposal.front();
      if (change.kind != heading.kind) {
        continue;
      }
      if (!headed) {
        out += styled(heading.title, Style::bold, terminal.colour);
        out += '\n';
        headed = true;
      }
      out += "  ";
      out += printable(sentence(proposal));
      if (change.stale) {
        out += styled(" (old values, read again first)", Style::dim, terminal.colour);
      }
      if (!change.blocked.empty()) {
        out += styled(" (" + printable(change.blocked) + ")", Style::dim, terminal.colour);
      }
      out += '\n';
    }
  }
  return out;
}

} // namespace tracekit::cli
