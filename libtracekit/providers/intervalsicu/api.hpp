// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "net/json_service.hpp"
#include "providers/provider.hpp"

namespace tracekit::intervalsicu {

inline constexpr const char* provider_id = "intervalsicu";
inline constexpr const char* title = "Intervals.icu";

/// A piece of equipment as Intervals.icu lists it.
struct Gear {
  std::string id;
  std::string name;
};

/// The calls of Intervals.icu's API that are used here, as JSON. Every function throws what HttpClient throws, and
/// Error(provider) for an answer that is not what its documentation says.
class Api {
public:
  explicit Api(const ProviderContext& context);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Activities of these local days, both included, newest first; at most `limit` of them.
  nlohmann::json activities(Date oldest, Date newest, std::size_t limit);
  /// Nothing when there is none (any more).
  std::optional<nlohmann::json> activity(const std::string& id);
  /// Changes the given fields and returns the activity as it is now. Throws Error(not_found).
  nlohmann::json update(const std::string& id, const nlohmann::json& changes);

  /// Whole pieces of equipment, without components; asked for once.
  const std::vector<Gear>& gear();
  /// Creates one of this kind ("Bike", "Shoes" ...), unless one of this name has come into being meanwhile.
  Gear create_gear(const std::string& name, const std::string& kind);

  Account account();
  /// Uploads a file and returns the id of what it became; a file that is there already gives the id that it has.
  std::string upload(const net::FileForm& form, const std::string& name);
  /// The original file as it is stored there, possibly packed. Throws Error(not_found).
  Bytes file(const std::string& id);

private:
  [[nodiscard]] std::string athlete_path(const std::string& rest) const;

  std::string athlete_;
  net::HttpClient client_;
  net::JsonService service_;
  std::optional<std::vector<Gear>> gear_;
};

} // namespace tracekit::intervalsicu
