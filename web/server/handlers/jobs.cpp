// SPDX-License-Identifier: MIT
#include "app/jobs/job_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t most_jobs = 200;

/// What may be asked for from outside, and with which right. Kinds that read files of the server's machine or speak to
/// the operator are not among them.
struct AskedKind {
  std::string_view kind;
  app::TokenScope scope;
};

constexpr std::array asked_kinds{
    AskedKind{"pull", app::TokenScope::write},         AskedKind{"pull-provider", app::TokenScope::write},
    AskedKind{"fetch-record", app::TokenScope::write}, AskedKind{"apply-changes", app::TokenScope::write},
    AskedKind{"undo", app::TokenScope::write},         AskedKind{"recompute", app::TokenScope::write},
    AskedKind{"reset", app::TokenScope::admin},
};

void check_may_ask(const Call& call, const std::string& kind) {
  const auto* found = std::ranges::find(asked_kinds, kind, &AskedKind::kind);
  if (found == asked_kinds.end()) {
    throw Error(ErrorKind::usage, fmt::format("jobs of the kind \"{}\" cannot be added here", kind),
                "docs/reference/web-api.md lists those that can");
  }
  if (!call.allows(found->scope)) {
    throw HttpError(403, "auth", fmt::format("this token may not add jobs of the kind {}", kind));
  }
}

store::Job must_find(Call& call) {
  auto job = call.app().mine().jobs.find(call.number("id"));
  if (!job) {
    throw HttpError(404, "not_found", fmt::format("there is no job {}", call.number("id")));
  }
  return std::move(*job);
}

Response list_jobs(Call& call) {
  call.knows_only({"state", "kind", "before", "limit"});
  store::Jobs::Filter filter;
  if (const auto state = call.asked("state")) {
    filter.state = store::job_state_of(*state);
  }
  filter.kind = call.asked("kind").value_or("");
  filter.before = call.asked_number("before", 1, std::numeric_limits<std::int64_t>::max());
  filter.limit = call.asked_number("limit", 1, most_jobs).value_or(filter.limit);
  nlohmann::json jobs = nlohmann::json::array();
  for (const store::Job& job : call.app().mine().jobs.list(filter)) {
    jobs.push_back(app::to_json(job));
  }
  return json_response({{"jobs", std::move(jobs)}});
}

Response add_job(Call& call) {
  const nlohmann::json body = call.body();
  const std::string kind = text_field(body, "kind");
  const nlohmann::json arguments = body.value("arguments", nlohmann::json::object());
  if (!arguments.is_object()) {
    throw Error(ErrorKind::usage, "\"arguments\" is not an object");
  }
  check_may_ask(call, kind);
  return queued(call, kind, arguments);
}

Response show_job(Call& call) {
  call.knows_only({});
  return json_response(app::to_json(must_find(call)));
}

Response cancel_job(Call& call) {
  const store::Job job = must_find(call);
  if (!app::cancel_job(call.app(), job.id)) {
    throw Error(ErrorKind::conflict, fmt::format("job {} has ended", job.id));
  }
  return json_response(app::to_json(must_find(call)));
}

Response retry_job(Call& call) {
  const store::Job job = must_find(call);
  if (!call.app().mine().jobs.retry(job.id)) {
    throw Error(ErrorKind::conflict, fmt::format("job {} is neither dead nor cancelled", job.id));
  }
  return json_response(app::to_json(must_find(call)));
}

} // namespace

Response queued(Call& call, const std::string& kind, const nlohmann::json& arguments) {
  app::check_job(kind, arguments);
  const store::Jobs::Added added = call.app().mine().jobs.add(app::make_job(kind, arguments));
  constexpr int accepted = 202;
  Response response = json_response({{"job", added.id}, {"is_new", added.is_new}}, accepted);
  response.headers.emplace_back("Location", fmt::format("/api/jobs/{}", added.id));
  return response;
}

void add_jobs(Routes& routes) {
  routes.add("GET", "/api/jobs", Access::read, list_jobs)
      .says("The person's jobs, newest first")
      .shapes("job", "jobs")
      .asks("state", "ready, running, done, dead or cancelled")
      .asks("kind", "such as pull")
      .asks("before", "only older ones than this", Description::Type::integer)
      .asks("limit", "1 to 200", Description::Type::integer);
  routes.add("POST", "/api/jobs", Access::write, add_job)
      .says("Adds a job")
      .shape("queued-job")
      .takes("kind", "such as pull")
      .may_take("arguments", "as the kind takes them", Description::Type::object)
      .answers(202);
  routes.add("GET", "/api/jobs/{id}", Access::read, show_job).says("One job").shape("job");
  routes.add("POST", "/api/jobs/{id}/cancel", Access::write, cancel_job)
      .says("Calls a job off, or asks it to stop")
      .shape("job");
  routes.add("POST", "/api/jobs/{id}/retry", Access::write, retry_job)
      .says("Lets a dead or cancelled job wait again")
      .shape("job");
}

} // namespace tracekit::web
