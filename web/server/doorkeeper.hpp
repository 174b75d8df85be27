// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "call.hpp"
#include "http/routes.hpp"

namespace tracekit::web {

/// Tells who is calling, by a token or by a session, and lets him in where he may go.
class Doorkeeper {
public:
  explicit Doorkeeper(Service& service) : service_(service) {}

  /// Makes the call act as whoever sent it, where the route wants somebody. Throws HttpError: 401 for nobody, 403 for
  /// somebody who may not, 303 to the page for signing in.
  void let_in(Call& call, Access access) const;

private:
  void let_program_in(Call& call, Access access, const std::string& token) const;
  void let_person_in(Call& call, Access access) const;

  Service& service_;
};

constexpr const char* session_cookie = "tracekit_session";
constexpr const char* form_cookie = "tracekit_form";

/// What a page has to send with a write: only whoever can read our pages knows it.
std::string csrf_token(std::string_view cookie);

/// Throws HttpError(403) unless the request comes from one of our own pages, as browsers tell.
void require_own_page(const Request& request);

/// Whether a page may be gone to after signing in: one of ours, and no other server.
bool is_local_address(std::string_view address);

/// From where a person calls: what the proxy says when one stands in front, else who is connected.
std::string caller_address(const Request& request, bool behind_proxy);

} // namespace tracekit::web
