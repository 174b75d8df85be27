// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace tracekit::web {

/// The cookies of this server: no script reads them, and pages of others send them only where a person follows a link.
/// Behind TLS browsers are told to keep them to it, and to this very host, by the name's prefix.
class Cookies {
public:
  explicit Cookies(bool behind_tls) : behind_tls_(behind_tls) {}

  /// The value of the cookie of this name; nothing when there is none, or two that differ: somebody else set one.
  [[nodiscard]] std::optional<std::string> find(const Request& request, std::string_view name) const;

  void set(Response& response, std::string_view name, std::string_view value, std::int64_t seconds) const;
  void remove(Response& response, std::string_view name) const { set(response, name, "", 0); }

private:
  [[nodiscard]] std::string full_name(std::string_view name) const;

  bool behind_tls_;
};

} // namespace tracekit::web
