// SPDX-License-Identifier: MIT
#include "events/broadcaster.hpp"

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

/// Proxies and browsers give up connections on which nothing comes.
constexpr std::chrono::seconds longest_silence{15};

Response events(Call& call) {
  call.knows_only({});
  const Caller& caller = call.caller();
  Entrance entrance{caller.user, {}, {}};
  if (caller.session) {
    entrance.session = caller.session->id;
  } else {
    entrance.token = caller.token->id;
  }
  Response response;
  response.content_type = "text/event-stream";
  response.headers.emplace_back("X-Accel-Buffering", "no"); // for nginx in front
  response.stream = [subscription = call.service().events.subscribe(entrance)](const Response::Send& send) {
    while (const auto text = subscription->wait(longest_silence)) {
      if (!send(text->empty() ? ":\n\n" : *text)) {
        return;
      }
    }
  };
  return response;
}

} // namespace

void add_events(Routes& routes) {
  routes.add("GET", "/api/events", Access::read, events)
      .says("What changes, as server-sent events")
      .answers(200, "text/event-stream");
}

} // namespace tracekit::web
