// SPDX-License-Identifier: MIT
#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.hpp"
#include "response_headers.hpp"

namespace tracekit::web {
namespace {

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    case '\'':
      escaped += "&#39;";
      break;
    default:
      escaped += c;
    }
  }
  return escaped;
}

/// In one pass, so that what was written in is not looked at again.
std::string filled(std::string_view shell, const PageWords& words) {
  const std::array<std::pair<std::string_view, const std::string*>, 6> blanks{{{"{{csrf}}", &words.csrf},
                                                                               {"{{next}}", &words.next},
                                                                               {"{{problem}}", &words.problem},
                                                                               {"{{hint}}", &words.hint},
                                                                               {"{{email}}", &words.email},
                                                                               {"{{claim}}", &words.claim}}};
  std::string page;
  page.reserve(shell.size());
  while (!shell.empty()) {
    const auto at = shell.find("{{");
    page += shell.substr(0, at);
    shell.remove_prefix(std::min(at, shell.size()));
    std::size_t taken = std::min<std::size_t>(2, shell.size());
    std::string written(shell.substr(0, taken));
    for (const auto& [blank, word] : blanks) {
      if (shell.starts_with(blank)) {
        taken = blank.size();
        written = html_escaped(*word);
      }
    }
    page += written;
    shell.remove_prefix(taken);
  }
  return page;
}

Response shell(const Assets& assets, std::string_view name, const PageWords& words, std::string policy) {
  const auto text = assets.find(fmt::format("pages/{}.html", name));
  if (!text) {
    throw Error(ErrorKind::config, fmt::format("this tracekit-web was built without the page \"{}\"", name),
                "build it with web/ui, or name a folder with --assets");
  }
  Response response;
  response.body = filled(*text, words);
  response.content_type = media_type_of(".html");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Security-Policy", std::move(policy));
  return response;
}

} // namespace

Response page_response(const Assets& assets, std::string_view name, const PageWords& words, int status) {
  Response response = shell(assets, name, words, page_policy());
  response.status = status;
  return response;
}

Response map_page_response(const Assets& assets, std::string_view name, const std::string& tile_url) {
  return shell(assets, name, {}, map_page_policy(tile_url));
}

bool is_for_a_person(const Request& request) {
  return request.header("Accept").find("text/html") != std::string::npos && !request.path.starts_with("/api/") &&
         !request.path.starts_with("/assets/");
}

} // namespace tracekit::web
