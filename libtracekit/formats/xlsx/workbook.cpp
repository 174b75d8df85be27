// SPDX-License-Identifier: MIT
#include "formats/xlsx/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

constexpr const char* save_as_xlsx = "open it in a spreadsheet program and save it as .xlsx";

struct ListedSheet {
  std::string name;
  std::string relationship;
  bool visible = true;
};

class WorkbookReader final : public Visitor {
public:
  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 1) {
      is_workbook = name == "workbook";
    } else if (depth == 2 && name == "workbookPr") {
      date_1904 = attributes.is_true("date1904");
    } else if (depth == 3 && name == "sheet") {
      const auto state = attributes.find("state").value_or("visible");
      sheets.push_back({std::string(attributes.find("name").value_or("")),
                        std::string(attributes.find_prefixed("id").value_or("")), state == "visible"});
    }
  }
  void end_element(std::string_view, int) override {}

  bool is_workbook = false;
  bool date_1904 = false;
  std::vector<ListedSheet> sheets;
};

Error not_a_workbook(const Package& package) {
  constexpr std::string_view open_document = "application/vnd.oasis.opendocument.spreadsheet";
  if (package.has("mimetype") && package.read("mimetype").starts_with(open_document)) {
    return {ErrorKind::input, "the file is an OpenDocument spreadsheet (.ods), not an Excel workbook", save_as_xlsx};
  }
  return {ErrorKind::input, "the file is a zip archive but not an Excel workbook", save_as_xlsx};
}

std::string workbook_part(const Package& package) {
  for (const auto& relationship : package.relationships("")) {
    if (relationship.kind == "officeDocument" && package.has(relationship.target)) {
      if (relationship.target.ends_with(".bin")) {
        throw Error(ErrorKind::input, "the file is a binary Excel workbook (.xlsb)", save_as_xlsx);
      }
      return relationship.target;
    }
  }
  throw not_a_workbook(package);
}

} // namespace

Workbook read_workbook(const Package& package) {
  Workbook workbook;
  workbook.part = workbook_part(package);
  WorkbookReader reader;
  visit_xml(package.read(workbook.part), workbook.part, reader);
  if (!reader.is_workbook) {
    throw not_a_workbook(package);
  }
  workbook.date_1904 = reader.date_1904;
  const auto relationships = package.relationships(workbook.part);
  for (auto& listed : reader.sheets) {
    const auto found = std::ranges::find(relationships, listed.relationship, &Relationship::id);
    if (found != relationships.end() && found->kind == "worksheet") {
      workbook.sheets.push_back({std::move(listed.name), found->target, listed.visible});
    }
  }
  for (const auto& relationship : relationships) {
    if (relationship.kind == "styles") {
      workbook.styles_part = relationship.target;
    } else if (relationship.kind == "sharedStrings") {
      workbook.strings_part = relationship.target;
    }
  }
  return workbook;
}

const SheetEntry& find_sheet(const Workbook& workbook, std::string_view name) {
  const auto& sheets = workbook.sheets;
  auto found = name.empty() ? std::ranges::find(sheets, true, &SheetEntry::visible)
                            : std::ranges::find(sheets, name, &SheetEntry::name);
  if (found == sheets.end() && !name.empty()) {
    found =
        std::ranges::find_if(sheets, [&](const SheetEntry& sheet) { return equals_ignoring_case(sheet.name, name); });
  }
  if (found != sheets.end()) {
    return *found;
  }
  if (name.empty()) {
    throw Error(ErrorKind::not_found, "the workbook has no visible sheet");
  }
  std::vector<std::string_view> names;
  for (const auto& sheet : sheets) {
    names.emplace_back(sheet.name);
  }
  throw Error(ErrorKind::not_found, fmt::format("the workbook has no sheet \"{}\"", to_valid_utf8(name)),
              fmt::format("its sheets are \"{}\"", fmt::join(names, "\", \"")));
}

bool has_formulas(const Package& package, const Workbook& workbook) {
  // A plain search is enough: a false alarm inside a comment only makes Excel compute once more.
  constexpr std::array<std::string_view, 6> tags = {"<f>", "<f ", "<f/", ":f>", ":f ", ":f/"};
  return std::ranges::any_of(workbook.sheets, [&](const SheetEntry& sheet) {
    try {
      const auto xml = package.read(sheet.part);
      return std::ranges::any_of(tags, [&](std::string_view tag) { return xml.find(tag) != std::string::npos; });
    } catch (const Error&) {
      return true;
    }
  });
}

namespace {

/// Finds where the calculation settings are or belong.
class CalculationFinder final : public Visitor {
public:
  void start_element(std::string_view name, const Attributes&, int depth) override {
    if (depth == 1) {
      root = token().begin;
    } else if (depth == 2 && name == "calcPr") {
      settings = token().begin;
    }
  }
  void end_element(std::string_view name, int depth) override {
    constexpr std::array<std::string_view, 4> before = {"sheets", "functionGroups", "externalReferences",
                                                        "definedNames"};
    if (depth == 2 && std::ranges::find(before, name) != before.end()) {
      place = token().end;
    }
  }

  std::size_t root = 0;
  std::optional<std::size_t> settings;
  std::size_t place = 0; ///< the schema wants the settings behind these elements
};

} // namespace

std::string with_full_calculation(const std::string& xml, std::string_view part) {
  constexpr const char* flag = "fullCalcOnLoad";
  if (!is_utf8_xml(xml)) {
    return xml;
  }
  CalculationFinder finder;
  visit_xml(xml, part, finder);
  std::string out = xml;
  if (finder.settings) {
    const auto tag = start_tag(std::string_view(xml).substr(*finder.settings));
    out.replace(*finder.settings, tag.size(), with_attribute(tag, flag, "1"));
  } else if (finder.place > 0) {
    const auto prefix = tag_prefix(std::string_view(xml).substr(finder.root));
    out.insert(finder.place, fmt::format("<{}calcPr {}=\"1\"/>", prefix, flag));
  }
  return out;
}

} // namespace tracekit::xlsx
