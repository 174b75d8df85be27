// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "formats/left_out.hpp"
#include "formats/sample_text.hpp"
#include "formats/xml/element_writer.hpp"

namespace tracekit::tcx {

/// Writes the samples of one recording, lap by lap, as Tracks of Trackpoints.
class TrackpointWriter {
public:
  TrackpointWriter(const Recording& recording, LeftOut& left_out);

  /// Writes what comes before `end`, or all that is left in the last lap.
  void write(xml::ElementWriter& out, std::optional<EpochMillis> end, bool is_last);

private:
  struct Extension {
    SampleText text;
    std::string element;
  };

  void choose_extensions(LeftOut& left_out);
  void write_point(xml::ElementWriter& out, std::size_t sample) const;
  void write_extensions(xml::ElementWriter& out, std::size_t sample) const;

  const Recording& recording_;
  PositionText position_;
  std::optional<SampleText> altitude_;
  std::optional<SampleText> distance_;
  const Channel* heart_rate_;
  const Channel* cadence_;
  std::vector<Extension> in_tpx_;
  std::vector<Extension> beside_;
  std::size_t next_ = 0;
};

} // namespace tracekit::tcx
