// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "providers/dated_sources.hpp"
#include "support/recording_sink.hpp"

using namespace tracekit;
using namespace tracekit::test;
using nlohmann::json;

namespace {

/// Sources 1 to `count`, all known from the 3rd of August.
KnownSources known_up_to(int count) {
  KnownSources known;
  for (int id = 1; id <= count; ++id) {
    known[std::to_string(id)] = dated_fingerprint("2025-08-03", "content");
  }
  return known;
}

/// A service that still has some ids, and remembers which were looked up and taken.
struct Service {
  std::set<std::string> there;
  std::vector<std::string> asked;
  std::vector<std::string> taken;

  LookUp look_up() {
    return {[this](const std::string& id) {
              asked.push_back(id);
              return there.contains(id) ? std::optional(json(id)) : std::nullopt;
            },
            [this](const json& activity) { taken.push_back(activity.get<std::string>()); }};
  }
};

PullRequest everything(const KnownSources& known) {
  PullRequest request;
  request.known = &known;
  return request;
}

PullRequest august(const KnownSources& known) {
  PullRequest request = everything(known);
  request.from = parse_date("2025-08-01");
  request.to = parse_date("2025-08-31");
  return request;
}

} // namespace

TEST_CASE("what is not listed is looked up before it counts as gone") {
  const KnownSources known = known_up_to(4);
  Service service{{"2"}, {}, {}};
  RecordingSink sink;
  report_unlisted(august(known), {"4"}, "Test", service.look_up(), sink);
  CHECK(sink.gone_ids == std::vector<std::string>{"1", "3"});
  CHECK(sink.forgotten == sink.gone_ids);
  CHECK(service.taken == std::vector<std::string>{"2"});
}

TEST_CASE("what stood on days that are not asked for is not missing") {
  KnownSources known = known_up_to(1);
  known["july"] = dated_fingerprint("2025-07-31", "content");
  known["no day"] = dated_fingerprint("", "content");
  Service service;
  RecordingSink sink;
  report_unlisted(august(known), {}, "Test", service.look_up(), sink);
  CHECK(sink.gone_ids == std::vector<std::string>{"1"});
  report_unlisted(everything(known), {"1"}, "Test", service.look_up(), sink);
  CHECK(sink.gone_ids == std::vector<std::string>{"1", "july", "no day"});
}

TEST_CASE("of very many that are not listed any more only some are looked up") {
  const KnownSources known = known_up_to(500);
  Service service;
  RecordingSink sink;
  report_unlisted(everything(known), {}, "Test", service.look_up(), sink);
  CHECK(service.asked.size() == 10);
  CHECK(sink.gone_ids.size() == 500);
}

TEST_CASE("of single days everything is looked up") {
  const KnownSources known = known_up_to(50);
  Service service;
  RecordingSink sink;
  report_unlisted(august(known), {}, "Test", service.look_up(), sink);
  CHECK(service.asked.size() == 50);
}

TEST_CASE("a list that lacks very many of which one is still there deletes nothing") {
  const KnownSources known = known_up_to(500);
  Service service{{"102"}, {}, {}}; // among the first by text
  RecordingSink sink;
  CHECK_THROWS_WITH(report_unlisted(everything(known), {}, "Test", service.look_up(), sink),
                    "Test lists fewer activities than it has");
  CHECK(sink.gone_ids.empty());
}

TEST_CASE("a source that is as it was stored is known, unless everything is to be looked at again") {
  const KnownSources known = known_up_to(1);
  PullRequest request = everything(known);
  CHECK(request.knows("1", dated_fingerprint("2025-08-03", "content")));
  CHECK_FALSE(request.knows("1", dated_fingerprint("2025-08-03", "other")));
  CHECK_FALSE(request.knows("1", dated_fingerprint("2025-08-04", "content")));
  CHECK_FALSE(request.knows("2", dated_fingerprint("2025-08-03", "content")));
  request.force = true;
  CHECK_FALSE(request.knows("1", dated_fingerprint("2025-08-03", "content")));
}
