// SPDX-License-Identifier: MIT
#include "store/lap_codec.hpp"

#include <nlohmann/json.hpp>

#include <array>

#include "base/error.hpp"
#include "store/repositories/blobs.hpp"

namespace tracekit::store {
namespace {

using nlohmann::json;

/// The order is the format: members are only ever added at the end.
constexpr std::array totals_members{
    &Totals::elapsed_s,
    &Totals::timer_s,
    &Totals::moving_s,
    &Totals::distance_m,
    &Totals::ascent_m,
    &Totals::descent_m,
    &Totals::avg_speed_mps,
    &Totals::max_speed_mps,
    &Totals::avg_hr,
    &Totals::max_hr,
    &Totals::avg_cadence,
    &Totals::max_cadence,
    &Totals::avg_power,
    &Totals::max_power,
    &Totals::normalized_power,
    &Totals::avg_temperature_c,
    &Totals::max_temperature_c,
    &Totals::calories_kcal,
};

template <typename T> json or_null(const std::optional<T>& value) { return value ? json(*value) : json(nullptr); }

template <typename T> std::optional<T> optional_of(const json& value) {
  return value.is_null() ? std::nullopt : std::optional<T>(value.get<T>());
}

json pack(const Lap& lap) {
  json row = json::array({or_null(lap.start_ms), lap.trigger, lap.intensity});
  for (const auto member : totals_members) {
    row.push_back(or_null(lap.totals.*member));
  }
  return row;
}

Lap unpack_lap(const json& row) {
  Lap lap{optional_of<EpochMillis>(row.at(0)), {}, row.at(1).get<std::string>(), row.at(2).get<std::string>()};
  for (std::size_t i = 0; i < totals_members.size(); ++i) {
    lap.totals.*totals_members[i] = optional_of<double>(row.at(3 + i));
  }
  return lap;
}

json pack(const PoolLength& length) {
  return json::array(
      {or_null(length.start_ms), or_null(length.timer_s), or_null(length.strokes), length.stroke, length.active});
}

PoolLength unpack_length(const json& row) {
  return {optional_of<EpochMillis>(row.at(0)), optional_of<double>(row.at(1)), optional_of<int>(row.at(2)),
          row.at(3).get<std::string>(), row.at(4).get<bool>()};
}

constexpr std::size_t header_size = 5; ///< codec byte, then the raw size, little-endian

} // namespace

Bytes encode_laps(const Recording& recording) {
  if (recording.laps.empty() && recording.lengths.empty()) {
    return {};
  }
  json laps = json::array();
  for (const Lap& lap : recording.laps) {
    laps.push_back(pack(lap));
  }
  json lengths = json::array();
  for (const PoolLength& length : recording.lengths) {
    lengths.push_back(pack(length));
  }
  const EncodedBlob blob = encode_blob(json::to_msgpack(json::array({std::move(laps), std::move(lengths)})));
  Bytes out{static_cast<std::uint8_t>(blob.codec)};
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(blob.raw_size >> shift));
  }
  out.insert(out.end(), blob.data.begin(), blob.data.end());
  return out;
}

LapsAndLengths decode_laps(ByteView bytes) {
  LapsAndLengths out;
  if (bytes.empty()) {
    return out;
  }
  try {
    if (bytes.size() < header_size) {
      throw Error(ErrorKind::database, "stored laps are cut off");
    }
    EncodedBlob blob{static_cast<BlobCodec>(bytes[0]), 0, {bytes.begin() + header_size, bytes.end()}};
    for (unsigned i = 0; i < 4; ++i) {
      blob.raw_size |= std::uint64_t{bytes[1 + i]} << (8 * i);
    }
    const json parts = json::from_msgpack(decode_blob(blob));
    for (const json& row : parts.at(0)) {
      out.laps.push_back(unpack_lap(row));
    }
    for (const json& row : parts.at(1)) {
      out.lengths.push_back(unpack_length(row));
    }
  } catch (const json::exception&) {
    throw Error(ErrorKind::database, "stored laps cannot be decoded", "`tracekit pull --force` reads the file again");
  }
  return out;
}

} // namespace tracekit::store
