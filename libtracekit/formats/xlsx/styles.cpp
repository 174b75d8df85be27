// SPDX-License-Identifier: MIT
#include "formats/xlsx/styles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

/// Whether a bracket holds nothing but one letter, once or more.
bool is_run_of(std::string_view text, char letter) {
  return !text.empty() && std::ranges::all_of(text, [letter](char c) { return (c | 0x20) == letter; });
}

} // namespace

NumberFormat builtin_format(std::uint32_t id) {
  constexpr std::uint32_t elapsed_hours = 46;
  if (id == elapsed_hours) {
    return NumberFormat::duration;
  }
  const auto within = [id](std::uint32_t first, std::uint32_t last) { return id >= first && id <= last; };
  // 27 to 36 and 50 to 58 are dates in the East Asian editions of Excel, the only ones that write them.
  return within(14, 22) || within(45, 47) || within(27, 36) || within(50, 58) ? NumberFormat::date
                                                                              : NumberFormat::plain;
}

NumberFormat format_of_code(std::string_view code) {
  constexpr std::string_view date_letters = "dmyhsDMYHS";
  bool date = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i; // the next character is shown, or its width is left, or it fills the cell
    } else if (c == '[') {
      const auto inside = code.substr(i + 1, code.find(']', i) - i - 1);
      if (is_run_of(inside, 'h') || is_run_of(inside, 'm') || is_run_of(inside, 's')) {
        return NumberFormat::duration;
      }
      i = std::min(code.find(']', i), code.size());
    } else if (date_letters.find(c) != std::string_view::npos) {
      date = true;
    }
  }
  return date ? NumberFormat::date : NumberFormat::plain;
}

class StylesReader final : public Visitor {
public:
  explicit StylesReader(Styles& styles) : styles_(styles) {}

  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 2) {
      in_list_ = name == "cellXfs";
      if (in_list_) {
        styles_.list_begin_ = token().begin;
      }
    } else if (depth == 3 && name == "numFmt") {
      if (const auto id = attributes.number("numFmtId")) {
        codes_[*id] = format_of_code(attributes.find("formatCode").value_or(""));
      }
    } else if (depth == 3 && in_list_ && name == "xf") {
      const auto id = attributes.number("numFmtId").value_or(0);
      const auto own = codes_.find(id);
      styles_.styles_.push_back({token().begin, token().begin, own != codes_.end() ? own->second : builtin_format(id)});
    }
  }

  void end_element(std::string_view name, int depth) override {
    if (depth == 3 && in_list_ && name == "xf") {
      styles_.styles_.back().end = token().end;
    } else if (depth == 2 && in_list_) {
      styles_.list_end_ = token().begin;
      in_list_ = false;
    }
  }

private:
  Styles& styles_;
  std::map<std::uint32_t, NumberFormat> codes_; // numFmts stands before cellXfs
  bool in_list_ = false;
};

Styles::Styles(std::string xml, std::string_view part) : xml_(std::move(xml)) {
  StylesReader reader(*this);
  visit_xml(xml_, part, reader);
}

NumberFormat Styles::format(std::uint32_t style) const {
  if (style < styles_.size()) {
    return styles_[style].format;
  }
  const std::size_t added = style - styles_.size();
  return added < added_formats_.size() ? added_formats_[added] : NumberFormat::plain;
}

std::uint32_t Styles::with_format(std::uint32_t style, std::uint32_t builtin_id) {
  if (style >= styles_.size() || !is_utf8_xml(xml_)) {
    throw Error(ErrorKind::input, "the workbook has no cell style that a date format could be added to",
                "give the column a date format in a spreadsheet program");
  }
  const auto source = std::string_view(xml_).substr(styles_[style].begin, styles_[style].end - styles_[style].begin);
  const auto tag = start_tag(source);
  const auto wanted =
      with_attribute(with_attribute(tag, "numFmtId", std::to_string(builtin_id)), "applyNumberFormat", "1")
          .append(source.substr(tag.size()));
  for (std::size_t i = 0; i < styles_.size(); ++i) {
    if (std::string_view(xml_).substr(styles_[i].begin, styles_[i].end - styles_[i].begin) == wanted) {
      return static_cast<std::uint32_t>(i);
    }
  }
  const auto known = std::ranges::find(added_, wanted);
  const auto index = static_cast<std::uint32_t>(styles_.size() + static_cast<std::size_t>(known - added_.begin()));
  if (known == added_.end()) {
    added_.push_back(wanted);
    added_formats_.push_back(builtin_format(builtin_id));
  }
  return index;
}

std::string Styles::xml() const {
  std::string out = xml_;
  if (!added_.empty()) {
    out.insert(list_end_, fmt::format("{}", fmt::join(added_, "")));
    const auto tag = start_tag(std::string_view(xml_).substr(list_begin_));
    out.replace(list_begin_, tag.size(), with_attribute(tag, "count", std::to_string(styles_.size() + added_.size())));
  }
  return out;
}

} // namespace tracekit::xlsx
