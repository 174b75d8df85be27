// SPDX-License-Identifier: MIT
#include "providers/dated_sources.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/hash.hpp"

namespace tracekit {
namespace {

constexpr std::string_view unreadable_day = "unreadable";
constexpr std::size_t hash_digits = 32;
constexpr std::size_t most_looked_up = 10;

bool is_everything(const PullRequest& request) { return !request.from && !request.to; }

std::vector<std::string> unlisted_ids(const PullRequest& request, const std::set<std::string>& seen) {
  std::vector<std::string> ids;
  for (const auto& [id, fingerprint] : *request.known) {
    const std::string day = fingerprint.substr(0, fingerprint.find(' '));
    const bool asked_for = day == unreadable_day ? is_everything(request) : asks_for(request, day);
    if (asked_for && !seen.contains(id)) {
      ids.push_back(id);
    }
  }
  return ids;
}

} // namespace

std::string dated_fingerprint(const std::string& day, std::string_view content) {
  return fmt::format("{} {}", day.empty() ? unreadable_day : day, sha256_hex(as_bytes(content)).substr(0, hash_digits));
}

bool asks_for(const PullRequest& request, const std::string& day) {
  return day.empty() ||
         ((!request.from || day >= format_date(*request.from)) && (!request.to || day <= format_date(*request.to)));
}

void report_unlisted(const PullRequest& request, const std::set<std::string>& seen, const std::string& title,
                     const LookUp& look_up, PullSink& sink) {
  if (request.known == nullptr) {
    return;
  }
  const std::vector<std::string> ids = unlisted_ids(request, seen);
  const bool only_some = is_everything(request) && ids.size() > most_looked_up;
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(only_some ? most_looked_up : ids.size());
  std::vector<std::string> gone(end, ids.end());
  for (auto id = ids.begin(); id != end; ++id) {
    const auto activity = look_up.find(*id);
    if (!activity) {
      gone.push_back(*id);
      continue;
    }
    if (only_some) {
      throw Error(ErrorKind::provider, fmt::format("{} lists fewer activities than it has", title),
                  "nothing was taken for deleted; try again later");
    }
    look_up.take(*activity);
  }
  for (const std::string& id : gone) {
    sink.gone(id);
    sink.forget(id);
  }
}

} // namespace tracekit
