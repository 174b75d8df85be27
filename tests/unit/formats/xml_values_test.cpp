// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cmath>

#include "formats/xml/decimal_column.hpp"
#include "formats/xml/name_table.hpp"
#include "formats/xml/number.hpp"
#include "formats/xml/time_reader.hpp"
#include "formats/xml/track_builder.hpp"

using namespace tracekit;
using xml::DecimalColumn;
using xml::Number;
using xml::parse_degrees;
using xml::parse_number;

namespace {

Channel channel_of(const std::vector<std::string>& texts) {
  DecimalColumn column;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    column.set(i, parse_number(texts[i]));
  }
  return column.finish(texts.size(), "x", "");
}

std::vector<double> values_of(const Channel& channel) {
  std::vector<double> out;
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    out.push_back(channel.at(i).value_or(-9999));
  }
  return out;
}

std::vector<std::int64_t> degrees_of(const std::vector<std::string>& texts) {
  std::vector<std::int64_t> out;
  for (const std::string& text : texts) {
    out.push_back(parse_degrees(text, 180));
  }
  return out;
}

} // namespace

TEST_CASE("decimal numbers are read exactly") {
  const auto check = [](std::string_view text, std::int64_t mantissa, int decimals) {
    INFO(text);
    const Number number = parse_number(text);
    CHECK(number.kind == Number::Kind::decimal);
    CHECK(number.mantissa == mantissa);
    CHECK(number.decimals == decimals);
  };
  check("12", 12, 0);
  check("-0.5", -5, 1);
  check("+012.50", 125, 1);
  check(" \n7.000\t", 7, 0);
  check("100", 100, 0);
  check(".25", 25, 2);
  check("5.", 5, 0);
  check("0", 0, 0);
  check("-0.000", 0, 0);
  check("0.000000001", 1, 9);
  check("18.0000000000000000000000000000", 18, 0);
  check("123456789012345678", 123456789012345678, 0);
  check("000000000000000000000000000001", 1, 0);
}

TEST_CASE("numbers that are too long or have an exponent become doubles") {
  const auto check = [](std::string_view text, double value) {
    INFO(text);
    const Number number = parse_number(text);
    CHECK(number.kind == Number::Kind::binary);
    CHECK(number.value() == value);
  };
  check("1.5e3", 1500);
  check("-1E-2", -0.01);
  check("12.399999618530273", 12.399999618530273);
  check("0.0000000001", 1e-10);
  check("12345678901234567890", 12345678901234567890.0);
  check("1.2345678901234567890123", 1.2345678901234567890123);
}

TEST_CASE("what is no number is no value") {
  for (const char* text : {"", " ", "-", "+", ".", "1,5", "undefined", "NaN", "inf", "-inf", "1e999", "--1", "+-1",
                           "1.2.3", "0x10", "1 2", "1e", "12abc"}) {
    INFO(text);
    CHECK(parse_number(text).kind == Number::Kind::none);
    CHECK_FALSE(xml::parse_value(text));
  }
}

