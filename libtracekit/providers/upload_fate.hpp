// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "net/http_client.hpp"
#include "providers/provider.hpp"

namespace tracekit {

/// Looks once a second, for a minute, what has become of a file.
UploadFate await_fate(const std::function<UploadFate()>& look, const net::Sleeper& sleeper,
                      const Cancellation& cancellation);

/// The id of what came of it. Throws Error(provider) when nothing did, StillReading while nobody knows.
std::string made_of(const UploadFate& fate, const std::string& title, const std::string& file_name);

} // namespace tracekit
