// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/error.hpp"

namespace tracekit {

/// A part of tracekit that is a shared library of its own, loaded only by those who need it, since what it links costs
/// milliseconds of every start.
struct ModuleLibrary {
  const char* file;     ///< `tracekit-postgres.so`
  const char* function; ///< its one exported function
  const char* what;     ///< for people: "the PostgreSQL driver"
  ErrorKind kind;       ///< of the Error when it cannot be loaded
};

/// Finds and loads the library and returns its function. Looks beside the program, in `../lib/tracekit`, and in the
/// folder that TRACEKIT_LIBRARY_DIR names. It stays loaded until the process ends. Throws Error.
void* function_of(const ModuleLibrary& library);

} // namespace tracekit
