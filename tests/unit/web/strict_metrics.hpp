// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "exposition.hpp"

namespace tracekit::test {

struct ReadMetrics {
  std::map<std::string, double> samples; ///< by name and labels as they are written
  std::vector<std::string> problems;
};

/// Reads metrics and finds whatever the formats do not allow: samples outside of their family, families that come twice
/// or are not described, suffixes and units that do not fit, samples that come twice, an end that is missing.
class MetricsReader {
public:
  explicit MetricsReader(web::MetricsFormat format) : is_open_(format == web::MetricsFormat::open_metrics) {}

  ReadMetrics read(const std::string& text) {
    require(text.ends_with('\n'), "the last line does not end");
    std::vector<std::string> lines = split(text, '\n');
    lines.pop_back();
    if (is_open_) {
      require(!lines.empty() && lines.back() == "# EOF", "# EOF is missing");
      if (!lines.empty() && lines.back() == "# EOF") {
        lines.pop_back();
      }
    }
    for (const std::string& line : lines) {
      line.starts_with('#') ? describe(line) : sample(line);
    }
    return std::move(out_);
  }

private:
  void require(bool holds, const std::string& problem) {
    if (!holds) {
      out_.problems.push_back(problem);
    }
  }

  void describe(const std::string& line) {
    static const std::regex form(R"(# (HELP|TYPE|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+))");
    std::smatch found;
    if (!std::regex_match(line, found, form)) {
      out_.problems.push_back("no description: " + line);
      return;
    }
    if (found[1] == "HELP") {
      require(described_.insert(found[2]).second, "described twice: " + line);
      family_ = found[2];
      type_.clear();
      return;
    }
    require(found[2] == family_, "not of the family above: " + line);
    if (found[1] == "TYPE") {
      require(type_.empty(), "two types: " + line);
      type_ = found[3];
    } else {
      require(is_open_ && family_.ends_with("_" + found[3].str()), "the name does not end in its unit: " + line);
    }
  }

  [[nodiscard]] std::vector<std::string> suffixes() const {
    if (type_ == "histogram") {
      return {"_bucket", "_count", "_sum"};
    }
    return {is_open_ && type_ == "counter" ? "_total" : is_open_ && type_ == "info" ? "_info" : ""};
  }

  void sample(const std::string& line) {
    static const std::regex form(
        R"RE(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{((,?[a-zA-Z_][a-zA-Z0-9_]*="(\\[\\n"]|[^"\\])*")+)\})? (\S+))RE");
    std::smatch found;
    if (!std::regex_match(line, found, form)) {
      out_.problems.push_back("no sample: " + line);
      return;
    }
    bool fits = false;
    for (const std::string& suffix : suffixes()) {
      fits = fits || found[1] == family_ + suffix;
    }
    require(fits && !type_.empty(), "not of the family above: " + line);
    const std::string value = found[6];
    const auto number = value == "NaN" || value == "+Inf" || value == "-Inf" ? std::optional(0.0) : parse_double(value);
    require(number.has_value(), "no number: " + line);
    require(out_.samples.emplace(found[1].str() + found[2].str(), number.value_or(0)).second, "twice: " + line);
  }

  bool is_open_;
  std::set<std::string> described_;
  std::string family_;
  std::string type_;
  ReadMetrics out_;
};

inline ReadMetrics read_metrics(const std::string& text, web::MetricsFormat format) {
  return MetricsReader(format).read(text);
}

} // namespace tracekit::test
