// SPDX-License-Identifier: MIT
#include "formats/xml/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/xml/document.hpp"
#include "formats/xml/scanner.hpp"

namespace tracekit::xml {
namespace {

/// Counted only when needed: lines matter to people who repair a file.
std::size_t line_of(const Document& document, std::size_t offset) {
  const std::string_view before = document.text.substr(0, offset);
  return document.skipped_lines + 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

} // namespace

std::optional<std::string_view> Attributes::find(std::string_view local_name) const {
  for (const Attribute& attribute : attributes_) {
    if (attribute.name == local_name) {
      return attribute.value;
    }
  }
  return std::nullopt;
}

Outcome parse(ByteView bytes, Handler& handler) {
  Document document;
  open_document(bytes, document);
  Outcome outcome;
  outcome.damage = std::move(document.damage);
  Scanner scanner(document.text, handler);
  try {
    scanner.run();
  } catch (const Broken& broken) {
    outcome.problem = fmt::format("{} in line {}", broken.reason, line_of(document, broken.offset));
  }
  if (!scanner.mistake().empty()) {
    outcome.damage.push_back(fmt::format("the XML is not well-formed: {} in line {}", scanner.mistake(),
                                         line_of(document, scanner.mistake_offset())));
  }
  return outcome;
}

} // namespace tracekit::xml
