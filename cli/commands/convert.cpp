// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/convert.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct ConvertArguments {
  std::string in;
  std::string out;
  bool force = false;
};

} // namespace

void add_convert(CommandLine& command_line) {
  auto arguments = std::make_shared<ConvertArguments>();
  Command& command = command_line.command("convert", "Write a file in another format");
  command.option("IN", arguments->in, "a .fit, .gpx, .tcx or .kml file, packed or not").required();
  command
      .option("OUT", arguments->out, "its name tells the format: .fit, .gpx, .tcx, .kml, .geojson, .csv, also with .gz")
      .required();
  command.flag("--force", arguments->force, "replace OUT where it is there already");
  command.runs([arguments](Session& session) {
    const app::Conversion conversion = app::convert(arguments->in, arguments->out, arguments->force);
    for (const std::string& sentence : conversion.damage) {
      session.say("damaged: " + printable(sentence));
    }
    for (const std::string& sentence : conversion.warnings) {
      session.say(fmt::format("{}: {}", printable(arguments->in), printable(sentence)));
    }
    if (session.options().json) {
      session.print_json(app::to_json(conversion));
    } else if (!conversion.left_out.empty()) {
      session.say(fmt::format("{} cannot hold: {}", to_string(conversion.to),
                              printable(fmt::format("{}", fmt::join(conversion.left_out, ", ")))));
    }
    return 0;
  });
}

} // namespace tracekit::cli
