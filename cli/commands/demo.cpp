// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <filesystem>

#include "app/app.hpp"
#include "app/sign_in.hpp"
#include "base/error.hpp"
#include "commands/list.hpp"
#include "demo/home.hpp"
#include "demo/sandbox_process.hpp"
#include "demo/tour.hpp"
#include "net/http.hpp"
#include "net/http_client.hpp"

namespace tracekit::cli {
namespace {

namespace fs = std::filesystem;

constexpr double until_told_s = 0.2;

struct DemoArguments {
  std::string keep;
  bool serve = false;
};

/// What her browser does: it opens the address and ends where the service sends it.
std::string where_the_browser_ends(const std::string& address, const Cancellation& cancellation) {
  net::HttpRequest request;
  request.url = address;
  return net::make_transport()->exchange(request, cancellation).headers.find("Location").value_or("");
}

/// The services know her; the keys of those that want one are in her settings.
void sign_in(Session& session, const fs::path& folder) {
  app::App app({folder / "tracekit_config.json", std::nullopt, std::nullopt}, session.progress(),
               session.cancellation());
  for (const std::string& provider : app.enabled_providers()) {
    if (registered_provider(provider).info.sign_in != SignIn::oauth2 || !app.unavailable(provider).empty()) {
      continue;
    }
    std::string address;
    net::OAuthDialog dialog;
    dialog.show = [&](const std::string& url) { address = url; };
    dialog.pasted = [&] { return where_the_browser_ends(address, session.cancellation()); };
    app::sign_in_with_oauth(app, provider, dialog);
  }
}

void show(Tour& tour, const fs::path& folder) {
  tour.tell("A made-up athlete: files, an exercise log in Excel, and services that answer on this machine only.");
  tour.run({"pull"});
  tour.run({"load", (folder / "garmin.jsonl").string()});
  tour.tell("What is where, month by month:");
  tour.run({"calendar", "--from", "2025-06", "--to", "2025-08"});
  tour.tell("August, side by side, and the plan that would bring everybody into agreement:");
  tour.run({"sync-month", "2025-08", "--dry-run"});
  tour.tell("Approved, all of it (without --yes it asks for each change):");
  tour.run({"sync-month", "2025-08", "--yes", "--really-all"});
  tour.tell("And again: nothing is left to do.");
  tour.run({"sync-month", "2025-08", "--dry-run"});
  tour.tell("Everything that was written can be seen, and single values taken back:");
  tour.run({"history", "--limit", "8"});
  tour.run({"undo", "--yes"});
}

/// Leaves the services running, for the person to play with.
void stay(Session& session, const fs::path& folder) {
  session.print(fmt::format("\nThe services answer until Ctrl-C. In another terminal:\n\n"
                            "  export TRACEKIT_CONFIG={}\n"
                            "  tracekit pull\n"
                            "  tracekit sync-month 2025-08\n\n",
                            (folder / "tracekit_config.json").string()));
  session.flush();
  try {
    while (true) {
      net::sleep_for(until_told_s, session.cancellation());
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::interrupted) {
      throw;
    }
  }
}

int run_demo(Session& session, const DemoArguments& arguments) {
  const DemoFolder folder(arguments.keep);
  forget_own_settings();
  fs::current_path(folder.path());
  const SandboxProcess sandbox(folder.path());
  sign_in(session, folder.path());
  if (arguments.serve) {
    stay(session, folder.path());
    return 0;
  }
  Tour tour(session, folder.path());
  show(tour, folder.path());
  tour.tell(
      arguments.keep.empty()
          ? "That was it; the made-up data is gone again. `tracekit demo --serve` leaves the services running for "
            "you to play with.\nWith your own data: `tracekit configure`, then `tracekit pull`, `tracekit "
            "calendar --months 6`, `tracekit sync-month YYYY-MM`."
          : fmt::format("The made-up data is in {0}: try `tracekit --config {0}/tracekit_config.json show "
                        "2025-08-02`.",
                        folder.path().string()));
  return 0;
}

} // namespace

void add_demo(CommandLine& command_line) {
  auto arguments = std::make_shared<DemoArguments>();
  Command& command =
      command_line.command("demo", "Show a reconciled month of a made-up athlete; touches nothing of yours");
  command.option("--keep", arguments->keep, "make it in this folder and leave it there");
  command.flag("--serve", arguments->serve, "only start the services and leave them running until Ctrl-C");
  command.runs([arguments](Session& session) { return run_demo(session, *arguments); });
}

} // namespace tracekit::cli
