// SPDX-License-Identifier: MIT
#include "providers/provider.hpp"

namespace tracekit {

std::string ProviderContext::setting(const std::string& key) const {
  const auto found = settings.find(key);
  return found == settings.end() ? "" : found->second;
}

Secret ProviderContext::secret(const std::string& key) const {
  const auto found = secrets.find(key);
  return found == secrets.end() ? Secret() : found->second;
}

const std::string& ProviderContext::base_url(const std::string& role) const { return base_urls.at(role); }

} // namespace tracekit
