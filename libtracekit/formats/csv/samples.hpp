// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "formats/left_out.hpp"

namespace tracekit::csv {

/// Writes the samples as a table (RFC 4180): a row each, with the number of the session and of the stretch between gaps
/// (both from 1), the time in UTC, and a column for each channel of any session, headed by name and unit. Cells are
/// empty where a sample has no value. Throws Error(input) when there is no sample.
std::string encode_samples(std::span<const Recording> recordings, LeftOut& left_out);

} // namespace tracekit::csv
