// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/recording.hpp"

namespace tracekit {

/// The word by which a format with one word for the sport tells it: the file's own where it means the same, else one of
/// ours. It may say less than sport and sub-sport do.
std::string sport_word(const Recording& recording);

} // namespace tracekit
