// SPDX-License-Identifier: MIT
#include "providers/garmin/ticket.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "net/url.hpp"

namespace tracekit::garmin {
namespace {

constexpr std::string_view mark = "ST-";
constexpr std::size_t shortest = 8;

bool belongs_to_ticket(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') || sign == '-';
}

/// For which address it was made: what stands beside it, else what its ending tells (seen, and documented nowhere).
std::string service_of(std::string_view pasted, std::string_view ticket, const Hosts& hosts) {
  for (std::string service : {hosts.app_service("ios"), hosts.app_service("android"), hosts.widget_service()}) {
    if (pasted.find(service) != std::string_view::npos) {
      return service;
    }
  }
  return ticket.ends_with("-sso") ? hosts.app_service("android") : hosts.widget_service();
}

} // namespace

std::string ticket_page(const Hosts& hosts) {
  const std::string embed = hosts.widget_service();
  return net::address(hosts.sso, "/sso/signin",
                      {{"id", "gauth-widget"},
                       {"embedWidget", "true"},
                       {"gauthHost", hosts.sso + "/sso"},
                       {"service", embed},
                       {"source", embed},
                       {"redirectAfterAccountLoginUrl", embed},
                       {"redirectAfterAccountCreationUrl", embed}});
}

ServiceTicket ticket_in(const Secret& pasted, const Hosts& hosts) {
  const std::string_view text = trim(pasted.reveal());
  const auto begin = text.find(mark);
  std::string_view ticket;
  if (begin != std::string_view::npos) {
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), belongs_to_ticket);
    ticket = text.substr(begin, static_cast<std::size_t>(end - text.begin()) - begin);
  }
  const bool bare_with_more = begin == 0 && ticket.size() != text.size();
  if (ticket.size() < shortest || bare_with_more) {
    throw Error(ErrorKind::usage, "there is no ticket in what was pasted",
                "it begins with ST- and stands behind ticket= in the address at which the browser ended");
  }
  return {Secret(std::string(ticket)), service_of(text, ticket, hosts)};
}

} // namespace tracekit::garmin
