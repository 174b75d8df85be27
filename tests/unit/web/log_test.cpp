// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tracekit;
using namespace tracekit::web;

namespace {

/// What is logged by some work.
std::string logged(LogFormat format, const std::function<void(Log&)>& work) {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* file = ::open_memstream(&bytes, &size);
  {
    Log log(format, file);
    work(log);
  }
  std::fclose(file);
  std::string text(bytes, size);
  std::free(bytes);
  return text;
}

} // namespace

TEST_CASE("a request is one line, as text or as JSON") {
  const AccessEntry entry{"GET", "/a\nb", "/{id}", 404, 12, 0.0034, "127.0.0.1", 7};
  const std::string text = logged(LogFormat::text, [&](Log& log) { log.access(entry); });
  CHECK_THAT(text, Catch::EndsWith("Z 127.0.0.1 user=7 \"GET /a\\x0ab\" 404 12 3.4ms\n"));
  const std::string line = logged(LogFormat::json, [&](Log& log) { log.access(entry); });
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  const auto document = nlohmann::json::parse(line);
  CHECK(document.at("path") == "/a\nb");
  CHECK(document.at("user") == 7);
  CHECK(document.at("status") == 404);
}

TEST_CASE("words of errors are kept on one line, too") {
  const auto work = [](Log& log) { log.warning("a\nb\xff"); };
  CHECK_THAT(logged(LogFormat::text, work), Catch::EndsWith("Z warning a\\x0ab\\xff\n"));
  CHECK(nlohmann::json::parse(logged(LogFormat::json, work)).at("msg") == "a\nb\xEF\xBF\xBD");
}
