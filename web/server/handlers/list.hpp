// SPDX-License-Identifier: MIT
#pragma once

#include "call.hpp"
#include "errors.hpp"
#include "http/routes.hpp"

namespace tracekit::web {

/// Every route that the server answers; docs/reference/web-api.md describes them.
void add_routes(Routes& routes);

// One function a file in this folder: the routes of one noun.
void add_assets(Routes& routes);
void add_pages(Routes& routes);
void add_sign_in(Routes& routes);
void add_sessions(Routes& routes);
void add_people(Routes& routes);
void add_events(Routes& routes);
void add_audit(Routes& routes);
void add_health(Routes& routes);
void add_metrics(Routes& routes);
void add_tokens(Routes& routes);
void add_status(Routes& routes);
void add_calendar(Routes& routes);
void add_month_changes(Routes& routes);
void add_jobs(Routes& routes);
void add_notifications(Routes& routes);
void add_webhooks(Routes& routes);
void add_activities(Routes& routes);
void add_originals(Routes& routes);
void add_exports(Routes& routes);
void add_judgement(Routes& routes);
void add_history(Routes& routes);
void add_gear(Routes& routes);
void add_config(Routes& routes);
void add_sign_ins(Routes& routes);
void add_uploads(Routes& routes);
void add_openapi(Routes& routes);

/// Leaves work to a job of the person, and answers where that can be watched. Throws Error(usage) when something is
/// wrong with the arguments.
Response queued(Call& call, const std::string& kind, const nlohmann::json& arguments);

} // namespace tracekit::web
