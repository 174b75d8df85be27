// SPDX-License-Identifier: MIT
#include "providers/offset_pages.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "base/error.hpp"

using tracekit::Error;
using tracekit::OffsetPages;

namespace {

constexpr std::size_t page_size = 50;
using List = std::vector<std::string>;

List numbered(int count) {
  List list;
  for (int i = 0; i < count; ++i) {
    list.push_back(std::to_string(i));
  }
  return list;
}

List page_at(const List& list, std::size_t offset) {
  const auto first = std::min(offset, list.size());
  const auto last = std::min(first + page_size, list.size());
  return {list.begin() + static_cast<std::ptrdiff_t>(first), list.begin() + static_cast<std::ptrdiff_t>(last)};
}

/// Everything that is seen by one who reads to the end, with what happens to the list after each page.
std::set<std::string> read(List& list, const std::function<void(List&)>& meanwhile, int& pages_read) {
  OffsetPages pages("Acme");
  std::set<std::string> seen;
  for (pages_read = 1;; ++pages_read) {
    const List page = page_at(list, pages.offset());
    seen.insert(page.begin(), page.end());
    if (pages.took(page) && page.size() < page_size) {
      return seen;
    }
    meanwhile(list);
  }
}

bool has_all(const std::set<std::string>& seen, const List& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& id) { return seen.contains(id); });
}

} // namespace

TEST_CASE("a list that stays as it is is read once, and nearly without reading anything twice") {
  int pages = 0;
  List list = numbered(180);
  CHECK(read(list, [](List&) {}, pages).size() == 180);
  CHECK(pages == 4);
}

TEST_CASE("a list of nothing has one page") {
  int pages = 0;
  List nothing;
  CHECK(read(nothing, [](List&) {}, pages).empty());
  CHECK(pages == 1);
}

TEST_CASE("what goes at the front while a list is read makes nothing else be passed over") {
  for (const int going : {1, 5, 9, 30, 60}) {
    INFO(going << " go after each of the first pages");
    int left = 3;
    int pages = 0;
    const auto some_go = [&](List& now) {
      if (left-- > 0) {
        now.erase(now.begin(), now.begin() + going);
      }
    };
    List list = numbered(400);
    const auto seen = read(list, some_go, pages);
    CHECK(has_all(seen, list));
  }
}

TEST_CASE("what comes at the front while a list is read makes nothing else be passed over") {
  int pages = 0;
  List list = numbered(300);
  const auto seen =
      read(list, [n = 0](List& now) mutable { now.insert(now.begin(), "new " + std::to_string(n++)); }, pages);
  CHECK(has_all(seen, numbered(300)));
}

TEST_CASE("a list that has nothing in common with its last page, again and again, is not read for ever") {
  OffsetPages pages("Acme");
  const auto read_on = [&] {
    for (int page = 0; page < 1000; ++page) {
      pages.took(List(page_size, "page " + std::to_string(page)));
    }
  };
  CHECK_THROWS_AS(read_on(), Error);
}
