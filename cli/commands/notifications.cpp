// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/app.hpp"
#include "app/notifications.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

int list_notifications(Session& session, std::int64_t limit) {
  app::App& app = session.app();
  const auto notifications = app.mine().notifications.list(app.now(), limit);
  if (session.options().json) {
    nlohmann::json document = nlohmann::json::array();
    for (const store::Notification& notification : notifications) {
      document.push_back(app::to_json(notification));
    }
    session.print_json(document);
  } else if (notifications.empty()) {
    session.print("Nothing to tell.\n");
  } else {
    Table table({{"Nr", Align::right}, {"When"}, {"Times", Align::right}, {"Message", Align::left, 20, true}});
    for (const store::Notification& notification : notifications) {
      const bool error = notification.level == store::NotificationLevel::error;
      const Style style = notification.read_at ? Style::dim : error ? Style::red : Style::plain;
      table.add({{std::to_string(notification.id), style},
                 {start_words(app.home().to_wall(notification.updated_at), false), style},
                 {notification.times > 1 ? std::to_string(notification.times) : "", style},
                 {(error ? "! " : "") + notification.message, style}});
    }
    session.print(table.render(session.terminal()));
  }
  return 0;
}

int mark_read(Session& session, const std::string& word) {
  app::App& app = session.app();
  if (word == "all") {
    app.mine().notifications.mark_all_read(app.now());
    return 0;
  }
  const auto id = parse_integer(word);
  if (!id || !app.mine().notifications.mark_read(*id, app.now())) {
    throw Error(ErrorKind::not_found, fmt::format("there is no notification \"{}\"", word),
                "`tracekit notifications` lists them");
  }
  return 0;
}

} // namespace

void add_notifications(CommandLine& command_line) {
  auto read = std::make_shared<std::optional<std::string>>();
  auto limit = std::make_shared<std::int64_t>(50);
  Command& command = command_line.command("notifications", "Show what work in the background had to tell");
  command.option("--read", *read, "takes it for read: its number, or `all`");
  command.option("--limit", *limit, "how many").within(1, 1'000'000);
  command.runs([read, limit](Session& session) {
    return *read ? mark_read(session, **read) : list_notifications(session, *limit);
  });
}

} // namespace tracekit::cli
