// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/inspect.hpp"
#include "commands/list.hpp"
#include "model/sport.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

std::string number(const std::optional<double>& value, int decimals = 0) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "";
}

std::string kilometres(const std::optional<double>& metres) {
  return metres ? fmt::format("{:.2f} km", *metres / 1000) : "";
}

std::string duration(const std::optional<double>& seconds) { return seconds ? format_duration(*seconds) : ""; }

std::string sessions_text(const ActivityFile& file, const Terminal& terminal) {
  Table table({{"Start"},
               {"Sport"},
               {"Name", Align::left, 8, true},
               {"Distance", Align::right},
               {"Moving", Align::right},
               {"Elapsed", Align::right},
               {"Ascent", Align::right},
               {"Heart rate", Align::right},
               {"Power", Align::right},
               {"Laps", Align::right},
               {"Samples", Align::right}});
  for (const Recording& session : file.recordings) {
    const Totals& totals = session.totals;
    table.add({{session.start_ms ? format_utc_ms(*session.start_ms) : "no time"},
               {sport_label(session.sport, session.sub_sport)},
               {session.name},
               {kilometres(totals.distance_m)},
               {duration(totals.moving_s)},
               {duration(totals.elapsed_s)},
               {totals.ascent_m ? number(totals.ascent_m) + " m" : ""},
               {totals.avg_hr ? number(totals.avg_hr) + " bpm" : ""},
               {totals.avg_power ? number(totals.avg_power) + " W" : ""},
               {std::to_string(session.laps.size())},
               {std::to_string(session.streams.size())}});
  }
  return table.render(terminal);
}

std::string channels_text(const std::vector<ChannelSummary>& channels, const Terminal& terminal) {
  Table table({{"Channel", Align::left, 12, true},
               {"Unit"},
               {"Samples", Align::right},
               {"Least", Align::right},
               {"Mean", Align::right},
               {"Most", Align::right}});
  for (const ChannelSummary& channel : channels) {
    table.add({{channel.name, channel.developer ? Style::cyan : Style::plain},
               {channel.unit},
               {std::to_string(channel.count)},
               {fmt::format("{:.5g}", channel.min)},
               {fmt::format("{:.5g}", channel.avg)},
               {fmt::format("{:.5g}", channel.max)}});
  }
  return table.render(terminal);
}

std::string text_of(const app::Inspection& inspection, const Terminal& terminal) {
  const ActivityFile& file = inspection.file;
  std::string out = styled(printable(inspection.path), Style::bold, terminal.colour) + "\n";
  out += fmt::format("{}{} · {}", file.format, file.container.empty() ? "" : " in " + file.container,
                     file.file_type.empty() ? "activity" : file.file_type);
  const std::string device = file.device.product.empty() ? file.device.manufacturer : file.device.product;
  out += device.empty() ? "\n" : " · " + printable(device) + "\n";
  for (const std::string& sentence : file.damage) {
    out += styled("damaged: " + printable(sentence), Style::red, terminal.colour) + "\n";
  }
  for (const std::string& sentence : file.warnings) {
    out += styled("note: " + printable(sentence), Style::yellow, terminal.colour) + "\n";
  }
  if (!file.recordings.empty()) {
    out += "\n" + sessions_text(file, terminal);
  }
  const std::vector<ChannelSummary> channels = summarize_channels(file.recordings);
  if (!channels.empty()) {
    out += "\n" + channels_text(channels, terminal);
  }
  if (file.recordings.empty()) {
    out += "It holds no track and no session.\n";
  }
  return out;
}

} // namespace

void add_inspect(CommandLine& command_line) {
  auto path = std::make_shared<std::string>();
  Command& command = command_line.command("inspect", "Show what a file holds, without storing it");
  command.option("FILE", *path, "a .fit, .gpx, .tcx or .kml file, packed or not").required();
  command.runs([path](Session& session) {
    const app::Inspection inspection = app::inspect(*path);
    if (session.options().json) {
      session.print_json(app::to_json(inspection));
    } else {
      session.print(text_of(inspection, session.terminal()));
    }
    return 0;
  });
}

} // namespace tracekit::cli
