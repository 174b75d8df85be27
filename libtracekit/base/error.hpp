// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tracekit {

/// What went wrong, in terms of what can be done about it. One table (`exit_code`) maps kinds to
/// process exit codes; nobody else switches on it for that purpose.
enum class ErrorKind {
  usage,       ///< the command line or a call was wrong
  config,      ///< a setting is missing, unknown or malformed
  input,       ///< a file or text that we were given cannot be read
  not_found,   ///< the thing named does not exist
  auth,        ///< somebody has to sign in
  rate_limit,  ///< a provider's limit is used up
  network,     ///< a connection failed
  provider,    ///< a provider answered with an error
  database,    ///< the database refused or is not there
  conflict,    ///< somebody else changed it, or holds it
  interrupted, ///< the person or the system asked us to stop
};

/// The kind as it is written in JSON, such as "rate_limit".
std::string_view to_string(ErrorKind kind);

/// The documented process exit code of a kind: 1 failed, 2 usage or settings, 4 rate limited,
/// 5 sign-in needed, 130 interrupted.
int exit_code(ErrorKind kind);

/// The one exception of tracekit. `what()` is one sentence for the person that names the file,
/// field or setting; `hint()` says what to do, and may be empty.
class Error : public std::runtime_error {
public:
  Error(ErrorKind kind, const std::string& sentence, std::string hint = {})
      : std::runtime_error(sentence), kind_(kind), hint_(std::move(hint)) {}

  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] const std::string& hint() const { return hint_; }

private:
  ErrorKind kind_;
  std::string hint_;
};

/// A provider's limit is used up. `resets_at()` is when asking again makes sense (UTC, epoch seconds), where that is
/// known; it stands in the hint as well.
class RateLimited : public Error {
public:
  RateLimited(const std::string& sentence, std::optional<std::int64_t> resets_at, std::string hint = {})
      : Error(ErrorKind::rate_limit, sentence, std::move(hint)), resets_at_(resets_at) {}

  [[nodiscard]] std::optional<std::int64_t> resets_at() const { return resets_at_; }

private:
  std::optional<std::int64_t> resets_at_;
};

/// Somebody has to sign in to a provider, for the first time or again. The hint names the command.
class Unauthorized : public Error {
public:
  Unauthorized(const std::string& sentence, const std::string& provider)
      : Error(ErrorKind::auth, sentence, "run `tracekit auth " + provider + "`"), provider_(provider) {}

  [[nodiscard]] const std::string& provider() const { return provider_; }

private:
  std::string provider_;
};

} // namespace tracekit
