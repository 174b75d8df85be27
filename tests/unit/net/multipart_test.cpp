// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "base/bytes.hpp"
#include "net/multipart.hpp"

using namespace tracekit;

TEST_CASE("a form carries its fields and its file between borders that its head names") {
  const std::string content = "one\r\ntwo\0three";
  net::FileForm form;
  form.fields = {{"data_type", "fit"}};
  form.file_name = "a \"quoted\"\r\nname.fit";
  form.content = as_bytes(content);
  net::HttpRequest request;
  net::put_form(request, form);

  const std::string type = request.headers.find("Content-Type").value_or("");
  REQUIRE(type.starts_with("multipart/form-data; boundary="));
  const std::string border = "--" + type.substr(type.find('=') + 1);
  CHECK(request.body == border + "\r\nContent-Disposition: form-data; name=\"data_type\"\r\n\r\nfit\r\n" + border +
                            "\r\nContent-Disposition: form-data; name=\"file\"; "
                            "filename=\"a %22quoted%22%0D%0Aname.fit\"\r\n"
                            "Content-Type: application/octet-stream\r\n\r\n" +
                            content + "\r\n" + border + "--\r\n");
}

TEST_CASE("no two forms have the same border") {
  net::HttpRequest one;
  net::HttpRequest other;
  net::put_form(one, {});
  net::put_form(other, {});
  CHECK(one.headers.find("Content-Type") != other.headers.find("Content-Type"));
}
