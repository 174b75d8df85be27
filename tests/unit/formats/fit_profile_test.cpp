// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "formats/fit/profile.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;

namespace {

/// A file of this maker and product, with a product name in file_id and one in device_info of the recording device.
Device device_of(std::int64_t manufacturer, std::int64_t product, const std::string& name,
                 const std::string& device_name) {
  FitBuilder file;
  file.define(0, 0, {{0, 1, type::enumeration}, {1, 2, type::uint16}, {2, 2, type::uint16}, {8, 20, type::string}});
  file.data(0, {4, manufacturer, product, name});
  file.define(1, 23, {{0, 1, type::uint8}, {27, 20, type::string}, {5, 2, type::uint16}});
  file.data(1, {1, std::string("a sensor"), 100}).data(1, {0, device_name, 1229});
  return fit::decode(file.build()).device;
}

} // namespace

TEST_CASE("Garmin's products are named in words") {
  CHECK(fit::garmin_product_name(4315) == "Forerunner 965");
  CHECK(fit::garmin_product_name(3843) == "Edge 1040");
  CHECK(fit::garmin_product_name(4536) == "fenix 8");
  CHECK(fit::garmin_product_name(3943) == "epix (Gen 2)");
  CHECK(fit::garmin_product_name(3258) == "Descent Mk2");
  CHECK(fit::garmin_product_name(3888) == "Instinct 2");
  CHECK(fit::garmin_product_name(4261) == "Venu 3S");
  CHECK(fit::garmin_product_name(1765) == "Forerunner 920XT");
  CHECK(fit::garmin_product_name(3993) == "Forerunner 255S");
  CHECK(fit::garmin_product_name(2927) == "vivosmart 4");
  CHECK(fit::garmin_product_name(2337) == "vivoactive HR");
  CHECK(fit::garmin_product_name(3570) == "Edge 1030 Plus");
  CHECK(fit::garmin_product_name(4169) == "Edge Explore 2");
  CHECK(fit::garmin_product_name(65534) == "Garmin Connect");
  CHECK(fit::garmin_product_name(4999) == "Garmin 4999");
}

TEST_CASE("names of the profile have their number when it does not know them") {
  CHECK(fit::sport_name(53) == "diving");
  CHECK(fit::sport_name(250) == "sport_250");
  CHECK(fit::sub_sport_name(127) == "e_bike_enduro");
  CHECK(fit::manufacturer_name(89) == "tacx");
  CHECK(fit::manufacturer_name(5759) == "actigraphcorp");
  CHECK(fit::manufacturer_name(9999) == "manufacturer_9999");
  CHECK(fit::manufacturer_name(0).empty());
  CHECK(fit::manufacturer_name(65535).empty());
  CHECK(fit::lap_trigger_name(7) == "session_end");
  CHECK(fit::swim_stroke_name(6) == "im");
}

TEST_CASE("the tables of the profile are sorted, so that every entry is found") {
  int sports = 0;
  int sub_sports = 0;
  int manufacturers = 0;
  int products = 0;
  int fields = 0;
  for (int number = 0; number <= 65535; ++number) {
    sports += fit::sport_name(number).starts_with("sport_") ? 0 : 1;
    sub_sports += fit::sub_sport_name(number).starts_with("sub_sport_") ? 0 : 1;
    const std::string maker = fit::manufacturer_name(number);
    manufacturers += maker.empty() || maker.starts_with("manufacturer_") ? 0 : 1;
    products += fit::garmin_product_identifier(number).empty() ? 0 : 1;
  }
  for (int number = 0; number <= 255; ++number) {
    fields += fit::find_record_field(static_cast<std::uint8_t>(number)) == nullptr ? 0 : 1;
  }
  CHECK(sports == 82);
  CHECK(sub_sports == 112);
  CHECK(products == 496);
  CHECK(fields == 83);
  CHECK(manufacturers == 247);
}

TEST_CASE("a device's product is named by the profile, the file or its device_info, in this order") {
  CHECK(device_of(1, 4315, "in file_id", "in device_info").product == "Forerunner 965");
  CHECK(device_of(294, 802, "COROS PACE 2", "in device_info").product == "COROS PACE 2");
  CHECK(device_of(32, 31, "", "ELEMNT BOLT").product == "ELEMNT BOLT");
  CHECK(device_of(1, 60001, "", "").product == "Garmin 60001");
  CHECK(device_of(260, 0, "", "").product.empty());
  CHECK(device_of(260, 0, "", "").manufacturer == "zwift");
  CHECK(device_of(1, 4315, "", "").software == "12.29");
}
