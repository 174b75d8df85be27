// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "net/json_service.hpp"
#include "net/multipart.hpp"
#include "net/oauth2.hpp"
#include "providers/garmin/token_calls.hpp"

namespace tracekit::garmin {

inline constexpr std::size_t page_size = 1000; ///< the most that Garmin gives

/// The ids on a page of activities, in their order.
std::vector<std::string> ids_on(const nlohmann::json& page);

/// The calls of Garmin's API that are used here, as JSON; nobody documents them. Every function throws what HttpClient
/// throws, and Error(provider) for an answer that is not what was seen so far.
class Api {
public:
  explicit Api(const ProviderContext& context);

  /// So many activities, newest first, from this one on; days are local, both included.
  nlohmann::json activities(std::optional<Date> from, std::optional<Date> to, std::size_t start);
  /// Nothing when there is none (any more).
  std::optional<nlohmann::json> activity(const std::string& id);
  /// Throws Error(not_found).
  void rename(const std::string& id, const std::string& name);

  nlohmann::json gear(const std::string& owner);
  nlohmann::json gear_of(const std::string& activity_id);
  /// The ids of the activities that have it, some of them twice.
  std::vector<std::string> activities_with(const std::string& gear_id);
  /// Doing it twice does no harm. Throws Error(not_found).
  void link(const std::string& gear_id, const std::string& activity_id);
  void unlink(const std::string& gear_id, const std::string& activity_id);

  nlohmann::json devices();
  nlohmann::json profile();
  /// The zip with the original. Throws Error(not_found) when there is none.
  Bytes original(const std::string& id);

  struct Uploaded {
    std::string id;    ///< empty while Garmin works on it; then only lists tell
    bool copy = false; ///< it was there already
  };
  /// Hands a file over. Throws Error(provider) with Garmin's words when it is not taken.
  Uploaded upload(const net::FileForm& form);

  [[nodiscard]] const Hosts& hosts() const { return hosts_; }
  TokenCalls& token_calls() { return token_calls_; }
  /// For the pages of the sign-in: asks once, and signs nothing.
  net::HttpClient& sign_in_client() { return sign_in_client_; }

private:
  nlohmann::json list_if_there(const std::string& path, const std::string& things, const net::Query& query);
  void change_gear(const char* how, const std::string& gear_id, const std::string& activity_id);

  Hosts hosts_;
  net::HttpClient sign_in_client_;
  net::HttpClient token_client_;
  TokenCalls token_calls_;
  net::TokenKeeper keeper_;
  net::HttpClient client_;
  net::JsonService service_;
};

} // namespace tracekit::garmin
