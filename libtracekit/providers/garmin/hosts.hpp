// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "providers/provider.hpp"

namespace tracekit::garmin {

inline constexpr const char* provider_id = "garmin";
inline constexpr const char* title = "Garmin Connect";

inline constexpr const char* world = "garmin.com";
inline constexpr const char* china = "garmin.cn"; ///< other accounts, at hosts of their own

/// Where Garmin is reached. Passwords and tickets go nowhere else, unless the owner names another address.
struct Hosts {
  std::string domain; ///< `world` or `china`
  std::string sso;
  std::string diauth;
  std::string api;
  std::string consumer; ///< who publishes the application's keys of the older sign-in

  /// The addresses for which a sign-in asks its ticket; the exchange wants the same one again.
  [[nodiscard]] std::string widget_service() const { return sso + "/sso/embed"; }
  [[nodiscard]] std::string app_service(const char* system) const {
    return "https://mobile.integration." + domain + "/gcm/" + system;
  }
};

/// As they are outside China; the setting `domain` changes what nobody set.
std::map<std::string, std::string> standard_base_urls();
Hosts hosts_of(const ProviderContext& context);

} // namespace tracekit::garmin
