// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/month.hpp"

namespace tracekit::app {

/// One argument that a kind of job takes.
struct JobArgument {
  enum class Type { text, path, flag, texts, day, month, months, provider, providers, object };
  std::string name;
  Type type = Type::text;
  bool needed = false;
};

/// The arguments of one job, read with care: each throws Error(usage) that names what is wrong.
class JobArguments {
public:
  JobArguments(const std::string& kind, const nlohmann::json& values) : kind_(kind), values_(values) {}

  /// Refuses what a kind does not take, what is missing, and values that cannot be read.
  void check(const std::vector<JobArgument>& known) const;

  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] std::optional<std::string> text(const std::string& name) const;
  [[nodiscard]] std::string needed_text(const std::string& name) const;
  [[nodiscard]] bool flag(const std::string& name) const; ///< false when absent
  [[nodiscard]] std::vector<std::string> texts(const std::string& name) const;
  [[nodiscard]] std::optional<Date> day(const std::string& name) const;
  [[nodiscard]] std::optional<Month> month(const std::string& name) const;
  [[nodiscard]] std::vector<Month> months(const std::string& name) const;
  /// Registered ones.
  [[nodiscard]] std::optional<std::string> provider(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> providers(const std::string& name) const;

  /// Throws Error(usage): what is wrong with one of them.
  [[noreturn]] void refuse(const std::string& name, const std::string& why) const;

private:
  void try_out(const JobArgument& argument) const;
  [[nodiscard]] const nlohmann::json* find(const std::string& name) const;

  const std::string& kind_;
  const nlohmann::json& values_;
};

} // namespace tracekit::app
