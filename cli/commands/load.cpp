// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/months.hpp"
#include "app/portable.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {

void add_load(CommandLine& command_line) {
  auto paths = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command("load", "Read records in the portable form, one JSON object a line");
  command.option("FILE", *paths, "a .jsonl file written by `tracekit export`").required();
  command.runs([paths](Session& session) {
    nlohmann::json document = nlohmann::json::array();
    for (const std::string& path : *paths) {
      const store::UpsertCounts counts = app::load(session.app(), path);
      if (session.options().json) {
        document.push_back(
            {{"file", path}, {"added", counts.added}, {"updated", counts.updated}, {"unchanged", counts.unchanged}});
      } else if (!session.options().quiet) {
        session.print(fmt::format("{}: {} new, {} changed, {} as before\n", printable(path), counts.added,
                                  counts.updated, counts.unchanged));
      }
    }
    app::refresh_touched_months(session.app());
    if (session.options().json) {
      session.print_json(document);
    }
    return 0;
  });
}

} // namespace tracekit::cli
