// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/people.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

int show_claim_token(Session& session) {
  const Secret token = app::claim_token(session.app());
  if (session.options().json) {
    session.print_json({{"token", token.empty() ? nlohmann::json() : nlohmann::json(token.reveal())}});
  } else if (token.empty()) {
    session.say("No token is needed: somebody has signed up, or there is nothing here yet that could be taken.");
  } else {
    session.say("Whoever signs up with this token first has everything that is here:");
    session.print(token.reveal() + "\n");
  }
  return 0;
}

} // namespace

void add_web(CommandLine& command_line) {
  auto words = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command("web", "Show the one-time token for the first sign-up in the dashboard");
  command.option("WORDS", *words, "token").such_as({"token"});
  command.runs([words](Session& session) {
    if (words->size() != 1 || words->front() != "token") {
      throw Error(ErrorKind::usage, "what about the dashboard?",
                  "`tracekit web token` shows the token for the first sign-up; `tracekit-web` starts the server");
    }
    return show_claim_token(session);
  });
}

} // namespace tracekit::cli
