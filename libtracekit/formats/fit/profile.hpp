// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/fit/base_type.hpp"

/// Names, units and scales of the FIT profile (version 21.217).
namespace tracekit::fit {

/// What the profile says about one field of record messages.
struct RecordField {
  std::uint8_t number;
  std::string_view channel; ///< name of the channel that it becomes
  std::string_view unit;
  double scale; ///< physical = value / scale - offset
  double offset;
  int rank; ///< when several fields share a channel, the present one with the lowest rank wins
  BaseType type;
};

/// Null for numbers that the profile does not know.
const RecordField* find_record_field(std::uint8_t number);

/// The field that holds a channel with the finest scale; null for channels that the profile does not know.
const RecordField* find_record_field(std::string_view channel);

std::string sport_name(std::int64_t number);        ///< `running`; `sport_<n>` when unknown
std::string sub_sport_name(std::int64_t number);    ///< `trail`; `sub_sport_<n>` when unknown
std::string file_type_name(std::int64_t number);    ///< `activity`; `file_type_<n>` when unknown
std::string lap_trigger_name(std::int64_t number);  ///< `manual`; `lap_trigger_<n>` when unknown
std::string intensity_name(std::int64_t number);    ///< `active`; `intensity_<n>` when unknown
std::string swim_stroke_name(std::int64_t number);  ///< `freestyle`; `swim_stroke_<n>` when unknown
std::string manufacturer_name(std::int64_t number); ///< `garmin`; `manufacturer_<n>` when unknown, empty when not set

// The numbers of such names, nothing for words that are none.
std::optional<std::int64_t> sport_number(std::string_view name);
std::optional<std::int64_t> sub_sport_number(std::string_view name);
std::optional<std::int64_t> lap_trigger_number(std::string_view name);
std::optional<std::int64_t> intensity_number(std::string_view name);
std::optional<std::int64_t> swim_stroke_number(std::string_view name);
std::optional<std::int64_t> manufacturer_number(std::string_view name);

/// The profile's identifier of a Garmin product, such as `fr965`; empty when unknown.
std::string_view garmin_product_identifier(std::int64_t number);

/// The same in words: `Forerunner 965`, `Edge 1040`, `fenix 8`, `epix (Gen 2)`; `Garmin 4999` when unknown.
std::string garmin_product_name(std::int64_t number);

/// Whether products of this manufacturer are numbered as Garmin's are.
bool has_garmin_products(std::int64_t manufacturer);

} // namespace tracekit::fit
