// SPDX-License-Identifier: MIT
#include "output/sign_in_dialog.hpp"

#include <fmt/format.h>

#include "app/sign_in.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "output/ask.hpp"

namespace tracekit::cli {
namespace {

std::string answer_to(const std::string& question) {
  std::string line;
  if (!ask_line(question, line)) {
    throw Error(ErrorKind::interrupted, "nothing was saved");
  }
  return std::string(trim(line));
}

/// From the terminal without showing it, else the next line of the input. Blanks are part of a password.
Secret secret_answer_to(const std::string& question) {
  std::string line;
  if (!ask_secret(question, line)) {
    throw Error(ErrorKind::interrupted, "nothing was saved");
  }
  Secret answer{line};
  wipe(line);
  return answer;
}

} // namespace

Account sign_in_with_key(Session& session, const ProviderInfo& info) {
  const Option& option = app::key_option(info.id);
  app::App& app = session.app();
  if (session.terminal().interactive) {
    session.say(option.help);
  }
  const Secret line = secret_answer_to(fmt::format("{}:", option.label));
  return app::sign_in_with_key(app, info.id, Secret(std::string(trim(line.reveal()))));
}

Account sign_in_with_browser(Session& session, const ProviderInfo& info, bool manual) {
  net::OAuthDialog dialog;
  dialog.show = [&session](const std::string& url) { session.say("Open this address in your browser:\n  " + url); };
  if (manual) {
    dialog.pasted = [] { return answer_to("Paste the address at which the browser ended, or the code in it:"); };
  }
  return app::sign_in_with_oauth(session.app(), info.id, dialog);
}

Account sign_in_with_password(Session& session, const ProviderInfo& info) {
  const std::string email = answer_to(fmt::format("E-mail at {}:", info.title));
  const Secret password = secret_answer_to("Password:");
  return app::sign_in_with_password(session.app(), info.id, email, password, [&info](const std::string& how) {
    return Secret(answer_to(fmt::format("Code that {} sent ({}):", info.title, printable(how))));
  });
}

Account sign_in_with_ticket(Session& session, const ProviderInfo& info, const std::optional<Secret>& ticket) {
  return app::sign_in_with_ticket(session.app(), info.id, [&](const std::string& page) {
    if (ticket) {
      return *ticket;
    }
    session.say("Open this address in your browser and sign in there:\n  " + page);
    return Secret(answer_to("Paste the address at which the browser ended, within a minute:"));
  });
}

} // namespace tracekit::cli
