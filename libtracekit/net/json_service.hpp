// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "net/http_client.hpp"
#include "net/multipart.hpp"
#include "net/url.hpp"

namespace tracekit::net {

/// A service that speaks JSON below one address. Every function throws what HttpClient throws, and Error(provider) for
/// an answer that is not JSON. `what` completes "asked to ...", a `thing` is such as "activity 17".
class JsonService {
public:
  /// The client outlives it.
  JsonService(HttpClient& client, std::string title, std::string base)
      : client_(client), title_(std::move(title)), base_(std::move(base)) {}

  nlohmann::json get(const std::string& path, const std::string& what, const Query& query = {});
  /// The same for a list of such things. Throws Error(provider) for anything else.
  nlohmann::json list(const std::string& path, const std::string& things, const Query& query = {});
  /// One thing, an object. Nothing when there is none, or none any more.
  std::optional<nlohmann::json> find(const std::string& path, const std::string& thing);

  /// Changes a thing. Throws Error(not_found).
  HttpResponse change(const char* method, const std::string& path, const nlohmann::json& body,
                      const std::string& thing);
  /// Makes something new, and returns what the service says of it.
  nlohmann::json create(const std::string& path, const nlohmann::json& body, const std::string& what);
  /// Sends a file. The answer may be of any status but those that HttpClient throws.
  HttpResponse send_file(const std::string& path, const FileForm& form, const Query& query = {});
  /// The file of a thing. Throws Error(not_found).
  Bytes file(const std::string& path, const std::string& thing, const Query& query = {});

  /// The answer as an object. Throws Error(provider) for anything else.
  [[nodiscard]] nlohmann::json object_in(const HttpResponse& response, const std::string& what) const;

private:
  [[nodiscard]] HttpRequest request(const char* method, const std::string& path, const Query& query = {}) const;
  [[nodiscard]] nlohmann::json json_in(const HttpResponse& response, const std::string& what) const;

  HttpClient& client_;
  std::string title_;
  std::string base_;
};

} // namespace tracekit::net
