// SPDX-License-Identifier: MIT
#include "http/multipart.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;
using namespace tracekit::web;

namespace {

constexpr const char* type = "multipart/form-data; boundary=\"a b\"";

BodyFile& with(BodyFile& body, std::string_view text) {
  body.append(text);
  return body;
}

std::vector<FormPart> parts_of(std::string_view text, std::string_view content_type = type) {
  BodyFile body(std::filesystem::temp_directory_path());
  return form_parts(with(body, text), content_type);
}

std::string part(const std::string& disposition, const std::string& content) {
  return "--a b\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: x/y\r\n\r\n" + content + "\r\n";
}

} // namespace

TEST_CASE("a form is taken apart by its boundary, wherever that stands") {
  const std::string large(700'000, '-'); // more than a piece, and nearly the boundary all the time
  BodyFile body(std::filesystem::temp_directory_path());
  with(body, part("name=\"file\"; filename=\"a \\\"ride\\\".fit\"", large) + part("name=note", "--a") +
                 part("filename=\"; name=x\"; name=\"file\"", "") + "--a b--\r\n");
  const auto parts = form_parts(body, type);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].name == "file");
  CHECK(parts[0].file_name == "a \"ride\".fit");
  CHECK(parts[0].size == large.size());
  std::string back(large.size(), ' ');
  CHECK(body.read(parts[0].offset, back.data(), back.size()) == large.size());
  CHECK(back == large);
  CHECK(parts[1].name == "note");
  CHECK(parts[1].file_name.empty());
  CHECK(parts[1].size == 3);
  CHECK(parts[2].file_name == "; name=x");
  CHECK(parts[2].size == 0);
}

TEST_CASE("what is no form, or has no end, is refused") {
  const std::string one = part("name=file; filename=x", "content");
  CHECK(parts_of(one + "--a b--").size() == 1);
  CHECK(parts_of("--a b--").empty());
  for (const std::string& broken : {one, std::string("--a b"), std::string(), one + "--a b", "x" + one + "--a b--",
                                    std::string("--a b\r\nno end of the head"), one.substr(0, one.size() - 5)}) {
    CHECK_THROWS_AS(parts_of(broken), Error);
  }
  for (const char* wrong : {"", "multipart/form-data", "multipart/form-data; boundary=",
                            "application/json; boundary=a b", "multipart/form-data; boundary"}) {
    CHECK_THROWS_AS(parts_of(one + "--a b--", wrong), Error);
  }
}
