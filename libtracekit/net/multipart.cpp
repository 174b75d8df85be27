// SPDX-License-Identifier: MIT
#include "net/multipart.hpp"

#include <fmt/format.h>

#include "base/encoding.hpp"
#include "base/hash.hpp"

namespace tracekit::net {
namespace {

constexpr std::size_t boundary_bytes = 18;

std::string encoded_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    out += c == '"' ? "%22" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  }
  return out;
}

} // namespace

void put_form(HttpRequest& request, const FileForm& form) {
  const std::string boundary = base64_url(random_bytes(boundary_bytes));
  std::string body;
  for (const auto& [name, value] : form.fields) {
    body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary,
                        encoded_name(name), value);
  }
  body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n"
                      "Content-Type: application/octet-stream\r\n\r\n",
                      boundary, encoded_name(form.file_field), encoded_name(form.file_name));
  body += as_text(form.content);
  body += fmt::format("\r\n--{}--\r\n", boundary);
  request.headers.set("Content-Type", "multipart/form-data; boundary=" + boundary);
  request.body = std::move(body);
}

} // namespace tracekit::net
