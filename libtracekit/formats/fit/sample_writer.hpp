// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "formats/fit/part_writer.hpp"
#include "formats/fit/record_layout.hpp"
#include "formats/left_out.hpp"

namespace tracekit::fit {

/// Writes the samples of one part's recordings as record messages, with the timer events between them and the
/// descriptions of developer fields before them.
class SampleWriter {
public:
  SampleWriter(PartWriter& out, LeftOut& left_out) : out_(out), left_out_(left_out) {}

  void write(const Streams& streams);
  /// The timer stops with the last sample.
  void stop();

private:
  /// What tells two developer fields apart: name, unit, type, scale, offset, and how many alike came before.
  using Description = std::tuple<std::string, std::string, BaseType, double, double, std::size_t>;

  std::vector<DeveloperFieldLayout> describe(const RecordLayout& layout);
  void write_description(const Description& description, std::size_t serial);
  void write_event(std::optional<std::int64_t> time_ms, std::int64_t type);
  void write_gap(const Streams& streams, std::size_t sample);

  PartWriter& out_;
  LeftOut& left_out_;
  std::map<Description, std::size_t> described_; ///< to its serial number
  std::optional<std::int64_t> last_ms_;
  bool is_started_ = false;
};

} // namespace tracekit::fit
