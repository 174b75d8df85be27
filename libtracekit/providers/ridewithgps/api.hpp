// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "net/json_service.hpp"
#include "providers/provider.hpp"
#include "providers/ridewithgps/change_feed.hpp"

namespace tracekit::ridewithgps {

inline constexpr const char* provider_id = "ridewithgps";
inline constexpr const char* title = "Ride with GPS";

/// A piece of equipment as the user has it.
struct Gear {
  std::string id;
  std::string name;
  bool archived = false;
};

/// Trips that one page of the list can hold.
constexpr std::size_t page_size = 200;

/// Some of the user's trips, the newest start first.
struct TripPage {
  std::vector<nlohmann::json> trips;
  std::optional<std::size_t> count; ///< of all trips, where it is told
};

/// The calls of Ride with GPS that are used here. It has two interfaces: the documented one (role `api`), which tells
/// what changed, and an older one without documentation (role `legacy`), which alone tells equipment and lets trips be
/// changed. They write the same things differently, so trips are read from the older one only. Every function throws
/// what HttpClient throws, and Error(provider) for an answer that cannot be understood.
class Api {
public:
  explicit Api(const ProviderContext& context);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// What happened to the user's trips since that time of Ride with GPS's clock (ISO 8601).
  Changes changes(const std::string& since);

  /// At most `limit` trips after the first `offset`.
  TripPage trips(std::size_t offset, std::size_t limit);
  /// Nothing when there is none (any more).
  std::optional<nlohmann::json> trip(const std::string& id);
  /// Sets fields of a trip. What stands there afterwards has to be read. Throws Error(not_found).
  void update(const std::string& id, const nlohmann::json& fields);
  /// Hands over a file; the task under which it is read.
  std::string upload(const net::FileForm& form);
  UploadFate fate_of_task(const std::string& task);
  /// The trip as a TCX file that Ride with GPS writes. Throws Error(not_found).
  Bytes file(const std::string& id);

  /// Asked for once, together with who the user is.
  const std::vector<Gear>& gear();
  /// Asks anew.
  Account account();

private:
  const std::string& user_id();
  void read_user();

  net::TokenKeeper keeper_;
  net::HttpClient client_;
  net::JsonService api_;
  net::JsonService legacy_;
  std::optional<Account> user_;
  std::vector<Gear> gear_;
};

} // namespace tracekit::ridewithgps
