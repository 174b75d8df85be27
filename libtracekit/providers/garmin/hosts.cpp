// SPDX-License-Identifier: MIT
#include "providers/garmin/hosts.hpp"

namespace tracekit::garmin {

std::map<std::string, std::string> standard_base_urls() {
  return {{"sso", "https://sso.garmin.com"},
          {"diauth", "https://diauth.garmin.com"},
          {"api", "https://connectapi.garmin.com"},
          {"consumer", "https://thegarth.s3.amazonaws.com"}};
}

Hosts hosts_of(const ProviderContext& context) {
  Hosts hosts;
  hosts.domain = context.setting("domain") == china ? china : world;
  const auto standard = standard_base_urls();
  const auto address = [&](const std::string& role) {
    const std::string& text = context.base_url(role);
    const bool moves = text == standard.at(role) && text.ends_with(world);
    return moves ? text.substr(0, text.size() - std::string_view(world).size()) + hosts.domain : text;
  };
  hosts.sso = address("sso");
  hosts.diauth = address("diauth");
  hosts.api = address("api");
  hosts.consumer = address("consumer");
  return hosts;
}

} // namespace tracekit::garmin
