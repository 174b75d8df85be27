// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tracekit::sandbox {

/// A request as handlers see it.
struct Request {
  std::string method;
  std::string path; ///< decoded, without the query
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers; ///< names in lower case
  std::string body;
  std::map<std::string, std::string> parts; ///< what stood in the place of `{name}` in the route

  [[nodiscard]] std::string header(const std::string& lower_case_name) const;
  [[nodiscard]] std::optional<std::string> asked(const std::string& query_name) const;
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

using Handler = std::function<Response(const Request&)>;

/// Which handler answers which method and path. A path like `/activity/{id}` matches whole segments.
class Routes {
public:
  void add(std::string method, std::string pattern, Handler handler);

  struct Match {
    const Handler* handler = nullptr;
    std::string route; ///< `GET /activity/{id}`
    std::map<std::string, std::string> parts;
    bool path_known = false; ///< there is another method
  };
  [[nodiscard]] Match find(const std::string& method, const std::string& path) const;

private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    Handler handler;
  };
  std::vector<Route> routes_;
};

} // namespace tracekit::sandbox