TEST_CASE("degrees are kept to a picodegree and inside their range") {
  CHECK(parse_degrees("42.462181210288051", 90) == 42462181210288);
  CHECK(parse_degrees("42.4621812102889", 90) == 42462181210289);
  CHECK(parse_degrees("-0.1", 90) == -100'000'000'000);
  CHECK(parse_degrees("90", 90) == 90'000'000'000'000);
  CHECK(parse_degrees("90.0000001", 90) == no_value);
  CHECK(parse_degrees("-180.5", 180) == no_value);
  CHECK(parse_degrees("1e1", 90) == 10'000'000'000'000);
  CHECK(parse_degrees("9e9", 90) == no_value);
  CHECK(parse_degrees("51.900205202400684356689453125", 90) == 51900205202401);
  CHECK(parse_degrees("99999999999999999999999", 180) == no_value);
  for (const char* text : {"", "undefined", "nan", "-", "1,5"}) {
    CHECK(parse_degrees(text, 90) == no_value);
  }
}

TEST_CASE("a column keeps as many decimals as its values need") {
  const Channel channel = channel_of({"1", "2.5", "", "3.125", "4.00"});
  CHECK(channel.kind == ChannelKind::scaled);
  CHECK(channel.scale == 1000);
  CHECK(channel.values == std::vector<std::int64_t>{1000, 2500, no_value, 3125, 4000});
  CHECK(channel_of({"1", "2"}).scale == 1);
}

TEST_CASE("a column with a value that does not fit becomes singles or doubles and loses nothing") {
  const Channel singles = channel_of({"12.5", "12.399999618530273", ""});
  CHECK(singles.kind == ChannelKind::float32);
  CHECK(values_of(singles) == std::vector<double>{12.5, 12.399999618530273, -9999});
  const Channel doubles = channel_of({"12.5", "12.39999961853", "-0.0", "1e-300"});
  CHECK(doubles.kind == ChannelKind::float64);
  CHECK(values_of(doubles) == std::vector<double>{12.5, 12.39999961853, 0, 1e-300});
  const Channel wide = channel_of({"123456789012345678", "0.000000001"});
  CHECK(wide.kind == ChannelKind::float64);
  CHECK(values_of(wide) == std::vector<double>{123456789012345678.0, 0.000000001});
  const Channel wide_later = channel_of({"0.000000001", "123456789012345678"});
  CHECK(values_of(wide_later) == std::vector<double>{0.000000001, 123456789012345678.0});
}

TEST_CASE("the first value of a sample wins") {
  DecimalColumn column;
  column.set(1, parse_number("5"));
  column.set(1, parse_number("6"));
  CHECK(column.finish(3, "x", "").values == std::vector<std::int64_t>{no_value, 5, no_value});
}

TEST_CASE("positions of FIT devices become semicircles again") {
  std::vector<std::string> texts;
  std::vector<std::int64_t> semicircles;
  for (int i = -5; i <= 5; ++i) {
    semicircles.push_back(500'000'000 + i * 123'457);
    char text[64];
    std::snprintf(text, sizeof text, "%.13f", static_cast<double>(semicircles.back()) * 180.0 / 2147483648.0);
    texts.emplace_back(text);
  }
  const Channel channel = xml::finish_degrees(degrees_of(texts), texts.size(), "latitude");
  CHECK(channel.scale == 2147483648.0 / 180.0);
  CHECK(channel.values == semicircles);
}

TEST_CASE("other positions keep their decimals and at most nine") {
  const Channel channel = xml::finish_degrees(degrees_of({"47.123456", "-8.5"}), 3, "longitude");
  CHECK(channel.scale == 1e6);
  CHECK(channel.values == std::vector<std::int64_t>{47123456, -8500000, no_value});
  CHECK(channel.unit == "deg");
  const Channel fine = xml::finish_degrees(degrees_of({"47.1234567894", "-8.1234567896"}), 2, "longitude");
  CHECK(fine.scale == 1e9);
  CHECK(fine.values == std::vector<std::int64_t>{47123456789, -8123456790});
  const Channel whole = xml::finish_degrees(degrees_of({"47", "8"}), 2, "longitude");
  CHECK(whole.at(0) == 47);
}

TEST_CASE("times are read with any zone and fraction") {
  xml::TimeReader reader;
  const std::int64_t second = 1'741'549'495'000;
  CHECK(reader.read("2025-03-09T19:44:55Z") == second);
  CHECK(reader.read("2025-03-09T19:44:55Z") == second);
  CHECK(reader.read("2025-03-09T19:44:55.5Z") == second + 500);
  CHECK(reader.read("2025-03-09T19:44:55.123987654Z") == second + 123);
  CHECK(reader.read("2025-03-09T23:59:59.999Z") == second + 15'304'999);
  CHECK(reader.read("2025-03-10T00:00:00Z") == second + 15'305'000);
  CHECK_FALSE(reader.utc_offset_s());
  CHECK(reader.read("2025-03-09T20:44:55+01:00") == second);
  CHECK(reader.utc_offset_s() == 3600);
  CHECK_FALSE(reader.saw_time_without_zone());
  CHECK(reader.read("2025-03-09T19:44:55") == second);
  CHECK(reader.saw_time_without_zone());
  CHECK(reader.read(" 2025-03-09T19:44:55.000Z\n") == second);
  reader.forget_zone();
  CHECK_FALSE(reader.utc_offset_s());
  CHECK(reader.read("2025-03-09T19:44:55+00:00") == second);
  CHECK_FALSE(reader.utc_offset_s());
}

TEST_CASE("what is no time is no value even after a good one of the same day") {
  xml::TimeReader reader;
  reader.read("2025-03-09T19:44:55Z");
  for (const char* text : {"", "2025-03-09", "2025-03-09T25:00:00Z", "2025-03-09T19:60:00Z", "2025-03-09T19:4x:55Z",
                           "2025-03-09T19:44:55.Z", "2025-03-09T19:44:55.1xZ", "2025-03-09T19:44:55Q",
                           "2025-02-30T00:00:00Z", "2025-03-09T19:44:55ZZ", "yesterday"}) {
    INFO(text);
    CHECK(reader.read(text) == no_value);
  }
  CHECK(reader.read("2025-03-09T23:59:60Z") == reader.read("2025-03-10T00:00:00Z"));
}

TEST_CASE("a name table finds its names and nothing else") {
  using Entry = xml::NamedValue<int>;
  static constexpr xml::NameTable table{std::array{Entry{"one", 1}, Entry{"two", 2}, Entry{"eno", 3}}, 0};
  CHECK(table.find("one") == 1);
  CHECK(table.find("two") == 2);
  CHECK(table.find("eno") == 3);
  CHECK(table.find("oNe") == 0);
  CHECK(table.find("") == 0);
}

TEST_CASE("columns of a track are as long as its samples") {
  xml::TrackBuilder builder;
  builder.set(xml::Quantity::power, parse_number("1"));
  builder.set_time(5);
  builder.begin_segment();
  builder.begin_sample();
  builder.set(xml::Quantity::heart_rate, parse_number("100"));
  builder.begin_segment();
  builder.begin_segment();
  builder.begin_sample();
  builder.set_position(1'000'000, no_value);
  builder.set_other("gain", parse_number("2"));
  builder.set_other("heart_rate", parse_number("120"));
  builder.begin_segment();
  const Streams streams = builder.finish();
  CHECK(streams.size() == 2);
  CHECK(streams.segment_starts == std::vector<std::uint32_t>{1});
  REQUIRE(streams.channels.size() == 2);
  CHECK(streams.find("heart_rate")->values == std::vector<std::int64_t>{100, 120});
  CHECK(streams.find("gain")->values == std::vector<std::int64_t>{no_value, 2});
  CHECK(builder.samples() == 0);
}

TEST_CASE("a file cannot make more than 64 channels of its own names") {
  xml::TrackBuilder builder;
  builder.begin_sample();
  for (int i = 0; i < 1000; ++i) {
    builder.set_other("name" + std::to_string(i), parse_number("1"));
  }
  CHECK(builder.finish().channels.size() == 64);
}
