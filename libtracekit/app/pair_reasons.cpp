// SPDX-License-Identifier: MIT
#include "app/pair_reasons.hpp"

#include <nlohmann/json.hpp>

#include "app/clock_doctor.hpp"
#include "app/judgement.hpp"
#include "match/match.hpp"

namespace tracekit::app {

std::vector<PairReasons> pair_reasons(App& app, std::vector<Record> records) {
  const AcceptedCorrections corrections(app);
  for (Record& record : records) {
    corrections.apply(record);
  }
  std::vector<PairReasons> pairs;
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (std::size_t j = i + 1; j < records.size(); ++j) {
      match::PairScore score = match::score_pair(records[i], records[j], app.home());
      pairs.push_back({records[i].key, records[j].key, score.bits, std::move(score.evidence)});
    }
  }
  return pairs;
}

nlohmann::json to_json(std::span<const PairReasons> pairs) {
  const auto key = [](const RecordKey& record) {
    return nlohmann::json{{"provider", record.provider}, {"id", record.id}};
  };
  nlohmann::json out = nlohmann::json::array();
  for (const PairReasons& pair : pairs) {
    out.push_back({{"a", key(pair.a)}, {"b", key(pair.b)}, {"bits", pair.bits}, {"lines", to_json(pair.evidence)}});
  }
  return {{"pairs", std::move(out)}};
}

} // namespace tracekit::app
