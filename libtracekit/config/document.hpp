// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "config/schema.hpp"

namespace tracekit::config {

using SecretValues = std::map<std::string, Secret>; ///< by dotted key

/// What a settings document says: canonical values by dotted key, secrets kept apart so that nothing prints them.
struct DocumentValues {
  std::map<std::string, std::string> values;
  SecretValues secrets;
  std::vector<Problem> unknown; ///< keys that the schema does not have, in the order found
};

/// Parses a settings document. `name` is what errors call it. Throws Error(config) with line and column when the text
/// is not JSON, says a key twice, or is no object. The text itself is never quoted: it may hold a secret.
nlohmann::json parse_document(std::string_view text, std::string_view name);

/// Checks every value of a document against the schema and flattens it. Throws Error(config) as
/// `<name>: <dotted key>: expected ..., got ...` at the first value that does not fit.
DocumentValues read_document(const Schema& schema, std::string_view name, const nlohmann::json& document);

/// Puts one canonical value into a document, making the objects on the way.
void put(nlohmann::json& document, const KnownSetting& setting, const std::string& value);

/// The document of some values, in the order of the schema, indented, with a newline at its end.
std::string write_document(const Schema& schema, const DocumentValues& values);

} // namespace tracekit::config
