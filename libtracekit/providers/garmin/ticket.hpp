// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/secret.hpp"
#include "providers/garmin/hosts.hpp"

namespace tracekit::garmin {

/// What a sign-in ends with: good once, for about a minute, and only together with the address it was made for.
struct ServiceTicket {
  Secret ticket;
  std::string service;
};

/// What the person opens in a browser to get one.
std::string ticket_page(const Hosts& hosts);

/// The ticket in what was pasted: bare, in the address at which the browser ended, or in an answer that the browser's
/// tools show. Throws Error(usage) when there is none.
ServiceTicket ticket_in(const Secret& pasted, const Hosts& hosts);

} // namespace tracekit::garmin
