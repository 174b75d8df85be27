// SPDX-License-Identifier: MIT
#include "providers/unlisted.hpp"

#include <fmt/format.h>

namespace tracekit {
namespace {

constexpr std::size_t most_looked_up = 10;

} // namespace

void report_gone(const Unlisted& unlisted, const std::string& title,
                 const std::function<bool(const std::string& id)>& take_if_there, PullSink& sink) {
  const std::vector<std::string>& ids = unlisted.ids;
  const bool only_some = unlisted.everything_was_listed && ids.size() > most_looked_up;
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(only_some ? most_looked_up : ids.size());
  std::vector<std::string> gone(end, ids.end());
  for (auto id = ids.begin(); id != end; ++id) {
    if (!take_if_there(*id)) {
      gone.push_back(*id);
    } else if (only_some) {
      throw Error(ErrorKind::provider, fmt::format("{} lists fewer activities than it has", title),
                  "nothing was taken for deleted; try again later");
    }
  }
  for (const std::string& id : gone) {
    sink.gone(id);
    sink.forget(id);
  }
}

} // namespace tracekit
