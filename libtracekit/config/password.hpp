// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/secret.hpp"

namespace tracekit::config {

/// A password as it is stored: Argon2id with 19 MiB and two passes, and a salt of its own. Few are made or checked at
/// once, so that memory stays bounded; others wait. Throws Error(rate_limit) when that takes too long.
std::string password_hash(const Secret& password);

/// Whether it is the password of that hash. An empty hash is nobody's, and takes as long to refuse.
bool is_password(const Secret& password, const std::string& hash);

} // namespace tracekit::config
