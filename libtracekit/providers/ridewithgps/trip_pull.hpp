// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>

#include "providers/offset_pages.hpp"
#include "providers/provider.hpp"
#include "providers/ridewithgps/api.hpp"

namespace tracekit::ridewithgps {

/// One pull, in as few calls as possible. The first lists everything; later ones ask what changed since the last and
/// read only that. The cursor is a time of Ride with GPS's clock and how many trips were held then: when fewer are
/// known, some were forgotten here, and everything is listed again. A trip is a source of its own; its fingerprint is a
/// hash of its content. Days that were asked for do not matter: the change feed knows no days.
class TripPull {
public:
  TripPull(const ProviderContext& context, Api& api, const PullRequest& request, PullSink& sink)
      : context_(context), api_(api), request_(request), sink_(sink) {}

  PullOutcome run();

private:
  void list_everything();
  void report_missing();
  void follow(const Changes& changes);
  void read(std::set<std::string> wanted);
  void read_alone(const std::string& id);
  struct Listed {
    bool full = false;               ///< as many as were asked for
    bool joins = false;              ///< to the page before, so that nothing was passed over
    std::optional<std::size_t> left; ///< trips behind it, where that is told
  };
  Listed list_page(OffsetPages& pages);
  void take(const nlohmann::json& trip);
  void report_gone(const std::string& id);
  [[nodiscard]] bool knows_all_of(const std::string& held) const;
  [[nodiscard]] bool is_known(const std::string& id) const;

  const ProviderContext& context_;
  Api& api_;
  const PullRequest& request_;
  PullSink& sink_;
  std::set<std::string> seen_;
  std::set<std::string> held_; ///< what is known when all that was reported is stored
  PullOutcome outcome_;
};

} // namespace tracekit::ridewithgps
