// SPDX-License-Identifier: MIT
#include "formats/xlsx/sheet_reader.hpp"

#include "base/error.hpp"
#include "formats/xlsx/part_xml.hpp"
#include "formats/xlsx/plain_rows.hpp"
#include "formats/xlsx/shared_strings.hpp"

namespace tracekit::xlsx {
namespace {

class SheetReader final : public Visitor {
public:
  explicit SheetReader(const SheetContext& context) : rows_(context) {}

  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 2) {
      in_data_ = name == "sheetData";
    } else if (!in_data_) {
      return;
    } else if (depth == 3 && name == "row") {
      rows_.begin_row(attributes.find("r"));
    } else if (depth == 4 && name == "c") {
      value_.clear();
      item_.clear();
      rows_.begin_cell(attributes.find("r"), attributes.find("s"), attributes.find("t").value_or(""));
    } else if (depth == 5 && name == "f") {
      rows_.mark_formula();
    } else if (depth == 5) {
      in_value_ = name == "v";
    } else if (depth > 5) {
      item_.start_element(name, attributes);
    }
  }

  void end_element(std::string_view name, int depth) override {
    if (!in_data_) {
      return;
    }
    if (depth > 5) {
      item_.end_element(name);
    } else if (depth == 5) {
      in_value_ = false;
    } else if (depth == 4 && name == "c") {
      rows_.end_cell(value_, item_.value());
    } else if (depth == 3 && name == "row") {
      rows_.end_row();
    } else if (depth == 2) {
      in_data_ = false;
    }
  }

  void text(std::string_view piece) override {
    if (in_value_) {
      value_ += piece;
    } else if (in_data_) {
      item_.text(piece);
    }
  }

  std::vector<TableRow> take() { return rows_.take(); }

private:
  RowCollector rows_;
  StringItem item_;
  std::string value_;
  bool in_data_ = false;
  bool in_value_ = false;
};

/// Looks at a sheet without its rows: is the place of the rows the one that counts?
class FrameReader final : public Visitor {
public:
  void start_element(std::string_view name, const Attributes&, int depth) override {
    if (name == "sheetData") {
      ++seen_;
      at_its_place_ = depth == 2;
    }
  }
  void end_element(std::string_view, int) override {}

  [[nodiscard]] bool is_usual() const { return seen_ == 1 && at_its_place_; }

private:
  int seen_ = 0;
  bool at_its_place_ = false;
};

bool is_usual_frame(std::string_view xml, const PlainRows& plain, std::string_view part) {
  FrameReader reader;
  const std::string frame = std::string(xml.substr(0, plain.begin)).append(xml.substr(plain.end));
  try {
    visit_xml(frame, part, reader);
  } catch (const Error&) {
    return false; // reading the whole text gives the message with the right line
  }
  return reader.is_usual();
}

} // namespace

std::vector<TableRow> read_sheet_rows_with_expat(std::string_view xml, const SheetContext& context) {
  SheetReader reader(context);
  visit_xml(xml, context.part, reader);
  return reader.take();
}

std::vector<TableRow> read_sheet_rows(std::string_view xml, const SheetContext& context) {
  auto plain = read_plain_rows(xml, context);
  if (plain && is_usual_frame(xml, *plain, context.part)) {
    return std::move(plain->rows);
  }
  return read_sheet_rows_with_expat(xml, context);
}

} // namespace tracekit::xlsx
