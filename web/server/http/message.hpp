// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/body_file.hpp"
#include "net/http.hpp"
#include "net/url.hpp"

namespace tracekit::web {

/// A request as it arrived, its body read. The path is decoded, the query is taken apart.
struct Request {
  std::string method;
  std::string path;
  net::Query query;
  net::Headers headers;
  std::string body;
  std::shared_ptr<const BodyFile> file; ///< the body instead, on routes that take it so
  std::string peer;                     ///< address of whoever is connected, such as `127.0.0.1`

  /// Empty when there is no such line.
  [[nodiscard]] std::string header(std::string_view name) const { return headers.find(name).value_or(""); }
  /// The first value of that name.
  [[nodiscard]] std::optional<std::string> asked(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string problem = {}; ///< the sentence of an error, which people are shown instead of JSON
  std::string hint = {};    ///< and what to do about it
  bool closes = false;      ///< the connection is not used again

  /// Hands on a piece of an answer that goes on; false when nobody is there any more.
  using Send = std::function<bool(std::string_view piece)>;
  /// Instead of a body: sends pieces as they come, until it returns. It holds a connection and nothing else.
  std::function<void(const Send&)> stream = {};
  /// The stream is a document with an end: it goes out in chunks, and who reads it notices when the stream throws
  /// instead of coming to it.
  bool has_end = false;
};

/// What is to become of a body that has not arrived yet.
struct BodyPlan {
  std::uint64_t most_bytes = std::uint64_t{1} << 20U;
  std::optional<std::filesystem::path> folder = {}; ///< it goes into a file there; else into memory
  std::optional<Response> refusal = {};             ///< it is not even looked at
};

/// Answers requests, from several threads. Nothing may be thrown through the server behind it.
class Responder {
public:
  virtual ~Responder() = default;
  virtual Response answer(const Request& request) noexcept = 0;
  /// Asked when no more than the head of a request has arrived.
  virtual BodyPlan plan_body(const Request& head) noexcept = 0;
  /// What is said to bytes that are no request, or too much of one; the status tells which.
  virtual Response refuse(int status, const std::string& peer) noexcept = 0;
};

/// Why a request is refused before anybody looks at what it wants (its status), or nothing: no host or several, two
/// lines where one is meant, a length that is told in two ways. Proxies and servers that read such a request
/// differently can be played off against each other.
std::optional<int> problem_of(const net::Headers& headers);

} // namespace tracekit::web
