// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "app/app.hpp"

namespace tracekit::app {

enum class FetchedAs { added, changed, unchanged, gone, unknown };
std::string_view to_string(FetchedAs fetched);

/// Reads one record again, of which its provider told that something happened, and matches what it touches. One that
/// is gone there is marked (or erased, where the provider's terms demand it); `unknown` when it was never here either.
/// Nothing goes to other providers. Throws Error(conflict) when another process works with the provider.
FetchedAs fetch_record(App& app, const RecordKey& key);

} // namespace tracekit::app
