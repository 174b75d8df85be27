// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>

#include "net/json_service.hpp"
#include "providers/provider.hpp"

namespace tracekit::strava {

inline constexpr const char* provider_id = "strava";
inline constexpr const char* title = "Strava";
inline constexpr std::size_t page_size = 200; ///< the most that Strava gives

/// What tracekit asks the athlete for.
inline constexpr const char* scope_read = "read";
inline constexpr const char* scope_profile = "profile:read_all";
inline constexpr const char* scope_activities = "activity:read_all";
inline constexpr const char* scope_public_activities = "activity:read"; ///< what is left when the private box is empty
inline constexpr const char* scope_write = "activity:write";

/// How requests to it are made: its limits, and its own words for errors.
net::ClientOptions client_options();

/// How one signs in, at the address of the role `oauth`.
net::OAuthProfile oauth_profile();

/// The calls of Strava's API (v3) that are used here, as JSON. Every function throws what HttpClient throws, and
/// Error(provider) for an answer that is not what its documentation says.
class Api {
public:
  explicit Api(const ProviderContext& context);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Page 1, 2, ... of what began between these instants, newest first. Only an empty page says that there is no more.
  nlohmann::json activities(std::optional<EpochSeconds> after, EpochSeconds before, int page);
  /// With everything that only a single answer has. Nothing when there is none (any more).
  std::optional<nlohmann::json> activity(const std::string& id);
  /// Changes the given fields and returns the activity as it is now. Throws Error(not_found).
  nlohmann::json update(const std::string& id, const nlohmann::json& changes);
  /// Hands over a file; the id of the upload.
  std::string upload(const net::FileForm& form);
  /// What it has become: an activity, the one that was there when it is a copy.
  UploadFate fate_of_upload(const std::string& upload);
  /// The one who signed in, with the gear in use.
  nlohmann::json athlete();
  /// One piece of gear, also a retired one. Nothing when there is none.
  std::optional<nlohmann::json> gear(const std::string& id);

  /// Whether the athlete agreed to it, as far as is known.
  bool may(const std::string& scope);

private:
  net::ClientOptions signed_options();

  net::HttpClient sign_in_client_; ///< for the calls that make tokens; they are not signed
  net::OAuthCalls sign_in_;
  net::TokenKeeper keeper_;
  net::HttpClient client_;
  net::JsonService service_;
};

} // namespace tracekit::strava
