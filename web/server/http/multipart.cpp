// SPDX-License-Identifier: MIT
#include "http/multipart.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t searched_bytes = std::size_t{256} << 10U;
constexpr std::size_t most_head_bytes = std::size_t{8} << 10U;
constexpr std::size_t longest_boundary = 70; // RFC 2046, 5.1.1
constexpr std::size_t most_parts = 10'000;

Error no_form() {
  return {ErrorKind::usage, "the body is no form with files",
          "send it as multipart/form-data, each file as a part \"file\""};
}

/// The value of a parameter such as `boundary` in `multipart/form-data; boundary="x"`.
std::optional<std::string> parameter(std::string_view line, std::string_view name) {
  std::size_t at = line.find(';');
  while (at != std::string_view::npos) {
    at = line.find_first_not_of("; \t", at);
    const std::size_t equals = at == std::string_view::npos ? at : line.find('=', at);
    if (equals == std::string_view::npos) {
      return std::nullopt;
    }
    const bool is_wanted = equals_ignoring_case(trim(line.substr(at, equals - at)), name);
    std::string value;
    std::size_t end = equals + 1;
    if (end < line.size() && line[end] == '"') {
      for (++end; end < line.size() && line[end] != '"'; ++end) {
        const bool is_escaped =
            line[end] == '\\' && end + 1 < line.size() && (line[end + 1] == '"' || line[end + 1] == '\\');
        end += is_escaped ? 1 : 0;
        value += line[end];
      }
    } else {
      const std::size_t stop = std::min(line.find(';', end), line.size());
      value = trim(line.substr(end, stop - end));
      end = stop;
    }
    if (is_wanted) {
      return value;
    }
    at = line.find(';', std::min(end, line.size()));
  }
  return std::nullopt;
}

/// Finds texts in a body, from front to back.
class Search {
public:
  explicit Search(const BodyFile& body) : body_(body), piece_(searched_bytes, '\0') {}

  /// Where the text begins at or after `from`; nothing when it does not come again.
  std::optional<std::uint64_t> find(std::string_view text, std::uint64_t from) {
    const std::boyer_moore_horspool_searcher searcher(text.begin(), text.end());
    while (true) {
      const std::size_t got = body_.read(from, piece_.data(), piece_.size());
      const auto end = piece_.begin() + static_cast<std::ptrdiff_t>(got);
      const auto found = std::search(piece_.begin(), end, searcher);
      if (found != end) {
        return from + static_cast<std::uint64_t>(found - piece_.begin());
      }
      if (got < piece_.size()) {
        return std::nullopt;
      }
      from += got - (text.size() - 1); // it may stand across two pieces
    }
  }

private:
  const BodyFile& body_;
  std::string piece_;
};

std::string text_at(const BodyFile& body, std::uint64_t offset, std::size_t count) {
  std::string text(count, '\0');
  text.resize(body.read(offset, text.data(), count));
  return text;
}

/// Reads the head of a part, and where its content begins.
FormPart read_head(const BodyFile& body, std::uint64_t offset) {
  const std::string head = text_at(body, offset, most_head_bytes);
  const std::size_t end = head.find("\r\n\r\n");
  if (end == std::string::npos) {
    throw no_form();
  }
  FormPart part;
  part.offset = offset + end + 4;
  for (const std::string& line : split(head.substr(0, end), '\n')) {
    constexpr std::string_view disposition = "content-disposition:";
    if (to_lower(line.substr(0, disposition.size())) == disposition) {
      part.name = parameter(trim(line), "name").value_or("");
      part.file_name = parameter(trim(line), "filename").value_or("");
    }
  }
  return part;
}

} // namespace

std::vector<FormPart> form_parts(const BodyFile& body, std::string_view content_type) {
  const auto boundary = parameter(content_type, "boundary");
  const bool is_form =
      equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "multipart/form-data");
  if (!is_form || !boundary || boundary->empty() || boundary->size() > longest_boundary) {
    throw no_form();
  }
  const std::string mark = "\r\n--" + *boundary;
  if (text_at(body, 0, mark.size() - 2) != mark.substr(2)) {
    throw no_form();
  }
  Search search(body);
  std::vector<FormPart> parts;
  std::uint64_t after_mark = mark.size() - 2;
  while (text_at(body, after_mark, 2) == "\r\n") {
    FormPart part = read_head(body, after_mark + 2);
    const auto next = search.find(mark, part.offset - 2); // an empty part ends with the blank line of its head
    if (!next || parts.size() == most_parts) {
      throw no_form();
    }
    part.size = *next < part.offset ? 0 : *next - part.offset;
    parts.push_back(std::move(part));
    after_mark = *next + mark.size();
  }
  if (text_at(body, after_mark, 2) != "--") {
    throw no_form();
  }
  return parts;
}

} // namespace tracekit::web
