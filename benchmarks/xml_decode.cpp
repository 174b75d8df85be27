// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "formats/gpx/gpx.hpp"
#include "formats/kml/kml.hpp"
#include "formats/tcx/tcx.hpp"
#include "formats/xml/parser.hpp"

namespace {

using namespace tracekit;

constexpr int seconds = 3600;
constexpr EpochSeconds start = 1741549495;

double latitude(int i) { return 42.4621812 + 1.1e-5 * i; }
double longitude(int i) { return -71.2520077 + 2.7e-5 * i; }
double altitude(int i) { return 40.0 + i % 97 * 0.21; }

/// An hour at one sample a second, as Garmin Connect exports it.
std::string gpx_ride() {
  std::string text = "<gpx version=\"1.1\"><trk><type>cycling</type><trkseg>\n";
  for (int i = 0; i < seconds; ++i) {
    text += fmt::format(
        "      <trkpt lat=\"{:.15f}\" lon=\"{:.15f}\">\n        <ele>{:.6f}</ele>\n        <time>{}</time>\n"
        "        <extensions>\n          <ns3:TrackPointExtension>\n            <ns3:atemp>18.0</ns3:atemp>\n"
        "            <ns3:hr>{}</ns3:hr>\n            <ns3:cad>{}</ns3:cad>\n"
        "          </ns3:TrackPointExtension>\n        </extensions>\n      </trkpt>\n",
        latitude(i), longitude(i), altitude(i), format_utc(start + i), 110 + i % 50, 80 + i % 9);
  }
  return text + "</trkseg></trk></gpx>\n";
}

std::string tcx_ride() {
  std::string text = "<TrainingCenterDatabase><Activities><Activity Sport=\"Biking\"><Lap><Track>\n";
  for (int i = 0; i < seconds; ++i) {
    text +=
        fmt::format("          <Trackpoint>\n            <Time>{}</Time>\n            <Position>\n"
                    "              <LatitudeDegrees>{:.10f}</LatitudeDegrees>\n"
                    "              <LongitudeDegrees>{:.10f}</LongitudeDegrees>\n            </Position>\n"
                    "            <AltitudeMeters>{:.4f}</AltitudeMeters>\n"
                    "            <DistanceMeters>{:.4f}</DistanceMeters>\n            <HeartRateBpm>\n"
                    "              <Value>{}</Value>\n            </HeartRateBpm>\n            <Cadence>{}</Cadence>\n"
                    "            <Extensions>\n              <ns3:TPX>\n                <ns3:Speed>{:.3f}</ns3:Speed>\n"
                    "                <ns3:Watts>{}</ns3:Watts>\n              </ns3:TPX>\n"
                    "            </Extensions>\n          </Trackpoint>\n",
                    format_utc(start + i), latitude(i), longitude(i), altitude(i), i * 8.25, 110 + i % 50, 80 + i % 9,
                    8.0 + i % 7 * 0.1, 180 + i % 60);
  }
  return text + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n";
}

std::string kml_ride() {
  std::string text = "<kml><Placemark><gx:Track>\n";
  for (int i = 0; i < seconds; ++i) {
    text += fmt::format("<when>{}</when>\n<gx:coord>{:.6f} {:.6f} {:.1f}</gx:coord>\n", format_utc(start + i),
                        longitude(i), latitude(i), altitude(i));
  }
  return text + "</gx:Track></Placemark></kml>\n";
}

void decode(benchmark::State& state, const std::string& text, ActivityFile (*decoder)(ByteView)) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder(as_bytes(text)));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * seconds);
}

void decode_gpx(benchmark::State& state) { decode(state, gpx_ride(), gpx::decode); }
void decode_tcx(benchmark::State& state) { decode(state, tcx_ride(), tcx::decode); }
void decode_kml(benchmark::State& state) { decode(state, kml_ride(), kml::decode); }

/// What the XML alone costs.
void scan_xml(benchmark::State& state) {
  class Nobody final : public xml::Handler {
    bool start_element(std::string_view, const xml::Attributes&, int) override { return false; }
    void end_element(std::string_view, int) override {}
  };
  const std::string text = gpx_ride();
  for (auto _ : state) {
    Nobody nobody;
    benchmark::DoNotOptimize(xml::parse(as_bytes(text), nobody));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}

BENCHMARK(decode_gpx);
BENCHMARK(decode_tcx);
BENCHMARK(decode_kml);
BENCHMARK(scan_xml);

} // namespace
