// SPDX-License-Identifier: MIT
#include "app/owner.hpp"

#include <fmt/format.h>

namespace tracekit::app {
namespace {

bool is_the_owners(const config::KnownSetting& setting) {
  return setting.option.kind == OptionKind::path || setting.option.key.starts_with("base_urls.") ||
         setting.key.starts_with("web.") || setting.key == "debug";
}

} // namespace

bool is_owner(App& app) { return app.store().users().owner(app.now()).id == app.mine().user(); }

std::string why_locked(App& app, const config::KnownSetting& setting) {
  if (config::is_needed_before_database(setting.key)) {
    return "is needed to open the database and stands in the settings file";
  }
  const auto value = app.settings().values.find(setting.key);
  if (value != app.settings().values.end() && value->second.source.layer <= config::Layer::environment) {
    return fmt::format("is held by {}", value->second.source.text());
  }
  return is_the_owners(setting) && !is_owner(app) ? "is changed by the owner of this installation" : "";
}

} // namespace tracekit::app
