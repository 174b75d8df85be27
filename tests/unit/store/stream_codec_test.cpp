// SPDX-License-Identifier: MIT
#include "store/stream_codec.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"

using namespace tracekit;
using store::decode_streams;
using store::encode_streams;
using store::EncodedColumn;
using tracekit::Streams;

namespace {

using Values = std::vector<std::int64_t>;
using Random = std::mt19937_64;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min() + 1; // below is `no_value`
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

Values every_second(std::size_t samples) {
  Values times(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    times[i] = 1'754'200'000'000 + 1000 * static_cast<std::int64_t>(i);
  }
  return times;
}

Streams one_channel(Values values, ChannelKind kind = ChannelKind::scaled) {
  Streams streams;
  streams.time_ms = every_second(values.size());
  streams.channels.push_back({"power", "W", kind, 1.0, 0.0, false, std::move(values)});
  return streams;
}

bool comes_back(const Streams& streams) { return decode_streams(encode_streams(streams)) == streams; }

std::size_t packed_size(const Streams& streams) { return encode_streams(streams).at(1).data.size(); }

/// Calls the function and returns the Error that it throws.
Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorKind::usage, ""};
}

/// The number of values in [0, below).
std::uint64_t draw(Random& random, std::uint64_t below) { return random() % below; }

std::int64_t wander(Random& random, std::int64_t value, std::int64_t reach) {
  return value + static_cast<std::int64_t>(draw(random, static_cast<std::uint64_t>(2 * reach + 1))) - reach;
}

std::int64_t float_pattern(double number) {
  return static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(static_cast<float>(number)));
}

