// SPDX-License-Identifier: MIT
#include "app/roles.hpp"

#include "store/roles.hpp"

namespace tracekit::app {

std::string roles_sql() { return std::string(store::roles_sql()); }

RolesReport apply_roles(const Overrides& overrides, double wait_seconds) {
  const config::Settings settings = config::resolve(settings_schema(), settings_layers(overrides));
  RolesReport report;
  report.database = store::apply_roles(settings.database_url, wait_seconds);
  report.roles.assign(store::role_names.begin(), store::role_names.end());
  return report;
}

} // namespace tracekit::app
