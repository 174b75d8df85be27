// SPDX-License-Identifier: MIT
#include "app/doctor/diagnosis.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tracekit::app {
namespace {

using nlohmann::json;

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
  case Verdict::good:
    return "good";
  case Verdict::mended:
    return "mended";
  case Verdict::attention:
    return "attention";
  case Verdict::broken:
    return "broken";
  case Verdict::not_checked:
    break;
  }
  return "not_checked";
}

} // namespace

void Diagnosis::good(std::string check, std::string subject, std::string message) {
  add({std::move(check), std::move(subject), Verdict::good, std::move(message), ""});
}

void Diagnosis::attention(std::string check, std::string subject, std::string message, std::string advice) {
  add({std::move(check), std::move(subject), Verdict::attention, std::move(message), std::move(advice)});
}

void Diagnosis::broken(std::string check, std::string subject, const Error& error) {
  add({std::move(check), std::move(subject), Verdict::broken, error.what(), error.hint(), "", error.kind()});
}

void Diagnosis::not_checked(std::string check, std::string subject, std::string message) {
  add({std::move(check), std::move(subject), Verdict::not_checked, std::move(message), ""});
}

int Diagnosis::exit_code() const {
  const auto count = [&](std::optional<ErrorKind> kind) {
    return std::ranges::count_if(findings_, [&](const Finding& finding) {
      return finding.verdict == Verdict::broken && (!kind || finding.kind == kind);
    });
  };
  const auto broken = count(std::nullopt);
  const auto sign_ins = count(ErrorKind::auth);
  const auto limits = count(ErrorKind::rate_limit);
  if (broken == 0) {
    return 0;
  }
  return broken > sign_ins + limits ? 1 : tracekit::exit_code(sign_ins > 0 ? ErrorKind::auth : ErrorKind::rate_limit);
}

json to_json(const Diagnosis& diagnosis) {
  json checks = json::array();
  for (const Finding& finding : diagnosis.findings()) {
    checks.push_back({{"check", finding.check},
                      {"subject", finding.subject},
                      {"provider", finding.provider.empty() ? json(nullptr) : json(finding.provider)},
                      {"verdict", to_string(finding.verdict)},
                      {"kind", finding.kind ? json(tracekit::to_string(*finding.kind)) : json(nullptr)},
                      {"message", finding.message},
                      {"advice", finding.advice}});
  }
  return {{"checks", std::move(checks)}, {"exit_code", diagnosis.exit_code()}};
}

} // namespace tracekit::app
