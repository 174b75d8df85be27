// SPDX-License-Identifier: MIT
// The made-up athlete: tracekit-sandbox make-athlete FOLDER makes her data, serve --provider ID is a provider that has
// it, serve-athlete FOLDER is both, with every provider.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "sandbox/athlete_folder.hpp"
#include "sandbox/serve.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 2 && arguments[0] == "make-athlete") {
      tracekit::sandbox::make_athlete(arguments[1], {});
      return 0;
    }
    if (arguments.size() == 2 && arguments[0] == "serve-athlete") {
      return tracekit::sandbox::serve_athlete(arguments[1]);
    }
    if (!arguments.empty() && arguments[0] == "serve") {
      return tracekit::sandbox::serve({arguments.begin() + 1, arguments.end()});
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "tracekit-sandbox: {}\n", error.what());
    return 1;
  }
  fmt::print(stderr, "usage: tracekit-sandbox make-athlete FOLDER\n"
                     "       tracekit-sandbox serve-athlete FOLDER\n"
                     "       tracekit-sandbox serve --provider ID [--port N] [--count N]\n");
  return 2;
}
