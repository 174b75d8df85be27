// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "http/message.hpp"

namespace tracekit::web {

/// The status with which an error of this kind is answered. The one table; exit codes have theirs in `base/error.cpp`.
int http_status(ErrorKind kind);

/// A refusal that only exists over HTTP: an unknown route, a missing token.
class HttpError : public std::runtime_error {
public:
  HttpError(int status, std::string kind, const std::string& sentence, std::string hint = {})
      : std::runtime_error(sentence), status_(status), kind_(std::move(kind)), hint_(std::move(hint)) {}

  /// With one more line of the head.
  HttpError&& with_header(std::string name, std::string value) && {
    headers_.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }

  [[nodiscard]] Response response() const;

private:
  int status_;
  std::string kind_;
  std::string hint_;
  std::vector<std::pair<std::string, std::string>> headers_;
};

Response response_of(const Error& error);
/// Tells when to ask again, where that is known.
Response response_of(const RateLimited& error, EpochSeconds now);

/// What is said when something went wrong that nobody thought of: nothing of what it was.
Response internal_error();

/// What is said to bytes that are no request, or too much of one.
Response broken_request(int status);

} // namespace tracekit::web
