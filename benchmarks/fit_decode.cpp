// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "formats/fit/crc.hpp"
#include "formats/fit/fit.hpp"
#include "formats/fit/part_reader.hpp"

namespace {

using namespace tracekit;

void append(Bytes& bytes, std::uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(value >> 8U * i & 0xFFU));
  }
}

/// A ride at one sample a second, 26 bytes a sample as devices write them, with its session.
Bytes ride(std::uint32_t seconds) {
  constexpr std::uint32_t start = 1000000000;
  Bytes body;
  const auto append_raw = [&](std::initializer_list<std::uint8_t> bytes) { body.insert(body.end(), bytes); };
  append_raw({0x40, 0, 0, 0, 0, 3, 0, 1, 0x00, 1, 2, 0x84, 4, 4, 0x86, 0x00, 4, 1, 0});
  append(body, start, 4);
  append_raw({0x41, 0, 0, 20,   0, 9, 253,  4, 0x86, 0,    4, 0x85, 1,    4, 0x85, 5,   4,
              0x86, 2, 2, 0x84, 6, 2, 0x84, 7, 2,    0x84, 3, 1,    0x02, 4, 1,    0x02});
  for (std::uint32_t i = 0; i < seconds; ++i) {
    body.push_back(0x01);
    append(body, start + i, 4);
    append(body, 520000000U + i * 80U, 4);
    append(body, 110000000U + i * 60U, 4);
    append(body, i * 750U, 4);
    append(body, 2750U + i / 20U % 400U, 2);
    append(body, 7000U + i % 1000U, 2);
    append(body, 180U + i % 97U, 2);
    append(body, 120U + i % 40U, 1);
    append(body, 80U + i % 15U, 1);
  }
  append_raw({0x42, 0, 0, 18, 0, 4, 253, 4, 0x86, 2, 4, 0x86, 5, 1, 0x00, 7, 4, 0x86, 0x02});
  append(body, start + seconds, 4);
  append(body, start, 4);
  append(body, 2, 1);
  append(body, std::uint64_t{seconds} * 1000, 4);

  Bytes file{12, 0x20, 0x05, 0x52};
  append(file, body.size(), 4);
  file.insert(file.end(), {'.', 'F', 'I', 'T'});
  file.insert(file.end(), body.begin(), body.end());
  append(file, fit::crc16(file), 2);
  return file;
}

void report_bytes(benchmark::State& state, const Bytes& file) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(file.size()));
}

void fit_checksum(benchmark::State& state) {
  const Bytes file = ride(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(fit::crc16(file));
  }
  report_bytes(state, file);
}

/// Bytes to columns: header, checksum, definitions, samples and summaries.
void fit_read(benchmark::State& state) {
  const Bytes file = ride(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    std::size_t offset = 0;
    benchmark::DoNotOptimize(fit::read_part(file, offset));
  }
  report_bytes(state, file);
}

/// The same with derived totals and the summary of every channel.
void fit_decode(benchmark::State& state) {
  const Bytes file = ride(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(fit::decode(file));
  }
  report_bytes(state, file);
}

} // namespace

BENCHMARK(fit_checksum)->Arg(3600);
BENCHMARK(fit_read)->Arg(1800)->Arg(36000);
BENCHMARK(fit_decode)->Arg(1800)->Arg(36000);