/// One of the shapes that devices' channels have, and some that they do not.
Values shape(Random& random, std::size_t samples) {
  Values values(samples);
  const std::uint64_t kind = draw(random, 9);
  const auto step = static_cast<std::int64_t>(1 + draw(random, 40));
  auto level = static_cast<std::int64_t>(random() >> draw(random, 64));
  std::int64_t slope = 0;
  for (std::int64_t& value : values) {
    switch (kind) {
    case 0: // constant
      break;
    case 1: // noise of any width
      level = static_cast<std::int64_t>(random() >> draw(random, 64));
      break;
    case 2: // a walk on a grid
      level = (wander(random, level % 100'000 / step, 3)) * step;
      break;
    case 3: // a smooth track
      slope = wander(random, slope, 4);
      level = static_cast<std::int64_t>(static_cast<std::uint64_t>(level) + static_cast<std::uint64_t>(slope));
      break;
    case 4: // mostly nothing
      level = draw(random, 20) == 0 ? static_cast<std::int64_t>(draw(random, 300)) : 0;
      break;
    case 5: // few, uneven values
      level = static_cast<std::int64_t>(draw(random, 12) * draw(random, 12) * 7919);
      break;
    case 6: // from end to end
      level = draw(random, 2) == 0 ? lowest : highest;
      break;
    case 7: // singles of some decimals
      level = float_pattern(static_cast<double>(draw(random, 20'000)) / 1000);
      break;
    default: // doubles
      level = std::bit_cast<std::int64_t>(static_cast<double>(draw(random, 20'000)) / 100);
    }
    value = std::max(level, lowest);
  }
  return values;
}

void drop_some(Random& random, Values& values) {
  const std::uint64_t every = 1 + draw(random, 200);
  bool dropping = draw(random, 2) == 0;
  for (std::int64_t& value : values) {
    dropping = draw(random, every) == 0 ? !dropping : dropping;
    value = dropping ? no_value : value;
  }
}

Values times(Random& random, std::size_t samples) {
  Values values = every_second(samples);
  const std::uint64_t kind = draw(random, 4);
  std::int64_t now = 1'000'000'000'000;
  for (std::int64_t& value : values) {
    if (kind == 1) { // one to nine seconds apart
      now += 1000 * static_cast<std::int64_t>(1 + draw(random, 9));
      value = now;
    } else if (kind == 2) { // in any order, with equal ones
      value = static_cast<std::int64_t>(draw(random, 50));
    } else if (kind == 3) { // any number at all
      value = std::max(static_cast<std::int64_t>(random()), lowest);
    }
  }
  if (draw(random, 4) == 0) {
    drop_some(random, values);
  }
  return values;
}

Streams any_streams(std::uint64_t seed) {
  Random random(seed);
  const auto samples = static_cast<std::size_t>(draw(random, 1U << draw(random, 13)));
  Streams streams;
  streams.time_ms = times(random, samples);
  for (std::uint64_t channels = draw(random, 7); channels > 0; --channels) {
    Channel channel;
    channel.name = draw(random, 3) == 0 ? "speed" : "channel " + std::to_string(channels);
    channel.unit = draw(random, 2) == 0 ? "" : "m/s";
    channel.kind = static_cast<ChannelKind>(draw(random, 3));
    channel.scale = draw(random, 2) == 0 ? 1.0 : 4294967296.0 / 360.0;
    channel.offset = draw(random, 2) == 0 ? 0.0 : 500.0;
    channel.developer = draw(random, 4) == 0;
    channel.values = shape(random, samples);
    if (draw(random, 2) == 0) {
      drop_some(random, channel.values);
    }
    streams.channels.push_back(std::move(channel));
  }
  for (std::uint64_t starts = draw(random, 4); starts > 0; --starts) {
    streams.segment_starts.push_back(static_cast<std::uint32_t>(random()));
  }
  return streams;
}

} // namespace

TEST_CASE("streams without samples come back") {
  CHECK(comes_back({}));
  Streams streams = one_channel({});
  streams.channels.push_back(streams.channels.front());
  CHECK(comes_back(streams));
}

TEST_CASE("one sample comes back") {
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{250}, lowest, highest, no_value}) {
    Streams streams = one_channel({value});
    CHECK(comes_back(streams));
    streams.time_ms = {value};
    CHECK(comes_back(streams));
  }
}

TEST_CASE("a constant channel takes a handful of bytes however long it is") {
  const Streams streams = one_channel(Values(100'000, 137));
  CHECK(comes_back(streams));
  CHECK(packed_size(streams) <= 4);
  CHECK(encode_streams(streams).front().data.size() <= 24); // time goes up by the same step
}

TEST_CASE("a channel without any value comes back") {
  const Streams streams = one_channel(Values(3600, no_value));
  CHECK(comes_back(streams));
  CHECK(packed_size(streams) <= 6);
}

TEST_CASE("differences beyond 64 bits wrap and come back") {
  CHECK(comes_back(one_channel({lowest, highest, lowest, highest, 0, highest, lowest, -1, 1, lowest})));
  Values values;
  for (int i = 0; i < 2000; ++i) {
    values.push_back(i % 3 == 0 ? lowest : i % 3 == 1 ? highest : i);
  }
  CHECK(comes_back(one_channel(values)));
  CHECK(comes_back(one_channel({0, lowest, 0, lowest})));
  CHECK(comes_back(one_channel({lowest + 7, highest - 7, 0}, ChannelKind::float64)));
}

TEST_CASE("values that fill all 64 bits come back at about their own size") {
  Random random(7);
  Values values(5000);
  for (std::int64_t& value : values) {
    value = std::max(static_cast<std::int64_t>(random()), lowest);
  }
  for (const ChannelKind kind : {ChannelKind::scaled, ChannelKind::float32, ChannelKind::float64}) {
    const Streams streams = one_channel(values, kind);
    CHECK(comes_back(streams));
    CHECK(packed_size(streams) < values.size() * 8 * 102 / 100);
  }
}

TEST_CASE("times out of order, repeated or missing come back") {
  Streams streams = one_channel({1, 2, 3, 4, 5, 6, 7});
  streams.time_ms = {5000, 1000, 1000, no_value, 9000, -3000, no_value};
  streams.segment_starts = {3, 3, 1, 4'000'000'000};
  CHECK(comes_back(streams));
  streams.time_ms = {lowest, highest, lowest, 0, highest, no_value, 1};
  CHECK(comes_back(streams));
}

TEST_CASE("samples at uneven times cost little when the value follows the time") {
  Random random(3);
  Streams streams;
  Values steady;
  for (std::int64_t now = 0; steady.size() < 3600;) {
    now += 1000 * static_cast<std::int64_t>(1 + draw(random, 7));
    streams.time_ms.push_back(now);
    steady.push_back(now * 8); // 8 m/s in millimetres
  }
  streams.channels.push_back({"distance", "m", ChannelKind::scaled, 1000.0, 0.0, false, steady});
  CHECK(comes_back(streams));
  CHECK(packed_size(streams) < 100);
  drop_some(random, streams.channels.front().values);
  CHECK(comes_back(streams));
}

TEST_CASE("values on an uneven grid are stored as places in a dictionary") {
  Random random(11);
  Values values;
  for (int i = 0; i < 4000; ++i) {
    values.push_back(static_cast<std::int64_t>(std::lround(static_cast<double>(draw(random, 64)) * 1000 / 3.6)));
  }
  const Streams streams = one_channel(values);
  CHECK(comes_back(streams));
  CHECK(packed_size(streams) < 4000 * 7 / 8); // 6 bits each, and the dictionary
}

TEST_CASE("floats with few decimals take no more room than the integers they stand for") {
  Values singles;
  Values doubles;
  Values integers;
  Random random(5);
  std::int64_t level = 8000;
  for (int i = 0; i < 3000; ++i) {
    level = wander(random, level, 40);
    integers.push_back(level);
    singles.push_back(float_pattern(static_cast<double>(level) / 1000));
    doubles.push_back(std::bit_cast<std::int64_t>(static_cast<double>(level) / 1000));
  }
  const std::size_t size = packed_size(one_channel(integers));
  for (const Streams& streams :
       {one_channel(singles, ChannelKind::float32), one_channel(doubles, ChannelKind::float64)}) {
    CHECK(comes_back(streams));
    CHECK(packed_size(streams) <= size + 4);
  }
}

TEST_CASE("floats keep their very bits") {
  const auto pattern = [](float number) { return static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(number)); };
  const float quiet = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK(comes_back(one_channel({pattern(-0.0F), pattern(0.0F), pattern(quiet), pattern(-quiet), pattern(infinity),
                                pattern(1e-40F), pattern(0.1F)},
                               ChannelKind::float32)));
  CHECK(comes_back(one_channel({pattern(-0.0F), pattern(1.5F), pattern(2.5F)}, ChannelKind::float32)));
  CHECK(comes_back(
      one_channel({std::bit_cast<std::int64_t>(1e300), std::bit_cast<std::int64_t>(0.3), -1}, ChannelKind::float64)));
}

TEST_CASE("any streams come back") {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    CAPTURE(seed);
    REQUIRE(comes_back(any_streams(seed)));
  }
}

TEST_CASE("the description of a channel comes back") {
  Streams streams = one_channel({1, 2, 3});
  Channel& channel = streams.channels.front();
  channel.scale = 4294967296.0 / 360.0;
  channel.offset = -0.1;
  channel.unit = "\"°\" \\ \n";
  channel.developer = true;
  CHECK(comes_back(streams));
  channel.scale = std::numeric_limits<double>::infinity();
  channel.offset = -std::numeric_limits<double>::infinity();
  channel.unit = "\xff\xfe";
  CHECK(comes_back(streams));
}

TEST_CASE("every column has a name of its own that a database takes as text") {
  Streams streams = one_channel({1, 2, 3});
  const Channel plain = streams.channels.front();
  for (const auto& name : {std::string("power"), std::string("time"), std::string("\xff"), std::string("a\0b", 3),
                           std::string(), std::string("power#2")}) {
    for (const bool developer : {false, true, true}) {
      Channel channel = plain;
      channel.name = name;
      channel.developer = developer;
      streams.channels.push_back(channel);
    }
  }
  const std::vector<EncodedColumn> columns = encode_streams(streams);
  std::set<std::string> names;
  for (const EncodedColumn& column : columns) {
    CHECK(names.insert(column.name).second);
    CHECK(to_valid_utf8(column.name) == column.name);
    CHECK(to_valid_utf8(column.meta) == column.meta);
    CHECK(column.name.find('\0') == std::string::npos);
  }
  CHECK(columns.front().name == "time");
  CHECK(columns.at(1).name == "power");
  CHECK(decode_streams(columns) == streams);
}

TEST_CASE("a part of the channels can be decoded when the time is there") {
  Streams streams = any_streams(12);
  streams.time_ms = every_second(500);
  streams.channels.clear();
  Random random(1);
  for (const char* name : {"latitude", "power", "speed"}) {
    streams.channels.push_back({name, "", ChannelKind::scaled, 1.0, 0.0, false, shape(random, 500)});
  }
  const std::vector<EncodedColumn> columns = encode_streams(streams);
  const std::vector<EncodedColumn> some{columns.at(0), columns.at(3)};
  streams.channels = {streams.channels.at(2)};
  CHECK(decode_streams(some) == streams);
  CHECK(error_of([&] { decode_streams(std::span(columns).subspan(1)); }).kind() == ErrorKind::database);
  CHECK(error_of([] { decode_streams({}); }).kind() == ErrorKind::database);
}

TEST_CASE("the stored form of version 1 stays readable and is still what is written") {
  SECTION("few samples, a gap") { // the example of docs/formats/streams.md
    const std::vector<EncodedColumn> columns{
        {"time", "{}", {0x04, 0x01, 0x22, 0xd0, 0x0f, 0xe8, 0x07, 0x02, 0x00}},
        {"power", R"({"unit":"W"})", {0x81, 0x02, 0x01, 0x02, 0x29, 0x90, 0x03, 0x02, 0x42, 0x09}}};
    Streams streams = one_channel({200, no_value, 202, 210});
    streams.time_ms = {1000, 2000, 3000, 4000};
    CHECK(encode_streams(streams) == columns);
    CHECK(decode_streams(columns) == streams);
  }
  SECTION("entropy coded") {
    const Bytes bytes{0x01, 0x30, 0x28, 0x0d, 0x35, 0x00, 0x74, 0x00, 0x21, 0x00, 0x16, 0x30, 0x00};
    Values values(64, 20);
    for (std::size_t i = 15; i < values.size(); i += 16) {
      values[i] = 33;
    }
    const Streams streams = one_channel(values);
    std::vector<EncodedColumn> columns = encode_streams(streams);
    CHECK(columns.at(1).data == bytes);
    columns.at(1).data = bytes;
    CHECK(decode_streams(columns) == streams);
  }
}

TEST_CASE("a damaged column is an error that names it") {
  std::vector<EncodedColumn> columns = encode_streams(one_channel({200, 210, 190, 205}));
  SECTION("another version") {
    columns.at(1).data.at(0) = 2;
    CHECK(std::string(error_of([&] { decode_streams(columns); }).what()).find("`power`") != std::string::npos);
  }
  SECTION("bytes behind the end") {
    columns.at(1).data.push_back(0);
    CHECK(error_of([&] { decode_streams(columns); }).kind() == ErrorKind::database);
  }
  SECTION("no bytes") {
    columns.at(0).data.clear();
    CHECK(std::string(error_of([&] { decode_streams(columns); }).what()).find("`time`") != std::string::npos);
  }
  for (const char* meta :
       {"", "[]", "{", R"({"kind":"complex"})", R"({"unit":7})", R"({"scale":"5"})", R"({"scale":[]})"}) {
    DYNAMIC_SECTION("the description " << meta) {
      columns.at(1).meta = meta;
      CHECK(error_of([&] { decode_streams(columns); }).kind() == ErrorKind::database);
    }
  }
}

TEST_CASE("a column that is cut off anywhere is an error") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::vector<EncodedColumn> columns = encode_streams(any_streams(seed));
    for (std::size_t at = 0; at < columns.size(); ++at) {
      std::vector<EncodedColumn> cut = columns;
      const std::size_t size = cut[at].data.size();
      for (std::size_t length = 0; length < size; length += 1 + size / 50) {
        cut[at].data.resize(length);
        cut[at].data.shrink_to_fit();
        CAPTURE(seed, at, length);
        REQUIRE_THROWS_AS(decode_streams(cut), Error);
        cut[at].data = columns[at].data;
      }
    }
  }
}

TEST_CASE("flipped bits give an error or a value") {
  Random random(99);
  std::size_t errors = 0;
  std::size_t tries = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const std::vector<EncodedColumn> columns = encode_streams(any_streams(seed));
    for (int round = 0; round < 40; ++round) {
      std::vector<EncodedColumn> damaged = columns;
      Bytes& bytes = damaged[static_cast<std::size_t>(draw(random, damaged.size()))].data;
      for (std::uint64_t flips = 1 + draw(random, 3); flips > 0 && !bytes.empty(); --flips) {
        const std::uint64_t reach = draw(random, 2) == 0 ? std::min<std::uint64_t>(bytes.size(), 24) : bytes.size();
        bytes[static_cast<std::size_t>(draw(random, reach))] ^= static_cast<std::uint8_t>(1U << draw(random, 8));
      }
      ++tries;
      try {
        const Streams streams = decode_streams(damaged);
        REQUIRE(streams.channels.size() + 1 == damaged.size());
      } catch (const Error& error) {
        REQUIRE(error.kind() == ErrorKind::database);
        ++errors;
      }
    }
  }
  CHECK(errors > tries / 3);
}

TEST_CASE("counts that no memory holds are refused") {
  const auto decode_time = [](Bytes bytes) {
    decode_streams(std::vector<EncodedColumn>{{"time", "{}", std::move(bytes)}});
  };
  const Bytes huge{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x00, 0x00};
  const Bytes too_long{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x00, 0x00};
  const Bytes many_segments{0x01, 0x01, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00};
  const Bytes many_gaps{0x02, 0x81, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00};
  const Bytes large_dictionary{0x04, 0x01, 0x40, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00};
  for (const Bytes& bytes : {huge, too_long, many_segments, many_gaps, large_dictionary}) {
    CHECK(error_of([&] { decode_time(bytes); }).kind() == ErrorKind::database);
  }
}

TEST_CASE("a recording beyond the bounds of the store is refused before it is packed") {
  Streams streams;
  streams.time_ms.resize(store::max_samples + 1);
  CHECK(error_of([&] { encode_streams(streams); }).kind() == ErrorKind::database);
  streams.time_ms.resize(10);
  streams.channels.emplace_back();
  CHECK(error_of([&] { encode_streams(streams); }).kind() == ErrorKind::database); // shorter than the time
}
