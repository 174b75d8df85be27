// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "base/memory.hpp"

int main(int argc, char** argv) {
  tracekit::keep_freed_memory(); // as the command line does
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
