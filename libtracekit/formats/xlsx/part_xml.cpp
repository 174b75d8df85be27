// SPDX-License-Identifier: MIT
#include "formats/xlsx/part_xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <charconv>
#include <exception>
#include <limits>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::xlsx {
namespace {

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const auto colon = whole.find(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

} // namespace

std::optional<std::string_view> Attributes::find(std::string_view name) const {
  for (const char* const* at = pairs_; *at != nullptr; at += 2) {
    if (name == at[0]) {
      return std::string_view(at[1]);
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Attributes::find_prefixed(std::string_view wanted) const {
  for (const char* const* at = pairs_; *at != nullptr; at += 2) {
    if (const auto local = local_name(at[0]); local == wanted && local.data() != at[0]) {
      return std::string_view(at[1]);
    }
  }
  return std::nullopt;
}

bool Attributes::is_true(std::string_view name) const {
  const auto value = find(name);
  return value == "1" || value == "true";
}

std::optional<std::uint32_t> Attributes::number(std::string_view name) const {
  const auto value = find(name);
  std::uint32_t number = 0;
  if (!value) {
    return std::nullopt;
  }
  const auto [end, code] = std::from_chars(value->data(), value->data() + value->size(), number);
  return code == std::errc{} && end == value->data() + value->size() ? std::optional(number) : std::nullopt;
}

/// Carries the visitor through expat's C callbacks, which exceptions must not cross.
class Parser {
public:
  Parser(std::string_view part_name, Visitor& visitor)
      : part_name_(part_name), visitor_(visitor), expat_(XML_ParserCreate(nullptr)) {
    if (expat_ == nullptr) {
      throw std::bad_alloc();
    }
    visitor_.expat_ = expat_.get();
    XML_SetUserData(expat_.get(), this);
    XML_SetElementHandler(expat_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(expat_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(expat_.get(), on_doctype);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { visitor_.expat_ = nullptr; }

  void run(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
      throw Error(ErrorKind::input, fmt::format("part {} of the workbook is too large", part_name_));
    }
    const auto status = XML_Parse(expat_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    if (status != XML_STATUS_OK) {
      throw Error(ErrorKind::input,
                  fmt::format("part {} of the workbook is damaged: {} in line {}", part_name_,
                              XML_ErrorString(XML_GetErrorCode(expat_.get())), XML_GetCurrentLineNumber(expat_.get())));
    }
  }

private:
  template <typename Call> void guarded(Call call) {
    if (failure_) {
      return;
    }
    try {
      call();
    } catch (...) {
      failure_ = std::current_exception();
      XML_StopParser(expat_.get(), XML_FALSE);
    }
  }

  static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.visitor_.start_element(local_name(name), Attributes(attributes), ++parser.depth_); });
  }
  static void on_end(void* self, const XML_Char* name) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.visitor_.end_element(local_name(name), parser.depth_--); });
  }
  static void on_text(void* self, const XML_Char* text, int length) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] { parser.visitor_.text({text, static_cast<std::size_t>(length)}); });
  }
  static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& parser = *static_cast<Parser*>(self);
    parser.guarded([&] {
      throw Error(ErrorKind::input,
                  fmt::format("part {} of the workbook has a document type declaration, which is not accepted",
                              parser.part_name_));
    });
  }

  std::string_view part_name_;
  Visitor& visitor_;
  std::unique_ptr<XML_ParserStruct, FreeParser> expat_;
  std::exception_ptr failure_;
  int depth_ = 0;
};

Token Visitor::token() const {
  XML_Parser parser = static_cast<XML_Parser>(expat_);
  const auto begin = static_cast<std::size_t>(XML_GetCurrentByteIndex(parser));
  return {begin, begin + static_cast<std::size_t>(XML_GetCurrentByteCount(parser))};
}

void visit_xml(std::string_view text, std::string_view part_name, Visitor& visitor) {
  Parser(part_name, visitor).run(text);
}

bool is_utf8_xml(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.starts_with(std::string_view("\0<", 2)) ||
      text.starts_with(std::string_view("<\0", 2))) {
    return false;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (!text.starts_with("<?xml")) {
    return true;
  }
  const auto declaration = text.substr(0, text.find("?>"));
  const auto named = declaration.find("encoding");
  if (named == std::string_view::npos) {
    return true;
  }
  const auto quote = declaration.find_first_of("'\"", named);
  return quote != std::string_view::npos && equals_ignoring_case(declaration.substr(quote + 1, 5), "utf-8");
}

std::string_view tag_prefix(std::string_view tag) {
  const auto name = tag.substr(1, tag.find_first_of(" \t\r\n/>") - 1);
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon + 1);
}

std::string_view start_tag(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0) {
      quote = text[i] == quote ? char{0} : quote;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return text.substr(0, i + 1);
    }
  }
  return text;
}

namespace {

struct AttributePlace {
  std::size_t begin = 0; ///< of the blanks before the name
  std::size_t value = 0;
  std::size_t value_end = 0;
};

std::optional<AttributePlace> find_attribute(std::string_view tag, std::string_view name) {
  constexpr std::string_view blanks = " \t\r\n";
  std::size_t at = tag.find_first_of(blanks);
  while (at != std::string_view::npos) {
    const auto name_begin = tag.find_first_not_of(blanks, at);
    const auto equals = tag.find('=', at);
    if (name_begin == std::string_view::npos || equals == std::string_view::npos) {
      return std::nullopt;
    }
    const auto open = tag.find_first_of("'\"", equals);
    const auto close = open == std::string_view::npos ? open : tag.find(tag[open], open + 1);
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    if (trim(tag.substr(name_begin, equals - name_begin)) == name) {
      return AttributePlace{at, open + 1, close};
    }
    at = close + 1;
  }
  return std::nullopt;
}

} // namespace

std::optional<std::string_view> attribute_of(std::string_view tag, std::string_view name) {
  const auto place = find_attribute(tag, name);
  return place ? std::optional(tag.substr(place->value, place->value_end - place->value)) : std::nullopt;
}

std::string with_attribute(std::string_view tag, std::string_view name, std::string_view value) {
  std::string out(tag);
  if (const auto place = find_attribute(tag, name)) {
    out.replace(place->value, place->value_end - place->value, value);
  } else {
    const std::size_t closing = tag.ends_with("/>") ? 2 : 1;
    out.insert(tag.find_last_not_of(" \t\r\n", tag.size() - closing - 1) + 1, fmt::format(" {}=\"{}\"", name, value));
  }
  return out;
}

std::string without_attribute(std::string_view tag, std::string_view name) {
  std::string out(tag);
  if (const auto place = find_attribute(tag, name)) {
    out.erase(place->begin, place->value_end + 1 - place->begin);
  }
  return out;
}

} // namespace tracekit::xlsx
