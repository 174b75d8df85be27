// SPDX-License-Identifier: MIT
#include "net/url.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;
using namespace tracekit::net;

TEST_CASE("an address is taken apart and put together again") {
  struct Row {
    const char* text;
    const char* host;
    int port;
    const char* path;
    const char* query;
    const char* again;
  };
  const std::vector<Row> rows{
      {"https://Intervals.ICU/api/v1?a=1&b=%20", "intervals.icu", 443, "/api/v1", "a=1&b=%20",
       "https://intervals.icu/api/v1?a=1&b=%20"},
      {"http://127.0.0.1:8080", "127.0.0.1", 8080, "/", "", "http://127.0.0.1:8080/"},
      {"https://host:443?x", "host", 443, "/", "x", "https://host/?x"},
      {"http://[::1]:81/x", "::1", 81, "/x", "", "http://[::1]:81/x"},
      {"https://user:pass@host/x#part", "host", 443, "/x", "", "https://host/x"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const Url url = Url::parse(row.text);
    CHECK(url.host == row.host);
    CHECK(url.port == row.port);
    CHECK(url.path == row.path);
    CHECK(url.query == row.query);
    CHECK(url.text() == row.again);
  }
}

TEST_CASE("what is no address of the web is refused") {
  for (const char* text : {"", "host/path", "ftp://host/", "file:///etc/passwd", "https://", "https:///x",
                           "https://a b/", "https://host:0/", "https://host:99999/", "https://host:x/", "https://[::1/",
                           "https://ho\nst/", "https://ho\"st/", "javascript://x"}) {
    INFO(text);
    CHECK_THROWS_AS(Url::parse(text), Error);
  }
}

TEST_CASE("http is for this machine only") {
  for (const char* text :
       {"https://example.org/", "http://127.0.0.1:1/", "http://127.1.2.3/", "http://localhost/", "http://[::1]/"}) {
    CHECK_NOTHROW(require_safe(Url::parse(text)));
  }
  for (const char* text :
       {"http://example.org/", "http://127.0.0.1.example.org/", "http://localhost.example.org/", "http://10.0.0.1/"}) {
    CHECK_THROWS_AS(require_safe(Url::parse(text)), Error);
  }
}

TEST_CASE("a redirect stays secure and within the family of hosts") {
  const auto allowed = [](const char* from, const char* to) { return may_redirect(Url::parse(from), Url::parse(to)); };
  CHECK(allowed("https://intervals.icu/a", "https://intervals.icu/b"));
  CHECK(allowed("https://intervals.icu/a", "https://www.intervals.icu/b"));
  CHECK(allowed("https://www.strava.com/a", "https://api.strava.com/b"));
  CHECK(allowed("http://127.0.0.1:1/", "http://127.0.0.1:2/"));
  CHECK_FALSE(allowed("https://intervals.icu/a", "http://intervals.icu/a"));
  CHECK_FALSE(allowed("https://intervals.icu/a", "https://evil.icu/a"));
  CHECK_FALSE(allowed("https://intervals.icu/a", "https://intervals.icu.evil.org/a"));
  CHECK_FALSE(allowed("https://intervals.icu/a", "https://127.0.0.1/a"));
  CHECK_FALSE(allowed("https://10.1.2.3/", "https://99.9.2.3/"));
  CHECK_FALSE(allowed("https://intervals.icu/a", "https://user@intervals.icu/a"));
  CHECK_FALSE(allowed("http://127.0.0.1/a", "http://example.org/"));
}

TEST_CASE("a location is resolved against the address that was asked") {
  const Url from = Url::parse("https://h.example/a/b?c=d");
  CHECK(resolve_location(from, "/x?y").text() == "https://h.example/x?y");
  CHECK(resolve_location(from, "x").text() == "https://h.example/a/x");
  CHECK(resolve_location(from, "//k.example/x").text() == "https://k.example/x");
  CHECK(resolve_location(from, "https://k.example/x#part").text() == "https://k.example/x");
}

TEST_CASE("queries are encoded and decoded without loss") {
  const Query query{{"name", "Über & \"co\" +1%"}, {"empty", ""}, {"a=b", "/?#"}};
  CHECK(parse_query(query_text(query)) == query);
  CHECK(query_text({{"q", "a b~c"}}) == "q=a%20b~c");
  CHECK(percent_decoded("a+b%2") == "a b%2");
  CHECK(percent_decoded("%zz%41") == "%zzA");
  CHECK(address("https://h/api/", "/x", {{"a", "1"}}) == "https://h/api/x?a=1");
}
