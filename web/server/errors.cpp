// SPDX-License-Identifier: MIT
#include "errors.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "net/json_fields.hpp"

namespace tracekit::web {
namespace {

struct KindRow {
  ErrorKind kind;
  int status;
};

/// What the caller has to put right is 4xx; 409 where that is not in the request but in how things stand.
constexpr std::array kinds{
    KindRow{ErrorKind::usage, 400},     KindRow{ErrorKind::config, 409},      KindRow{ErrorKind::input, 422},
    KindRow{ErrorKind::not_found, 404}, KindRow{ErrorKind::auth, 409},        KindRow{ErrorKind::rate_limit, 429},
    KindRow{ErrorKind::network, 502},   KindRow{ErrorKind::provider, 502},    KindRow{ErrorKind::database, 503},
    KindRow{ErrorKind::conflict, 409},  KindRow{ErrorKind::interrupted, 503},
};

struct StatusWords {
  int status;
  const char* sentence;
};

constexpr std::array refusals{
    StatusWords{400, "this is not an HTTP request that can be answered"},
    StatusWords{408, "the request took too long to arrive"},
    StatusWords{413, "the body is larger than what is taken here: 1 MiB, or for uploads what web.upload_mb says"},
    StatusWords{414, "the address is too long"},
    StatusWords{417, "only \"Expect: 100-continue\" is understood"},
    StatusWords{431, "the head of the request is too long"},
    StatusWords{501, "there is no such method"},
    StatusWords{505, "only HTTP/1.0 and HTTP/1.1 are spoken here"},
    StatusWords{507, "there is no room for an upload on the server's disk"},
};

Response error_response(int status, std::string_view kind, std::string_view sentence, std::string_view hint) {
  Response response;
  response.status = status;
  response.body = net::json_text({{"error", {{"kind", kind}, {"message", sentence}, {"hint", hint}}}});
  response.problem = sentence;
  response.hint = hint;
  return response;
}

} // namespace

int http_status(ErrorKind kind) {
  const auto* found = std::ranges::find(kinds, kind, &KindRow::kind);
  return found == kinds.end() ? 500 : found->status;
}

Response HttpError::response() const {
  Response response = error_response(status_, kind_, what(), hint_);
  response.headers = headers_;
  return response;
}

Response response_of(const Error& error) {
  return error_response(http_status(error.kind()), to_string(error.kind()), error.what(), error.hint());
}

Response response_of(const RateLimited& error, EpochSeconds now) {
  Response response = response_of(static_cast<const Error&>(error));
  if (error.resets_at()) {
    response.headers.emplace_back("Retry-After", std::to_string(std::max<EpochSeconds>(*error.resets_at() - now, 1)));
  }
  return response;
}

Response internal_error() {
  return error_response(500, "internal", "something went wrong inside the server", "its log says more");
}

Response broken_request(int status) {
  const auto* found = std::ranges::find(refusals, status, &StatusWords::status);
  return error_response(status, status >= 500 ? "internal" : "usage",
                        found == refusals.end() ? refusals.front().sentence : found->sentence, "");
}

} // namespace tracekit::web
