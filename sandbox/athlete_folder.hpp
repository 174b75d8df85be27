// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace tracekit::sandbox {

/// Makes what the athlete has at home: files, an exercise log and settings in which these services are connected (JSON
/// objects by provider). Without any, what two services know of her lies beside it in the portable form.
void make_athlete(const std::filesystem::path& folder, const std::map<std::string, std::string>& services);

} // namespace tracekit::sandbox
