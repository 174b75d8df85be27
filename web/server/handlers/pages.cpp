// SPDX-License-Identifier: MIT
#include <array>

#include "handlers/list.hpp"
#include "page.hpp"

// Pages are the same for everybody; what is on them they ask of /api.
namespace tracekit::web {
namespace {

struct Page {
  const char* pattern;
  const char* name;
};

constexpr std::array plain_pages{
    Page{"/", "calendar"},       Page{"/gear", "gear"},         Page{"/review", "review"},
    Page{"/history", "history"}, Page{"/settings", "settings"}, Page{"/notifications", "notifications"},
    Page{"/jobs", "jobs"},       Page{"/users", "users"},       Page{"/tokens", "tokens"},
};

Response month_page(Call& call) {
  try {
    [[maybe_unused]] const Month month = call.month();
  } catch (const Error& error) { // the address of nothing
    throw HttpError(404, "not_found", error.what(), error.hint());
  }
  return page_response(call.service().assets, "month");
}

Response activity_page(Call& call) {
  [[maybe_unused]] const std::int64_t id = call.number("id");
  const AppPool::Lease owner = call.service().apps.of_owner();
  return map_page_response(call.service().assets, "activity", owner.app().settings().values.at("web.tile_url").text);
}

} // namespace

void add_pages(Routes& routes) {
  for (const Page& page : plain_pages) {
    routes.add("GET", page.pattern, Access::page,
               [name = page.name](Call& call) { return page_response(call.service().assets, name); });
  }
  routes.add("GET", "/month/{month}", Access::page, month_page);
  routes.add("GET", "/activity/{id}", Access::page, activity_page);
}

} // namespace tracekit::web
