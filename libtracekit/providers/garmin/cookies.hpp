// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "net/http.hpp"

namespace tracekit::garmin {

/// The cookies of one conversation with one host, which ends before any of them does.
class Cookies {
public:
  void take(const net::HttpResponse& response);
  void give(net::HttpRequest& request) const;

private:
  std::map<std::string, std::string> values_;
};

} // namespace tracekit::garmin
