// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit::xlsx {

/// The attributes of one start tag, valid during the call that receives them.
class Attributes {
public:
  /// `pairs` alternates names and values and ends with a null pointer.
  explicit Attributes(const char* const* pairs) : pairs_(pairs) {}

  /// The value of the attribute of exactly this name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  /// The value of an attribute that has a prefix, whatever it is, and this local name: `r:id`.
  [[nodiscard]] std::optional<std::string_view> find_prefixed(std::string_view local_name) const;
  /// Whether the attribute is there and says `1` or `true`.
  [[nodiscard]] bool is_true(std::string_view name) const;
  /// The attribute as a whole number up to 2^32 - 1, nothing when it is absent or is not one.
  [[nodiscard]] std::optional<std::uint32_t> number(std::string_view name) const;

  [[nodiscard]] const char* const* pairs() const { return pairs_; }

private:
  const char* const* pairs_;
};

/// Where the token that is being reported lies in the text of the part. An empty-element tag `<a/>`
/// is reported as start and end; the end then has no length.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Receives a part's elements in order. Prefixes of names are stripped.
class Visitor {
public:
  virtual ~Visitor() = default;
  /// The root has depth 1.
  virtual void start_element(std::string_view name, const Attributes& attributes, int depth) = 0;
  virtual void end_element(std::string_view name, int depth) = 0;
  /// A piece of text; one text may come in several.
  virtual void text(std::string_view /*piece*/) {}

protected:
  /// The tag that is being reported; only while start_element or end_element runs.
  [[nodiscard]] Token token() const;

private:
  friend class Parser;
  void* expat_ = nullptr;
};

/// Reads one part of a package. Throws Error(input) naming the part and the line when it is not well-formed
/// or has a document type declaration, which can define entities and which no workbook has. What the
/// visitor throws passes through.
void visit_xml(std::string_view text, std::string_view part_name, Visitor& visitor);

/// Whether a part is UTF-8, the only encoding whose text may be edited: by byte order mark and declaration.
bool is_utf8_xml(std::string_view text);

/// The prefix with its colon of the element whose tag starts at `tag` (`<x:row ...`), mostly empty.
std::string_view tag_prefix(std::string_view tag);

/// The start tag at the front of well-formed `text`, up to and with its `>`.
std::string_view start_tag(std::string_view text);

/// The raw value of an attribute of a start tag.
std::optional<std::string_view> attribute_of(std::string_view tag, std::string_view name);

/// The start tag with an attribute set, in place where it has it, else at the end. `value` must need no escapes.
std::string with_attribute(std::string_view tag, std::string_view name, std::string_view value);

/// The start tag without an attribute.
std::string without_attribute(std::string_view tag, std::string_view name);

} // namespace tracekit::xlsx
