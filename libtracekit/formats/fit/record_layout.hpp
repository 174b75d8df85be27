// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/fit/part_writer.hpp"
#include "formats/left_out.hpp"

namespace tracekit::fit {

/// One channel as it is written: raw values of a base type.
struct WrittenColumn {
  BaseType type = BaseType::uint8;
  std::vector<std::int64_t> values;
  double scale = 1; ///< said in the description of a developer field
  double offset = 0;
};

/// A channel that has no field, written as a developer's.
struct WrittenDeveloperField {
  const Channel* channel = nullptr;
  WrittenColumn column;
};

/// How the channels of one recording are laid out in its record messages.
class RecordLayout {
public:
  RecordLayout(const Streams& streams, LeftOut& left_out);

  struct Column {
    std::uint8_t field = 0;
    std::vector<WrittenColumn> members; ///< all of one type
  };
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<WrittenDeveloperField>& developer_fields() const { return developer_fields_; }

private:
  std::vector<Column> columns_;
  std::vector<WrittenDeveloperField> developer_fields_;
};

} // namespace tracekit::fit
