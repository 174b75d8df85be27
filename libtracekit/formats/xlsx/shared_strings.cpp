// SPDX-License-Identifier: MIT
#include "formats/xlsx/shared_strings.hpp"

#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"

namespace tracekit::xlsx {

void StringItem::clear() {
  text_.clear();
  phonetic_ = 0;
  collecting_ = false;
}

void StringItem::start_element(std::string_view name, const Attributes& attributes) {
  if (name == "rPh") {
    ++phonetic_;
  } else if (name == "t" && phonetic_ == 0) {
    collecting_ = true;
    keeps_space_ = attributes.find("xml:space") == "preserve";
    run_begin_ = text_.size();
  }
}

void StringItem::end_element(std::string_view name) {
  if (name == "rPh") {
    --phonetic_;
  } else if (name == "t" && collecting_) {
    collecting_ = false;
    if (!keeps_space_) {
      const std::string run(trim(std::string_view(text_).substr(run_begin_)));
      text_.replace(run_begin_, std::string::npos, run);
    }
  }
}

void StringItem::text(std::string_view piece) {
  if (collecting_) {
    text_ += piece;
  }
}

std::string StringItem::value() const { return decode_escapes(text_); }

namespace {

class SharedStringsReader final : public Visitor {
public:
  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 2) {
      item_.clear();
    } else if (depth > 2) {
      item_.start_element(name, attributes);
    }
  }
  void end_element(std::string_view name, int depth) override {
    if (depth == 2 && name == "si") {
      strings.push_back(item_.value());
    } else if (depth > 2) {
      item_.end_element(name);
    }
  }
  void text(std::string_view piece) override { item_.text(piece); }

  std::vector<std::string> strings;

private:
  StringItem item_;
};

} // namespace

std::vector<std::string> read_shared_strings(std::string_view xml, std::string_view part) {
  SharedStringsReader reader;
  visit_xml(xml, part, reader);
  return std::move(reader.strings);
}

} // namespace tracekit::xlsx
