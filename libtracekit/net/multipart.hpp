// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "net/http.hpp"

namespace tracekit::net {

/// A form with one file in it (`multipart/form-data`, RFC 7578).
struct FileForm {
  std::vector<std::pair<std::string, std::string>> fields;
  std::string file_field = "file";
  std::string file_name;
  ByteView content;
};

/// Makes it the request's body. Quotes and line breaks in names are percent-encoded, as browsers do.
void put_form(HttpRequest& request, const FileForm& form);

} // namespace tracekit::net
