// SPDX-License-Identifier: MIT
#include "sandbox/exercise_log.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sandbox/zip.hpp"

namespace tracekit::sandbox {
namespace {

constexpr const char* headings[] = {
    "Date",           "Activity type", "Location",    "City",      "State",     "Temperature",      "Equipment",
    "Duration",       "Distance (km)", "Max speed",   "Avg HR",    "Max HR",    "Calories",         "Max elevation",
    "Elevation gain", "With",          "Avg cadence", "Strava ID", "Garmin ID", "Ride with GPS ID", "Notes"};

std::string reference(std::size_t column, std::size_t row) {
  return fmt::format("{}{}", static_cast<char>('A' + column), row);
}

std::string text_cell(std::size_t column, std::size_t row, const std::string& text, int style = 0) {
  return text.empty() ? ""
                      : fmt::format(R"(<c r="{}" s="{}" t="inlineStr"><is><t>{}</t></is></c>)", reference(column, row),
                                    style, text);
}

std::string number_cell(std::size_t column, std::size_t row, double value, int style) {
  return fmt::format(R"(<c r="{}" s="{}"><v>{}</v></c>)", reference(column, row), style, value);
}

std::string type_word(const Workout& workout) {
  return workout.sport == "cycling" ? "Ride" : workout.sport == "running" ? "Run" : "Strength";
}

std::string log_gear(const Workout& workout) {
  if (workout.quirks.log_without_gear) {
    return "";
  }
  return workout.quirks.log_wrong_gear ? "Commuter" : workout.gear;
}

std::string row_xml(const Workout& workout, std::size_t row) {
  constexpr double excel_epoch_days = 25569; // 1970-01-01 as an Excel serial
  const std::int64_t day = days_of(date_of_wall(workout.start + workout.utc_offset_s));
  std::string out =
      fmt::format(R"(<row r="{}">)", row) + number_cell(0, row, excel_epoch_days + static_cast<double>(day), 2) +
      text_cell(1, row, type_word(workout)) + text_cell(3, row, "Zürich") + text_cell(6, row, log_gear(workout));
  if (!workout.quirks.log_without_duration) {
    out += number_cell(7, row, std::round(workout.moving_s / 60.0) * 60 / 86400, 3);
  }
  if (workout.distance_m > 0) {
    out += number_cell(8, row, std::round(workout.distance_m / 100) / 10, 4);
  }
  return out + text_cell(20, row, workout.name) + "</row>";
}

std::string sheet_xml(const std::vector<Workout>& workouts) {
  std::string rows = R"(<row r="1">)";
  for (std::size_t column = 0; column < std::size(headings); ++column) {
    rows += text_cell(column, 1, headings[column], 1);
  }
  rows += "</row>";
  std::size_t row = 1;
  for (const Workout& workout : workouts) {
    if (workout.quirks.in_log) {
      rows += row_xml(workout, ++row);
    }
  }
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:U{}"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1" max="1" width="12" customWidth="1"/><col min="21" max="21" width="32" customWidth="1"/></cols><sheetData>{}</sheetData></worksheet>)",
                     row, rows);
}

std::vector<ZipMember> parts_of(const std::vector<Workout>& workouts) {
  return {
      {"[Content_Types].xml", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)"},
      {"_rels/.rels", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
      {"xl/workbook.xml", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Log" sheetId="1" r:id="rId1"/><sheet name="Totals" sheetId="2" r:id="rId2"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)"},
      {"xl/styles.xml", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="2" applyNumberFormat="1"/></cellXfs></styleSheet>)"},
      {"xl/worksheets/sheet1.xml", sheet_xml(workouts)},
      {"xl/worksheets/sheet2.xml", R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Kilometres so far</t></is></c><c r="B1"><f>SUM(Log!I2:I1000)</f></c></row></sheetData></worksheet>)"},
  };
}

} // namespace

Bytes exercise_log(const std::vector<Workout>& workouts) { return zip_file(parts_of(workouts)); }

} // namespace tracekit::sandbox
