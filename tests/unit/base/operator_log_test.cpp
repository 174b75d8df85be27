// SPDX-License-Identifier: MIT
#include "base/operator_log.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

using namespace tracekit;

namespace {

/// What `$JOURNAL_STREAM` would say if this file were the journal.
std::string name_of(std::FILE* file) {
  struct stat status{};
  ::fstat(::fileno(file), &status);
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

/// What is logged by some work, with the journal or without.
std::string logged(LogFormat format, bool in_journal, const std::function<void(OperatorLog&)>& work) {
  std::FILE* file = std::tmpfile();
  ::setenv("JOURNAL_STREAM", in_journal ? name_of(file).c_str() : "8:123456789", 1);
  OperatorLog log(format, file);
  ::unsetenv("JOURNAL_STREAM");
  work(log);
  std::string text(static_cast<std::size_t>(std::ftell(file)), '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

} // namespace

TEST_CASE("the journal is told by device and file, not by a variable alone") {
  std::FILE* file = std::tmpfile();
  std::FILE* other = std::tmpfile();
  CHECK(is_journal(file, name_of(file).c_str()));
  CHECK_FALSE(is_journal(other, name_of(file).c_str())); // standard error was led elsewhere
  CHECK_FALSE(is_journal(file, nullptr));
  CHECK_FALSE(is_journal(file, ""));
  std::fclose(file);
  std::fclose(other);
}

TEST_CASE("a line begins with the time, in the journal with the priority") {
  const auto work = [](OperatorLog& log) {
    log.info("one\ntwo");
    log.warning("three");
    log.error("four");
  };
  CHECK_THAT(logged(LogFormat::text, false, work),
             Catch::Matches("(\\d{4}-\\d\\d-\\d\\dT\\S+Z (info|warning|error) \\S+\n){3}"));
  CHECK(logged(LogFormat::text, true, work) == "<6>info one\\x0atwo\n<4>warning three\n<3>error four\n");
}

TEST_CASE("JSON in the journal has the priority before it and no time of its own") {
  const auto work = [](OperatorLog& log) { log.error("a\nb"); };
  CHECK(logged(LogFormat::json, true, work) == "<3>{\"level\":\"error\",\"event\":\"message\",\"msg\":\"a\\nb\"}\n");
  const auto line = nlohmann::json::parse(logged(LogFormat::json, false, work));
  CHECK(line.at("msg") == "a\nb");
  CHECK(line.at("ts").get<std::string>().ends_with("Z"));
}

TEST_CASE("what strangers send stays on one line") {
  CHECK(escaped_for_log("/api/jobs") == "/api/jobs");
  CHECK(escaped_for_log("a\nb\r\x1b[31m\\\x7f") == "a\\x0ab\\x0d\\x1b[31m\\x5c\\x7f");
  CHECK(escaped_for_log("\xc3\xa4") == "\\xc3\\xa4");
  CHECK(escaped_for_log(std::string(5000, 'x')) == std::string(2000, 'x') + "...");
}
