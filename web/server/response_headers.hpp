// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "http/message.hpp"

namespace tracekit::web {

/// What every answer says to browsers, errors included: nothing is stored, guessed at, framed or told to others. Lines
/// that an answer has already are left as they are.
void add_standard_headers(Response& response);

/// The Content-Security-Policy of a page: everything from here, no script or style inside it, and no text that becomes
/// HTML.
std::string page_policy();
/// That of a page with a map, whose library writes HTML. Tiles may come from where `tile_url` leads, as
/// `https://tiles.example.org/{z}/{x}/{y}.png`; empty: from nowhere.
std::string map_page_policy(const std::string& tile_url);

} // namespace tracekit::web
