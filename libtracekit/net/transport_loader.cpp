// SPDX-License-Identifier: MIT
#include "base/module_library.hpp"
#include "net/curl/factory.hpp"

namespace tracekit::net {

std::unique_ptr<Transport> make_transport() {
  static const auto make = reinterpret_cast<curl::MakeFunction>(
      function_of({"tracekit-http.so", curl::make_function_name, "the HTTP library", ErrorKind::config}));
  return std::unique_ptr<Transport>(make());
}

} // namespace tracekit::net
