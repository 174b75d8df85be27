// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "formats/table.hpp"
#include "support/packing.hpp"

/// Small workbooks for tests of the spreadsheet provider.
namespace tracekit::test {

/// A number with a cell style of `a_workbook`.
struct StyledNumber {
  double value;
  int style;
};
inline StyledNumber excel_date(double serial) { return {serial, 1}; }
inline StyledNumber excel_date_time(double serial) { return {serial, 2}; }
inline StyledNumber excel_duration(double seconds) { return {seconds / 86400, 3}; }

/// A formula with the number that was saved with it.
struct Formula {
  std::string text;
  double value;
};

using SheetCell = std::variant<std::monostate, std::string, double, StyledNumber, Formula>;
using SheetRow = std::vector<SheetCell>;

inline Bytes bytes_of(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

inline std::string cell_xml(const SheetCell& cell, const std::string& name) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return text->empty()
               ? ""
               : fmt::format(R"(<c r="{}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>)", name, *text);
  }
  if (const auto* number = std::get_if<double>(&cell)) {
    return fmt::format(R"(<c r="{}"><v>{}</v></c>)", name, *number);
  }
  if (const auto* styled = std::get_if<StyledNumber>(&cell)) {
    return fmt::format(R"(<c r="{}" s="{}"><v>{}</v></c>)", name, styled->style, styled->value);
  }
  if (const auto* formula = std::get_if<Formula>(&cell)) {
    return fmt::format(R"(<c r="{}"><f>{}</f><v>{}</v></c>)", name, formula->text, formula->value);
  }
  return "";
}

/// A workbook with the sheets "Log", which has these rows from row 1, and "Other". Empty rows leave a gap.
inline Bytes a_workbook(const std::vector<SheetRow>& rows) {
  std::string data;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].empty()) {
      continue;
    }
    const auto number = static_cast<std::uint32_t>(i + 1);
    data += fmt::format(R"(<row r="{}">)", number);
    for (std::size_t column = 0; column < rows[i].size(); ++column) {
      data += cell_xml(rows[i][column], cell_name(number, static_cast<std::uint32_t>(column)));
    }
    data += "</row>";
  }
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string package = "http://schemas.openxmlformats.org/package/2006";
  const std::string sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
  const auto sheet = [&](const std::string& content) {
    return bytes_of(fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{}"><sheetData>{}</sheetData></worksheet>)", main,
        content));
  };
  return zip({
      {"[Content_Types].xml",
       bytes_of(fmt::format(
           R"(<Types xmlns="{0}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{1}"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="{1}"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)",
           package, sheet_type))},
      {"_rels/.rels",
       bytes_of(fmt::format(
           R"(<Relationships xmlns="{}/relationships"><Relationship Id="rId1" Type="{}/officeDocument" Target="xl/workbook.xml"/></Relationships>)",
           package, office))},
      {"xl/workbook.xml",
       bytes_of(fmt::format(
           R"(<workbook xmlns="{}" xmlns:r="{}"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/><sheet name="Other" sheetId="2" r:id="rId2"/></sheets></workbook>)",
           main, office))},
      {"xl/_rels/workbook.xml.rels",
       bytes_of(fmt::format(
           R"(<Relationships xmlns="{0}/relationships"><Relationship Id="rId1" Type="{1}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{1}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{1}/styles" Target="styles.xml"/></Relationships>)",
           package, office))},
      {"xl/styles.xml",
       bytes_of(fmt::format(
           R"(<styleSheet xmlns="{}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="46" applyNumberFormat="1"/></cellXfs></styleSheet>)",
           main))},
      {"xl/worksheets/sheet1.xml", sheet(data)},
      {"xl/worksheets/sheet2.xml", sheet(R"(<row r="1"><c r="A1"><f>SUM(Log!I2:I99)</f></c></row>)")},
  });
}

/// The Excel serial of a day.
inline double serial_of(std::string_view date) { return static_cast<double>(days_of(*parse_date(date))) + 25569; }

/// The 21 headings as the original tool's sheets have them.
inline SheetRow original_headings() {
  return {"start_time",     "activity_type",  "location_name", "city",          "state",
          "temperature",    "equipment",      "duration_hms",  "distance",      "max_speed",
          "avg_heart_rate", "max_heart_rate", "calories",      "max_elevation", "total_elevation_gain",
          "with_names",     "avg_cadence",    "strava_id",     "garmin_id",     "ridewithgps_id",
          "notes"};
}

} // namespace tracekit::test
