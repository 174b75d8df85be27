// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;

namespace {

constexpr std::int64_t start = 1000000000;

void add_samples(FitBuilder& file, std::int64_t count) {
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}});
  for (std::int64_t i = 0; i < count; ++i) {
    file.data(0, {start + i, i == 0 ? 50 : 0xFF});
  }
}

/// The anchor: its time, the strap's clock in 1/1024 s, and a heart rate.
void add_anchor(FitBuilder& file, std::int64_t second, std::int64_t event, std::int64_t heart_rate) {
  file.define(1, 132, {{253, 4, type::uint32}, {0, 2, type::uint16}, {9, 4, type::uint32}, {6, 1, type::uint8}});
  file.data(1, {start + second, 16384, event, heart_rate}); // 16384/32768 = half a second later
}

/// Two beats: the low 12 bits of the strap's clock, and their heart rates.
void add_beats(FitBuilder& file, unsigned first, unsigned second, std::uint8_t rate, std::uint8_t next_rate) {
  file.define(2, 132, {{10, 3, type::byte}, {6, 2, type::uint8}});
  const unsigned bits = first % 4096 | second % 4096 << 12U;
  file.data(2, {Bytes{static_cast<std::uint8_t>(bits & 0xFFU), static_cast<std::uint8_t>(bits >> 8U & 0xFFU),
                      static_cast<std::uint8_t>(bits >> 16U)},
                Bytes{rate, next_rate}});
}

std::vector<std::int64_t> strap_of(const Bytes& bytes) {
  const ActivityFile file = fit::decode(bytes);
  const Channel* channel = file.recordings.at(0).streams.find("heart_rate_strap");
  return channel == nullptr ? std::vector<std::int64_t>{} : channel->values;
}

} // namespace

TEST_CASE("a strap's beats become the mean of each sample, beside the heart rate of the samples") {
  FitBuilder file;
  add_samples(file, 4);
  add_anchor(file, 0, 4000, 100);                       // at 0.5 s
  add_beats(file, 4000 + 512, 4000 + 1024, 110, 120);   // at 1.0 and 1.5 s, beyond the counter's 12 bits
  add_beats(file, 4000 + 1536, 4000 + 2560, 130, 0xFF); // at 2.0 s; the second has no rate
  const Bytes bytes = file.build();
  // Steps of a quarter second fill the gaps: in (0, 1] 100, 100, 110; in (1, 2] 110, 120, 120, 130.
  CHECK(strap_of(bytes) == std::vector<std::int64_t>{no_value, 103, 120, no_value});
  const ActivityFile read = fit::decode(bytes);
  CHECK(read.recordings.at(0).streams.find("heart_rate")->values ==
        std::vector<std::int64_t>{50, no_value, no_value, no_value});
  CHECK(read.message_counts.at(132) == 3);
}

TEST_CASE("a gap between beats keeps the rate for five seconds") {
  FitBuilder file;
  add_samples(file, 12);
  add_anchor(file, 0, 1000, 90);
  add_anchor(file, 10, 1000 + 10 * 1024, 150);
  const auto values = strap_of(file.build());
  REQUIRE(values.size() == 12);
  CHECK(values[1] == 90);
  CHECK(values[5] == 90);
  CHECK(values[6] == 90);
  CHECK(values[7] == no_value);
  CHECK(values[10] == no_value);
  CHECK(values[11] == 150);
}

TEST_CASE("beats of a second chained file belong to the samples of the first") {
  FitBuilder activity;
  add_samples(activity, 3);
  FitBuilder strap;
  add_anchor(strap, 1, 1000, 140);
  Bytes both = activity.build();
  const Bytes bytes = strap.build();
  both.insert(both.end(), bytes.begin(), bytes.end());
  CHECK(strap_of(both) == std::vector<std::int64_t>{no_value, no_value, 140});
  CHECK(fit::decode(both).recordings.size() == 1);
}

TEST_CASE("beats before the first anchor have no time and are left out") {
  FitBuilder file;
  add_samples(file, 3);
  add_beats(file, 100, 200, 110, 120);
  CHECK(strap_of(file.build()).empty());
}

TEST_CASE("intervals between beats are counted only") {
  FitBuilder file;
  add_samples(file, 2);
  file.define(3, 78, {{0, 4, type::uint16}}).data(3, {Bytes{0x20, 3, 0xFF, 0xFF}});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.message_counts.at(78) == 1);
  CHECK(read.recordings.at(0).streams.channels.size() == 1);
}
