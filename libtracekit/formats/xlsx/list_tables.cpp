// SPDX-License-Identifier: MIT
#include "formats/xlsx/list_tables.hpp"

#include "formats/splices.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

class TableReader final : public Visitor {
public:
  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 1) {
      table.name = attributes.find("displayName").value_or("");
      range = parse_range(attributes.find("ref").value_or(""));
      table.header_rows = attributes.number("headerRowCount").value_or(1);
      table.totals_rows = attributes.number("totalsRowCount").value_or(0);
      tags.push_back(token().begin);
    } else if (depth == 2 && name == "autoFilter") {
      tags.push_back(token().begin);
    }
  }
  void end_element(std::string_view, int) override {}

  ListTable table;
  std::optional<CellRange> range;
  std::vector<std::size_t> tags; ///< that carry the range
};

} // namespace

std::vector<ListTable> read_list_tables(const Package& package, std::string_view sheet_part) {
  std::vector<ListTable> tables;
  for (const auto& relationship : package.relationships(sheet_part)) {
    if (relationship.kind != "table") {
      continue;
    }
    TableReader reader;
    visit_xml(package.read(relationship.target), relationship.target, reader);
    if (reader.range) {
      reader.table.part = relationship.target;
      reader.table.range = *reader.range;
      tables.push_back(std::move(reader.table));
    }
  }
  return tables;
}

std::string with_range(const std::string& xml, std::string_view part, const CellRange& range) {
  TableReader reader;
  visit_xml(xml, part, reader);
  Splices splices;
  for (const auto begin : reader.tags) {
    const auto tag = start_tag(std::string_view(xml).substr(begin));
    splices.replace(begin, begin + tag.size(), with_attribute(tag, "ref", range.to_string()));
  }
  return splices.apply(xml);
}

} // namespace tracekit::xlsx
