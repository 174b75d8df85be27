// SPDX-License-Identifier: MIT
#include "formats/archive/zip_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tracekit::archive {
namespace {

bool is_hidden(std::string_view name) {
  const std::string_view base = name.substr(name.rfind('/') + 1); // npos + 1 is 0
  return name.starts_with("__MACOSX/") || name.find("/__MACOSX/") != std::string_view::npos || base.starts_with("._");
}

} // namespace

std::optional<int> zip_member_rank(std::string_view name) {
  constexpr std::array<std::string_view, 4> plain{".fit", ".gpx", ".tcx", ".kml"};
  constexpr std::array<std::string_view, 2> packed{".gz", ".bz2"};
  constexpr std::array<std::string_view, 2> archives{".zip", ".kmz"};
  const std::string lower = to_lower(name);
  const std::string_view text = lower;
  const auto ends_with_one_of = [](std::string_view what, const auto& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return what.ends_with(ending); });
  };
  if (is_hidden(name)) {
    return std::nullopt;
  }
  if (text == "doc.kml") {
    return document_rank;
  }
  if (ends_with_one_of(text, plain)) {
    return 1;
  }
  if (ends_with_one_of(text, packed) && ends_with_one_of(text.substr(0, text.rfind('.')), plain)) {
    return 2;
  }
  return ends_with_one_of(text, archives) ? std::optional(archive_rank) : std::nullopt;
}

} // namespace tracekit::archive
