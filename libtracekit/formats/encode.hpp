// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit {

/// The formats that recordings can be written in.
enum class WrittenFormat : std::uint8_t { fit, gpx, tcx, kml, geojson, csv };

/// The format that a word or the ending of a file name says, upper and lower case alike.
std::optional<WrittenFormat> written_format(std::string_view word);
/// The word of each.
std::vector<std::string> written_formats();
/// Its word, which is also the ending of its files.
std::string_view to_string(WrittenFormat format);
/// What a web server calls it.
std::string_view media_type(WrittenFormat format);

struct WrittenFile {
  Bytes bytes;
  std::vector<std::string> left_out; ///< what the format cannot hold of what was there, a few words each
};

/// Writes recordings in a format. Throws Error(input) when nothing of them can be held: the sentence has no subject, it
/// says what the recording holds not.
///
/// `fit_source` is the unpacked FIT file that the recordings were read from, if it was one and they are all that it
/// holds. Written as FIT it keeps all its messages, also those and their fields for which recordings have no place;
/// then there may be no recordings.
WrittenFile encode_file(std::span<const Recording> recordings, WrittenFormat format, ByteView fit_source = {});

} // namespace tracekit
