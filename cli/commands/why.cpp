// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/activity_view.hpp"
#include "app/app.hpp"
#include "app/judgement.hpp"
#include "app/months.hpp"
#include "app/pair_reasons.hpp"
#include "commands/list.hpp"
#include "output/evidence_text.hpp"

namespace tracekit::cli {
namespace {

std::string heading_of(const Link& link) {
  const std::string record = fmt::format("{}:{}", link.record.provider, link.record.id);
  switch (link.kind) {
  case LinkKind::founder:
    return record + " is the record that the others are compared with";
  case LinkKind::person:
    return record + " belongs to it because you said so";
  case LinkKind::automatic:
    break;
  }
  const std::string role = link.role == LinkRole::duplicate ? " (recorded twice)"
                           : link.role == LinkRole::part    ? " (a part of it)"
                                                            : "";
  return fmt::format("{}{} belongs to it with {:.1f} bits", record, role, link.score);
}

std::string text_of(const app::ActivityView& view, app::App& app, const Terminal& terminal) {
  std::string out = styled(fmt::format("Activity {}", view.activity.id), Style::bold, terminal.colour) + "\n\n" +
                    records_side_by_side(view.records, app.home(), app.settings().units, terminal);
  for (const Link& link : view.activity.links) {
    out += "\n" + printable(heading_of(link)) + "\n" + evidence_list(link.evidence, terminal);
  }
  return out + "\n8 bits and more are linked without asking, 4 to 8 are a question. Your own word beats both: "
               "`tracekit link`, "
               "`unlink`.\n";
}

int why_together(Session& session, const std::string& which) {
  app::App& app = session.app();
  nlohmann::json document = nlohmann::json::array();
  const std::vector<ActivityId> ids = which.find(':') == std::string::npos
                                          ? app::find_activities(app, which)
                                          : std::vector{app::activity_of_record(app, app::find_record(app, which))};
  for (const ActivityId id : ids) {
    const app::ActivityView view = app::view_activity(app, id);
    if (session.options().json) {
      document.push_back(app::activity_json(view.activity, view.records));
    } else {
      session.print(text_of(view, app, session.terminal()) + (id == ids.back() ? "" : "\n"));
    }
  }
  if (session.options().json) {
    session.print_json(document);
  }
  return 0;
}

int why_apart(Session& session, const std::string& one, const std::string& other) {
  app::App& app = session.app();
  app::refresh_touched_months(app);
  const RecordKey a = app::find_records(app, one).front();
  const RecordKey b = app::find_records(app, other).front();
  const std::vector<Record> records{app.mine().records.find(a).value(), app.mine().records.find(b).value()};
  const app::PairReasons reasons = app::pair_reasons(app, records).front();
  if (session.options().json) {
    session.print_json({{"score", reasons.bits}, {"evidence", app::to_json(reasons.evidence)}});
  } else {
    session.print(records_side_by_side(records, app.home(), app.settings().units, session.terminal()) +
                  evidence_list(reasons.evidence, session.terminal()) +
                  fmt::format("  {:>+5.1f} bits in all; 8 and more are linked without asking, 4 to 8 are a question\n",
                              reasons.bits));
  }
  return 0;
}

} // namespace

void add_why(CommandLine& command_line) {
  struct Arguments {
    std::string which;
    std::string other;
  };
  auto arguments = std::make_shared<Arguments>();
  Command& command = command_line.command("why", "Tell why records are, or are not, one workout");
  command.option("ACTIVITY", arguments->which, "its number, a day as YYYY-MM-DD, or a record as provider:id")
      .required();
  command.option("OTHER", arguments->other, "compare with this activity or record, whether or not they are linked");
  command.runs([arguments](Session& session) {
    return arguments->other.empty() ? why_together(session, arguments->which)
                                    : why_apart(session, arguments->which, arguments->other);
  });
}

} // namespace tracekit::cli
