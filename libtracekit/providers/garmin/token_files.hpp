// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "net/tokens.hpp"

namespace tracekit::garmin {

/// The tokens that another program left: the folder or file of garth (`oauth1_token.json` and `oauth2_token.json`, or
/// its one-line form), `garmin_tokens.json` of garminconnect, `native-oauth2.json` of pirate-garmin. Throws
/// Error(input) naming the path when they are not there, and Error(config) when they are of another domain than this
/// one.
net::Tokens tokens_in_files(const std::filesystem::path& path, const std::string& domain);

/// The same from the content of one file.
net::Tokens tokens_in_text(std::string_view text, const std::string& domain);

} // namespace tracekit::garmin
