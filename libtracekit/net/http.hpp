// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cancellation.hpp"
#include "base/error.hpp"

namespace tracekit::net {

/// Header lines in their order; names are compared without case.
class Headers {
public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> lines) : lines_(lines) {}

  /// Adds a line. Throws Error(config) for line breaks in it.
  void add(std::string name, std::string value);
  /// Replaces every line of that name.
  void set(std::string name, std::string value);
  /// The first line of that name; nothing when there is none.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& lines() const { return lines_; }

private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

struct Timeouts {
  double connect_s = 15;
  double total_s = 120;
  double stalled_s = 30; ///< without a byte in either direction
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  Timeouts timeouts;
  std::uint64_t body_limit = std::uint64_t{64} << 20U; ///< of the answer, unpacked
  /// Signs each try anew, for those who take a signature only once.
  std::function<void(HttpRequest&)> sign = {};
  bool repeatable = false; ///< a write that may be sent twice without harm; GET and HEAD always may

  [[nodiscard]] bool may_repeat() const { return repeatable || method == "GET" || method == "HEAD"; }
};

struct HttpResponse {
  int status = 0;
  Headers headers;
  std::string body;

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// What kept an exchange from taking place. Whether the server got the request is not known unless `never_sent()`.
class NetworkError : public Error {
public:
  NetworkError(const std::string& sentence, bool never_sent, std::string hint = {})
      : Error(ErrorKind::network, sentence, std::move(hint)), never_sent_(never_sent) {}

  [[nodiscard]] bool never_sent() const { return never_sent_; }

private:
  bool never_sent_;
};

/// Exactly one exchange: no retries, no redirects, no cookies. For one thread at a time; connections are kept.
class Transport {
public:
  virtual ~Transport() = default;
  /// Throws NetworkError with one sentence that names the host and what failed, Error(interrupted) when a stop was
  /// asked for meanwhile.
  virtual HttpResponse exchange(const HttpRequest& request, const Cancellation& cancellation) = 0;
};

/// A transport over libcurl, which is loaded at the first call: commands that ask nobody start faster without.
std::unique_ptr<Transport> make_transport();

} // namespace tracekit::net
