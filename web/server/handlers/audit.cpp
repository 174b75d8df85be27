// SPDX-License-Identifier: MIT
#include <limits>
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_entries = 50;
constexpr std::int64_t most_entries = 200;

/// What was done that not everybody may do: the person's own, which for the owner includes what concerns everybody.
Response list_audit(Call& call) {
  call.knows_only({"before", "limit"});
  const auto before = call.asked_number("before", 1, std::numeric_limits<std::int64_t>::max());
  const std::int64_t limit = call.asked_number("limit", 1, most_entries).value_or(usual_entries);
  nlohmann::json entries = nlohmann::json::array();
  for (const store::AuditEntry& entry : call.app().mine().audit.list(limit, before)) {
    entries.push_back({{"id", entry.id},
                       {"at", format_utc(entry.at)},
                       {"actor", entry.actor},
                       {"action", entry.action},
                       {"detail", entry.detail}});
  }
  return json_response({{"entries", std::move(entries)}});
}

} // namespace

void add_audit(Routes& routes) {
  routes.add("GET", "/api/audit", Access::admin, list_audit)
      .says("What was done that needs a right, newest first")
      .shapes("audit-entry", "entries")
      .asks("before", "only older ones than this", Description::Type::integer)
      .asks("limit", "1 to 200", Description::Type::integer);
}

} // namespace tracekit::web
