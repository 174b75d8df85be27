// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::xml {

/// One attribute; the name without its prefix, the value with references resolved.
struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// The attributes of one element, valid during the call that receives them.
class Attributes {
public:
  explicit Attributes(std::span<const Attribute> attributes) : attributes_(attributes) {}

  /// The value of the first attribute with this local name, nothing when absent.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view local_name) const;

private:
  std::span<const Attribute> attributes_;
};

/// Receives the elements of a document in order. Prefixes of names are stripped, declared or not.
class Handler {
public:
  virtual ~Handler() = default;

  /// An element begins; the root has depth 1. Returns whether its text is wanted.
  virtual bool start_element(std::string_view name, const Attributes& attributes, int depth) = 0;

  /// The element that began last at this depth ends. `text` is its whole text when it was wanted and the element
  /// had no child elements, else empty.
  virtual void end_element(std::string_view text, int depth) = 0;
};

/// How reading a document went. Elements that were reported before a problem stay reported.
struct Outcome {
  std::optional<std::string> problem; ///< why reading stopped early, with the line: `mismatched tag in line 7`
  std::vector<std::string> damage;    ///< what had to be repaired to go on
};

/// Reads a whole document of any encoding that it declares or that its first bytes give away.
///
/// This is the part of XML 1.0 that data files use: elements, attributes, text, CDATA, comments, processing
/// instructions, the five predefined entities and character references. Nothing is ever fetched or expanded. Mistakes
/// that leave no doubt about the structure (a bare `&`, an undefined entity, bytes that are not text) are damage,
/// others end the reading. Throws Error(input) for a document type declaration, which is refused because it can define
/// entities. Exceptions of the handler pass through.
Outcome parse(ByteView document, Handler& handler);

} // namespace tracekit::xml
