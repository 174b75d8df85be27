// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "model/record_field.hpp"
#include "sync/proposals.hpp"

namespace tracekit::sync {
namespace {

struct MetadataField {
  std::string_view name;
  std::string_view words;
  std::optional<double> Totals::* member;
  double unit; ///< what is written is a multiple of it
};

constexpr auto metadata_fields = std::to_array<MetadataField>({
    {"distance_m", "distance", &Totals::distance_m, 1},
    {"max_speed_mps", "maximum speed", &Totals::max_speed_mps, 0.01},
    {"avg_hr", "average heart rate", &Totals::avg_hr, 1},
    {"max_hr", "maximum heart rate", &Totals::max_hr, 1},
    {"calories_kcal", "calories", &Totals::calories_kcal, 1},
    {"ascent_m", "elevation gain", &Totals::ascent_m, 1},
    {"avg_cadence", "average cadence", &Totals::avg_cadence, 1},
});

constexpr std::array<std::optional<double> Totals::*, 3> durations = {&Totals::timer_s, &Totals::moving_s,
                                                                      &Totals::elapsed_s};

constexpr std::string_view missing = "is missing";
constexpr std::string_view wrong = "differs from all that was measured";
constexpr double same_duration_s = 61; ///< people write minutes

bool is_given(const std::optional<double>& value) { return value && *value > 0; }

/// The duration that people mean: without pauses where somebody knows.
std::optional<double> duration_to_write(const Record& record) {
  for (const auto member : durations) {
    if (is_given(record.totals.*member)) {
      return record.totals.*member;
    }
  }
  return std::nullopt;
}

std::string rounded(double value, double unit) {
  const double steps = std::round(value / unit);
  return unit >= 1 ? fmt::format("{:.0f}", steps * unit) : fmt::format("{:.2f}", steps * unit);
}

/// Whether a duration that a person wrote is none of those that anybody measured.
bool contradicts(double written, const WorkoutView& view, const Record& target) {
  bool known = false;
  for (const Record* record : view.all_measurements()) {
    for (const auto member : durations) {
      const auto& value = record->totals.*member;
      if (record == &target || !is_given(value)) {
        continue;
      }
      known = true;
      if (std::abs(*value - written) <= std::max(same_duration_s, 0.02 * *value)) {
        return false;
      }
    }
  }
  return known;
}

class MetadataProposals {
public:
  MetadataProposals(const Proposals& proposals, const ProviderRules& rules, const Record& target)
      : proposals_(proposals), rules_(rules), target_(target), sources_(proposals.view.measurements()) {
    std::erase_if(sources_,
                  [&](const Record* source) { return source->key.provider == rules.id || source->date_only; });
  }

  void propose_duration() const {
    const auto written = duration_to_write(target_);
    if (written && !contradicts(*written, proposals_.view, target_)) {
      return;
    }
    for (const Record* source : sources_) {
      if (const auto duration = duration_to_write(*source)) {
        propose(*source, "timer_s", "duration", written ? wrong : missing, rounded(*duration, 1));
        return;
      }
    }
  }

  void propose_empty(const MetadataField& field) const {
    if (target_.totals.*field.member) {
      return;
    }
    for (const Record* source : sources_) {
      if (is_given(source->totals.*field.member)) {
        propose(*source, field.name, field.words, missing, rounded(*(source->totals.*field.member), field.unit));
        return;
      }
    }
  }

private:
  void propose(const Record& source, std::string_view field, std::string_view words, std::string_view why,
               std::string new_value) const {
    Change change;
    change.kind = ChangeKind::set_metadata;
    change.provider = rules_.id;
    change.target = target_.key;
    change.source = source.key;
    change.field = field;
    change.why = fmt::format("the {} {}", words, why);
    change.old_value = field_text(target_, field);
    change.new_value = std::move(new_value);
    change.stale = is_stale(rules_, target_, proposals_.input.now);
    proposals_.propose(std::move(change));
  }

  const Proposals& proposals_;
  const ProviderRules& rules_;
  const Record& target_;
  std::vector<const Record*> sources_;
};

} // namespace

void propose_metadata(const Proposals& proposals) {
  const WorkoutView& view = proposals.view;
  for (std::size_t column = 0; column < view.columns().size(); ++column) {
    const ProviderRules& rules = view.columns().rules(column);
    if (!rules.can_set_metadata || view.holding(column).shown.size() != 1) {
      continue;
    }
    const MetadataProposals one(proposals, rules, view.holding(column).first());
    one.propose_duration();
    for (const MetadataField& field : metadata_fields) {
      one.propose_empty(field);
    }
  }
}

} // namespace tracekit::sync
