// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "assets/assets.hpp"
#include "http/message.hpp"

namespace tracekit::web {

/// What the server writes into a page, where `{{csrf}}`, `{{next}}` ... stand. HTML-escaped there.
struct PageWords {
  std::string csrf = {};    ///< what its form has to send
  std::string next = {};    ///< the address to go to after it
  std::string problem = {}; ///< a sentence; empty when there is none
  std::string hint = {};    ///< what to do about the problem
  std::string email = {};
  std::string claim = {}; ///< "claim" when the one-time token is needed
};

/// The shell of a page, `pages/<name>.html`. Throws Error(config) when this build has no such page.
Response page_response(const Assets& assets, std::string_view name, const PageWords& words = {}, int status = 200);
/// The same for a page with a map, on which tiles of this address are shown; empty: none.
Response map_page_response(const Assets& assets, std::string_view name, const std::string& tile_url);

/// Whether an answer to this would be looked at by a person: a page was asked for, and not an address of programs.
bool is_for_a_person(const Request& request);

} // namespace tracekit::web
