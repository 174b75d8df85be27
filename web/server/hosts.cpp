// SPDX-License-Identifier: MIT
#include "hosts.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr std::string_view own_names[] = {"localhost", "127.0.0.1", "[::1]"};

std::string without_port(std::string_view host) {
  const auto end_of_name = host.starts_with('[') ? host.find(']') : 0;
  const auto colon = end_of_name == std::string_view::npos ? end_of_name : host.find(':', end_of_name);
  return to_lower(host.substr(0, colon));
}

} // namespace

Hosts::Hosts(const std::string& address, const std::vector<std::string>& names)
    : names_(std::begin(own_names), std::end(own_names)) {
  names_.insert(address);
  for (const std::string& name : names) {
    names_.insert(without_port(name));
  }
}

bool Hosts::knows(std::string_view host) const { return names_.contains(without_port(host)); }

bool is_loopback(std::string_view address) { return address.starts_with("127."); }

bool is_local(const Request& request) {
  constexpr std::string_view signs_of_a_proxy[] = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host",
                                                   "X-Real-IP"};
  const std::string host = without_port(request.header("Host"));
  return is_loopback(request.peer) && std::ranges::find(own_names, host) != std::end(own_names) &&
         std::ranges::none_of(signs_of_a_proxy,
                              [&](std::string_view name) { return request.headers.find(name).has_value(); });
}

} // namespace tracekit::web
