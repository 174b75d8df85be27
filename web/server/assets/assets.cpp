// SPDX-License-Identifier: MIT
#include "assets/assets.hpp"

#include <algorithm>
#include <array>

#include "assets/embedded.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace tracekit::web {
namespace {

struct MediaType {
  std::string_view ending;
  std::string_view type;
};

constexpr std::array media_types{
    MediaType{".html", "text/html; charset=utf-8"},
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".svg", "image/svg+xml"},
    MediaType{".png", "image/png"},
    MediaType{".webmanifest", "application/manifest+json"},
};

/// A part that begins with a dot could lead out of the folder.
bool stays_inside(std::string_view name) {
  return name.find('\0') == std::string_view::npos &&
         std::ranges::none_of(split(name, '/'),
                              [](const std::string& part) { return part.empty() || part.starts_with('.'); });
}

} // namespace

std::optional<std::string> Assets::find(std::string_view name) const {
  if (!folder_) {
    const auto& files = embedded_files();
    const auto found = std::ranges::lower_bound(files, name, {}, &EmbeddedFile::name);
    return found == files.end() || found->name != name ? std::nullopt : std::optional<std::string>(found->bytes);
  }
  if (!stays_inside(name) || !std::filesystem::is_regular_file(*folder_ / name)) {
    return std::nullopt;
  }
  const Bytes bytes = read_file(*folder_ / name);
  return std::string(bytes.begin(), bytes.end());
}

std::string media_type_of(std::string_view name) {
  const auto* found =
      std::ranges::find_if(media_types, [&](const MediaType& one) { return name.ends_with(one.ending); });
  return std::string(found == media_types.end() ? "application/octet-stream" : found->type);
}

} // namespace tracekit::web
