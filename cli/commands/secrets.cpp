// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/key_rotation.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

std::string text_of(const app::KeyRotation& rotation, bool is_shared) {
  std::string out = rotation.was_interrupted
                        ? "An earlier change of the key is done here, too; run this again for another key. "
                        : "";
  out += fmt::format("{} secret{} sealed with the new key.\n", rotation.resealed,
                     rotation.resealed == 1 ? " is" : "s are");
  for (const std::string& closed : rotation.closed) {
    out += fmt::format("Not opened, and left as it was: {}\n", printable(closed));
  }
  if (rotation.earlier_key.empty()) {
    return out + fmt::format("Now take the earlier key out of {} and restart what runs.\n", printable(rotation.place));
  }
  out += fmt::format("The new key is in {}; nothing needs to be restarted.\n", printable(rotation.place));
  if (is_shared) {
    out += "On other machines that use this database sign-ins are closed until that file is there, too.\n";
  }
  return out +
         fmt::format("The earlier one is in {}: delete it when no copy from before and no other database needs it.\n",
                     printable(rotation.earlier_key.string()));
}

int rotate(Session& session) {
  const app::KeyRotation rotation = app::rotate_key(session.app());
  if (session.options().json) {
    session.print_json(app::to_json(rotation));
  } else if (!session.options().quiet) {
    session.print(text_of(rotation, session.app().store().engine() == sql::Engine::postgres));
  }
  return rotation.closed.empty() ? 0 : 3;
}

} // namespace

void add_secrets(CommandLine& command_line) {
  auto words = std::make_shared<std::vector<std::string>>();
  Command& command = command_line.command("secrets", "Seal all sign-ins with a new key (`secrets rotate`)");
  command.option("WORDS", *words, "rotate").such_as({"rotate"});
  command.runs([words](Session& session) {
    if (words->size() != 1 || words->front() != "rotate") {
      throw Error(ErrorKind::usage, "what about the secrets?", "`tracekit secrets rotate` seals them with a new key");
    }
    return rotate(session);
  });
}

} // namespace tracekit::cli
