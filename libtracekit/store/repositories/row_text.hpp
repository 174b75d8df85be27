// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/activity.hpp"
#include "model/record.hpp"

namespace tracekit::store {

/// Lists that are stored as one text, in forms that are read back without a general parser.

/// `["garmin","123"]` pairs as a JSON array of arrays; empty for none.
std::string external_ids_text(const std::vector<ExternalId>& ids);
std::vector<ExternalId> external_ids_of(std::string_view text);

/// A line a piece of evidence: feature, bits and words, separated by tabs.
std::string evidence_text(const std::vector<Evidence>& evidence);
std::vector<Evidence> evidence_of(std::string_view text);

LinkKind link_kind_of(std::string_view text);
LinkRole link_role_of(std::string_view text);

/// Whether both engines take the text as it is: UTF-8 without zero bytes.
bool is_storable(std::string_view text);
/// The text with U+FFFD in place of what they do not take.
std::string storable_text(std::string_view text);

/// Compact JSON; broken UTF-8 is replaced.
std::string dump(const nlohmann::json& json);

} // namespace tracekit::store
