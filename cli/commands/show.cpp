// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/activity_view.hpp"
#include "app/app.hpp"
#include "commands/list.hpp"
#include "model/sport.hpp"
#include "output/evidence_text.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

constexpr std::size_t sparkline_width = 60;

std::string why_words(const Link& link) {
  if (link.kind == LinkKind::founder) {
    return "the first record";
  }
  const std::string words = link.kind == LinkKind::person ? "your word" : fmt::format("{:.1f} bits", link.score);
  const std::string reasons = evidence_sentence(link.evidence);
  return reasons.empty() ? words : words + ": " + reasons;
}

std::string records_text(const app::ActivityView& view, const TimeZone& home, Units units, const Terminal& terminal) {
  Table table({{"Provider"},
               {"Id", Align::left, 8, true},
               {"Start"},
               {"Name", Align::left, 8, true},
               {"Equipment", Align::left, 8, true},
               {"Distance", Align::right},
               {"Time", Align::right},
               {"Role"}});
  for (std::size_t i = 0; i < view.records.size(); ++i) {
    const Record& record = view.records[i];
    const auto time = record.totals.timer_s     ? record.totals.timer_s
                      : record.totals.elapsed_s ? record.totals.elapsed_s
                                                : record.totals.moving_s;
    const std::string id = record.key.id.size() > 20 ? record.key.id.substr(0, 12) : record.key.id;
    table.add({{record.key.provider, record.deleted_at ? Style::dim : Style::plain},
               {id},
               {start_words(record, home)},
               {record.name},
               {record.equipment},
               {distance_words(record.totals.distance_m, units)},
               {duration_words(time)},
               {record.deleted_at ? "deleted" : std::string(to_string(view.activity.links[i].role))}});
  }
  std::string out = table.render(terminal);
  if (view.records.size() > 1) {
    out += "\n" + styled("Why these belong together", Style::bold, terminal.colour) + "\n";
    for (const Link& link : view.activity.links) {
      out += fmt::format("  {:<14} {}\n", link.record.provider, printable(why_words(link)));
    }
  }
  return out;
}

std::string charts_text(const app::ActivityView& view) {
  constexpr std::pair<const char*, const char*> charts[] = {
      {"altitude", "m"}, {"heart_rate", "bpm"}, {"speed", "m/s"}, {"power", "W"}};
  std::string out;
  for (const auto& [name, unit] : charts) {
    const Channel* channel = view.streams.find(name);
    if (channel == nullptr) {
      continue;
    }
    const auto values = app::downsampled(*channel, std::min(sparkline_width, view.streams.size()));
    std::optional<double> low;
    std::optional<double> high;
    for (const auto& value : values) {
      if (value) {
        low = low ? std::min(*low, *value) : *value;
        high = high ? std::max(*high, *value) : *value;
      }
    }
    if (low) {
      out += fmt::format("  {:<11}{}  {:.4g} to {:.4g} {}\n", name, sparkline(values), *low, *high, unit);
    }
  }
  return out.empty() ? "" : "\n" + out;
}

std::string laps_text(const app::ActivityView& view, Units units, const Terminal& terminal) {
  if (view.laps.size() < 2) {
    return "";
  }
  Table table({{"Lap", Align::right},
               {"Time", Align::right},
               {"Distance", Align::right},
               {"Heart rate", Align::right},
               {"Power", Align::right}});
  for (std::size_t i = 0; i < view.laps.size(); ++i) {
    const Totals& totals = view.laps[i].totals;
    table.add({{std::to_string(i + 1)},
               {duration_words(totals.timer_s)},
               {distance_words(totals.distance_m, units)},
               {totals.avg_hr ? fmt::format("{:.0f} bpm", *totals.avg_hr) : ""},
               {totals.avg_power ? fmt::format("{:.0f} W", *totals.avg_power) : ""}});
  }
  return "\n" + table.render(terminal);
}

std::string text_of(const app::ActivityView& view, const TimeZone& home, Units units, const Terminal& terminal) {
  std::string title = fmt::format("Activity {}", view.activity.id);
  if (!view.records.empty()) {
    const Record& record = view.records.front();
    title += fmt::format(" · {} · {}", sport_label(record.sport, record.sub_sport), start_words(record, home));
  }
  return styled(title, Style::bold, terminal.colour) + "\n\n" + records_text(view, home, units, terminal) +
         charts_text(view) + laps_text(view, units, terminal);
}

int run_show(Session& session, const std::string& which) {
  app::App& app = session.app();
  nlohmann::json document = nlohmann::json::array();
  bool first = true;
  for (const ActivityId id : app::find_activities(app, which)) {
    const app::ActivityView view = app::view_activity(app, id);
    if (session.options().json) {
      document.push_back(app::to_json(view));
    } else {
      session.print((first ? "" : "\n") + text_of(view, app.home(), app.settings().units, session.terminal()));
    }
    first = false;
  }
  if (session.options().json) {
    session.print_json(document);
  }
  return 0;
}

} // namespace

void add_show(CommandLine& command_line) {
  auto which = std::make_shared<std::string>();
  Command& command = command_line.command("show", "Show one activity with all its records side by side");
  command.option("ID|DATE", *which, "an activity's number, or a day as YYYY-MM-DD (default: the latest)");
  command.runs([which](Session& session) { return run_show(session, *which); });
}

} // namespace tracekit::cli
