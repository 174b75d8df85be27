// SPDX-License-Identifier: MIT
#include "net/url.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::net {
namespace {

constexpr int http_port = 80;
constexpr int https_port = 443;
constexpr int largest_port = 65535;

[[noreturn]] void refuse(std::string_view why) {
  throw Error(ErrorKind::config, fmt::format("an address is not usable: {}", why), "write it as https://host/path");
}

bool is_number_or_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

int default_port(std::string_view scheme) { return scheme == "https" ? https_port : http_port; }

/// Host and port of what stands between `//` and the path.
void read_authority(Url& url, std::string_view authority) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    url.has_fragment_or_user = true;
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) {
      refuse("a bracket is missing");
    }
    url.host = to_lower(authority.substr(1, end - 1));
    port = authority.substr(end + 1);
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    url.host = to_lower(authority.substr(0, colon));
    port = authority.substr(colon);
  }
  const bool is_name = std::all_of(url.host.begin(), url.host.end(), [](char c) {
    return is_number_or_letter(c) || c == '.' || c == '-' || c == '_' || c == ':';
  });
  if (url.host.empty() || !is_name) {
    refuse("it has no host");
  }
  url.port = default_port(url.scheme);
  if (port.size() > 1) {
    const auto number = parse_integer(port.substr(1));
    if (port.front() != ':' || !number || *number < 1 || *number > largest_port) {
      refuse("its port is no number up to 65535");
    }
    url.port = static_cast<int>(*number);
  }
}

std::string_view last_two_labels(std::string_view host) {
  const auto last = host.rfind('.');
  const auto second = last == std::string_view::npos || last == 0 ? last : host.rfind('.', last - 1);
  return second == std::string_view::npos ? host : host.substr(second + 1);
}

bool is_numeric_host(std::string_view host) {
  return host.find(':') != std::string_view::npos || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

} // namespace

Url Url::parse(std::string_view text) {
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; })) {
    refuse("it has a blank or a control character in it");
  }
  Url url;
  const auto colon = text.find("://");
  url.scheme = to_lower(text.substr(0, std::min(colon, text.size())));
  if (colon == std::string_view::npos || (url.scheme != "http" && url.scheme != "https")) {
    refuse("it begins with neither https:// nor http://");
  }
  std::string_view rest = text.substr(colon + 3);
  if (const auto fragment = rest.find('#'); fragment != std::string_view::npos) {
    url.has_fragment_or_user = true;
    rest = rest.substr(0, fragment);
  }
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  read_authority(url, rest.substr(0, path));
  rest.remove_prefix(path);
  const auto question = std::min(rest.find('?'), rest.size());
  url.path = question == 0 ? "/" : std::string(rest.substr(0, question));
  url.query = question < rest.size() ? std::string(rest.substr(question + 1)) : "";
  return url;
}

std::string Url::text() const {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return fmt::format("{}://{}{}{}{}{}", scheme, shown, port == default_port(scheme) ? "" : fmt::format(":{}", port),
                     path, query.empty() ? "" : "?", query);
}

bool Url::is_loopback() const {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_numeric_host(host));
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_number_or_letter(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string query_text(const Query& query) {
  std::string out;
  for (const auto& [name, value] : query) {
    out += (out.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return out;
}

Query parse_query(std::string_view text) {
  Query query;
  for (const std::string& part : split(text, '&')) {
    if (!part.empty()) {
      const auto equals = std::min(part.find('='), part.size());
      query.emplace_back(percent_decoded(std::string_view(part).substr(0, equals)),
                         percent_decoded(std::string_view(part).substr(std::min(equals + 1, part.size()))));
    }
  }
  return query;
}

std::string address(std::string_view base, std::string_view path, const Query& query) {
  while (base.ends_with('/')) {
    base.remove_suffix(1);
  }
  return fmt::format("{}{}{}{}", base, path, query.empty() ? "" : "?", query_text(query));
}

void require_safe(const Url& url) {
  if (url.scheme != "https" && !url.is_loopback()) {
    throw Error(ErrorKind::config, fmt::format("{} is asked over http, which everybody on the way can read", url.host),
                "use https; http is for this machine only");
  }
}

bool may_redirect(const Url& from, const Url& to) {
  if (to.has_fragment_or_user || (from.scheme == "https" && to.scheme != "https") ||
      (to.scheme != "https" && !to.is_loopback())) {
    return false;
  }
  if (from.host == to.host) {
    return true;
  }
  return !is_numeric_host(from.host) && !is_numeric_host(to.host) && !to.is_loopback() &&
         last_two_labels(from.host) == last_two_labels(to.host) &&
         last_two_labels(to.host).find('.') != std::string_view::npos;
}

Url resolve_location(const Url& from, std::string_view location) {
  location = location.substr(0, location.find('#'));
  if (location.find("://") != std::string_view::npos) {
    return Url::parse(location);
  }
  if (location.starts_with("//")) {
    return Url::parse(fmt::format("{}:{}", from.scheme, location));
  }
  Url base = from;
  base.query.clear();
  if (!location.starts_with('/')) {
    base.path = base.path.substr(0, base.path.rfind('/') + 1);
    return Url::parse(base.text() + std::string(location));
  }
  base.path.clear();
  return Url::parse(base.text() + std::string(location));
}

} // namespace tracekit::net
