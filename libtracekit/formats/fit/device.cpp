// SPDX-License-Identifier: MIT
#include "formats/fit/device.hpp"

#include <fmt/format.h>

#include "formats/fit/profile.hpp"

namespace tracekit::fit {
namespace {

std::string product_of(const Origin& origin) {
  const bool is_garmin = origin.manufacturer && has_garmin_products(*origin.manufacturer) && origin.product;
  if (is_garmin && !garmin_product_identifier(*origin.product).empty()) {
    return garmin_product_name(*origin.product);
  }
  if (!origin.product_name.empty()) {
    return origin.product_name;
  }
  if (!origin.device_product_name.empty()) {
    return origin.device_product_name;
  }
  constexpr std::int64_t garmin = 1;
  return is_garmin && origin.manufacturer == garmin ? garmin_product_name(*origin.product) : "";
}

std::string software_of(const Origin& origin) {
  if (origin.device_software) {
    return fmt::format("{:.2f}", *origin.device_software);
  }
  if (!origin.creator_software) {
    return "";
  }
  // Garmin writes 1229 here for version 12.29; what others mean is not known.
  const bool is_garmin = origin.manufacturer && has_garmin_products(*origin.manufacturer);
  return is_garmin ? fmt::format("{:.2f}", static_cast<double>(*origin.creator_software) / 100)
                   : std::to_string(*origin.creator_software);
}

} // namespace

Device make_device(const Origin& origin) {
  Device device;
  if (origin.manufacturer) {
    device.manufacturer = manufacturer_name(*origin.manufacturer);
  }
  device.product = product_of(origin);
  device.product_number = origin.product;
  if (origin.serial) {
    device.serial = std::to_string(*origin.serial);
  }
  device.software = software_of(origin);
  return device;
}

} // namespace tracekit::fit
