// SPDX-License-Identifier: MIT
#include "base/module_library.hpp"
#include "net/callback/factory.hpp"

namespace tracekit::net {

std::unique_ptr<CallbackListener> listen_for_callback(int port, const std::string& state) {
  static const auto listen = reinterpret_cast<callback::ListenFunction>(
      function_of({"tracekit-callback.so", callback::listen_function_name, "the sign-in listener", ErrorKind::config}));
  return std::unique_ptr<CallbackListener>(listen(port, state.c_str()));
}

} // namespace tracekit::net
