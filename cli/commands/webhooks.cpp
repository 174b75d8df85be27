// SPDX-License-Identifier: MIT
#include "app/webhook_subscriptions.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"

namespace tracekit::cli {
namespace {

struct WebhookArguments {
  std::vector<std::string> words; ///< what to do, and at which provider
  std::optional<std::string> address;
};

int list_subscriptions(Session& session) {
  nlohmann::json document = nlohmann::json::array();
  Table table({{"Provider"}, {"Address", Align::left, 20, true}, {"Since"}});
  for (const app::WebhookStanding& standing : app::webhook_standings(session.app())) {
    document.push_back(app::to_json(standing));
    const auto& held = standing.subscription;
    table.add({{standing.title},
               held ? Table::Cell{held->address} : Table::Cell{"none", Style::dim},
               {held ? format_date(date_of_wall(session.app().home().to_wall(held->created_at))) : ""}});
  }
  if (session.options().json) {
    session.print_json(document);
  } else {
    session.print(table.render(session.terminal()));
  }
  return 0;
}

int subscribe(Session& session, const std::string& provider, const std::optional<std::string>& address) {
  if (!address) {
    throw Error(ErrorKind::usage, "at which address does the world reach the web server?",
                fmt::format("--address https://tracekit.example.org/webhooks/{}", provider));
  }
  const app::WebhookSetUp made = app::subscribe_webhooks(session.app(), provider, *address);
  if (session.options().json) {
    nlohmann::json document = app::to_json(made.standing);
    document["to_do"] = made.to_do;
    session.print_json(document);
  } else if (!made.to_do.empty()) {
    session.print(made.to_do + "\n");
  } else if (!session.options().quiet) {
    session.say(fmt::format("{} sends its events to {} from now on.", made.standing.title, *address));
  }
  return 0;
}

int unsubscribe(Session& session, const std::string& provider) {
  app::unsubscribe_webhooks(session.app(), provider);
  if (!session.options().quiet) {
    session.say(fmt::format("Messages of {} are refused from now on.", provider_title(provider)));
  }
  return 0;
}

int run_webhooks(Session& session, const WebhookArguments& arguments) {
  const std::vector<std::string>& words = arguments.words;
  if (words.empty() || (words.size() == 1 && words[0] == "list")) {
    return list_subscriptions(session);
  }
  if (words.size() == 2 && words[0] == "subscribe") {
    return subscribe(session, words[1], arguments.address);
  }
  if (words.size() == 2 && words[0] == "unsubscribe") {
    return unsubscribe(session, words[1]);
  }
  throw Error(
      ErrorKind::usage, "what is to be done with webhooks?",
      "`tracekit webhooks list`, `webhooks subscribe PROVIDER --address URL`, or `webhooks unsubscribe PROVIDER`");
}

} // namespace

void add_webhooks(CommandLine& command_line) {
  auto arguments = std::make_shared<WebhookArguments>();
  Command& command = command_line.command("webhooks", "Let providers tell the web server of changes");
  command.option("WORDS", arguments->words, "list, subscribe PROVIDER, or unsubscribe PROVIDER")
      .such_as({"list", "subscribe", "unsubscribe"});
  command.option("--address", arguments->address, "with subscribe: where the world reaches the web server");
  command.runs([arguments](Session& session) { return run_webhooks(session, *arguments); });
}

} // namespace tracekit::cli
