// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "providers/unlisted.hpp"
#include "support/recording_sink.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

Unlisted ids_up_to(int count, bool everything) {
  Unlisted unlisted;
  for (int id = 1; id <= count; ++id) {
    unlisted.ids.push_back(std::to_string(id));
  }
  unlisted.everything_was_listed = everything;
  return unlisted;
}

} // namespace

TEST_CASE("what is not listed is looked up before it counts as gone") {
  RecordingSink sink;
  report_gone(ids_up_to(3, false), "Test", [](const std::string& id) { return id == "2"; }, sink);
  CHECK(sink.gone_ids == std::vector<std::string>{"1", "3"});
  CHECK(sink.forgotten == std::vector<std::string>{"1", "3"});
}

TEST_CASE("of very many that are not listed any more only some are looked up") {
  RecordingSink sink;
  std::set<std::string> asked;
  const auto nothing_there = [&](const std::string& id) {
    asked.insert(id);
    return false;
  };
  report_gone(ids_up_to(500, true), "Test", nothing_there, sink);
  CHECK(asked.size() == 10);
  CHECK(sink.gone_ids.size() == 500);
}

TEST_CASE("of single days everything is looked up") {
  RecordingSink sink;
  std::size_t asked = 0;
  const auto nothing_there = [&](const std::string&) { return ++asked == 0; };
  report_gone(ids_up_to(50, false), "Test", nothing_there, sink);
  CHECK(asked == 50);
}

TEST_CASE("a list that lacks very many of which one is still there deletes nothing") {
  RecordingSink sink;
  const auto the_fifth = [](const std::string& id) { return id == "5"; };
  CHECK_THROWS_WITH(report_gone(ids_up_to(500, true), "Test", the_fifth, sink),
                    "Test lists fewer activities than it has");
  CHECK(sink.gone_ids.empty());
}
