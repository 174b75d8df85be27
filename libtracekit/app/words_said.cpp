// SPDX-License-Identifier: MIT
#include "app/words_said.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

#include "model/record_json.hpp"

namespace tracekit::app {
namespace {

Record stored_or_named(App& app, const RecordKey& key) {
  if (auto record = app.mine().records.find(key)) {
    return std::move(*record);
  }
  Record named;
  named.key = key;
  return named;
}

} // namespace

WordsSaid words_said(App& app) {
  WordsSaid words;
  for (const RecordKey& key : app.mine().verdicts.ignored()) {
    words.left_out.push_back(stored_or_named(app, key));
  }
  std::ranges::stable_sort(words.left_out, std::greater(),
                           [&](const Record& record) { return local_start(record, app.home()); });
  for (const store::Verdict& verdict : app.mine().verdicts.all()) {
    words.pairs.push_back(
        {stored_or_named(app, verdict.a), stored_or_named(app, verdict.b), verdict.kind, verdict.said_at});
  }
  std::ranges::stable_sort(words.pairs, std::greater(), &SaidPair::said_at);
  return words;
}

nlohmann::json to_json(const WordsSaid& words) {
  nlohmann::json left_out = nlohmann::json::array();
  for (const Record& record : words.left_out) {
    left_out.push_back(to_json(record));
  }
  nlohmann::json pairs = nlohmann::json::array();
  for (const SaidPair& pair : words.pairs) {
    pairs.push_back({{"a", to_json(pair.a)},
                     {"b", to_json(pair.b)},
                     {"verdict", store::to_string(pair.verdict)},
                     {"said_at", format_utc(pair.said_at)}});
  }
  return {{"left_out", std::move(left_out)}, {"pairs", std::move(pairs)}};
}

} // namespace tracekit::app
