// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/description.hpp"
#include "http/message.hpp"

namespace tracekit::web {

class Call;

/// What a route wants of whoever calls it.
enum class Access {
  always,  ///< anybody, however busy the server is: nothing is asked for that others wait for
  open,    ///< anybody
  visitor, ///< anybody, who is known when he is signed in
  page,    ///< a person who looks at it with a browser
  metrics, ///< this machine, or a token that may read
  read,    ///< a token with this scope or a wider one
  write,
  admin,
};

/// How a route takes the body of a request.
enum class BodyKind {
  memory, ///< at most 1 MiB, in `Request::body`
  file,   ///< at most what `web.upload_mb` says, in `Request::file`; who may not send one is told before he does
};

using Handler = std::function<Response(Call&)>;

struct Route {
  std::string method;
  std::string pattern; ///< `/api/jobs/{id}`; also what metrics and logs name, since it holds no ids
  Access access = Access::read;
  Handler handler;
  BodyKind body = BodyKind::memory;
  Description description = {};
};

/// Which handler answers what. Whole paths: the server underneath would match beginnings.
class Routes {
public:
  /// What is returned takes the words on the route for the OpenAPI document; it is good until the next one is added.
  Description& add(std::string method, std::string pattern, Access access, Handler handler,
                   BodyKind body = BodyKind::memory);

  /// Every route, in the order in which they were added.
  void for_each(const std::function<void(const Route&)>& take) const;

  struct Match {
    const Route* route = nullptr;             ///< nothing answers this path, or not this method
    std::map<std::string, std::string> parts; ///< what stands at the names in braces
    std::vector<std::string> allowed;         ///< the methods of this path; empty: no such path
  };
  /// HEAD is answered by what answers GET.
  [[nodiscard]] Match find(std::string_view method, std::string_view path) const;

private:
  struct Entry {
    Route route;
    std::vector<std::string> segments;
  };
  std::vector<Entry> entries_;
};

} // namespace tracekit::web
