// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "sync/change_id.hpp"
#include "sync/plan.hpp"

namespace tracekit::sync {
namespace {

constexpr std::array<std::pair<ChangeKind, std::string_view>, 8> kinds = {{{ChangeKind::rename, "rename"},
                                                                           {ChangeKind::set_equipment, "set_equipment"},
                                                                           {ChangeKind::set_metadata, "set_metadata"},
                                                                           {ChangeKind::add, "add"},
                                                                           {ChangeKind::download, "download"},
                                                                           {ChangeKind::upload, "upload"},
                                                                           {ChangeKind::link, "link"},
                                                                           {ChangeKind::duplicate, "duplicate"}}};

constexpr std::array<std::pair<CellStatus, std::string_view>, 5> statuses = {{{CellStatus::authority, "authority"},
                                                                              {CellStatus::same, "same"},
                                                                              {CellStatus::missing, "missing"},
                                                                              {CellStatus::differs, "differs"},
                                                                              {CellStatus::none, "none"}}};

} // namespace

std::string_view to_string(ChangeKind kind) {
  const auto* found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.first == kind; });
  return found == kinds.end() ? "rename" : found->second;
}

std::optional<ChangeKind> change_kind_of(std::string_view text) {
  const auto* found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.second == text; });
  return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

std::string_view to_string(CellStatus status) {
  const auto* found = std::find_if(statuses.begin(), statuses.end(), [&](const auto& s) { return s.first == status; });
  return found == statuses.end() ? "none" : found->second;
}

std::string change_id(const Change& change) {
  std::string text;
  const auto add = [&text](std::string_view part) {
    text += part;
    text += '\0';
  };
  add(change.target.provider);
  add(change.target.id);
  add(to_string(change.kind));
  add(change.field);
  const bool about_records =
      change.target.id.empty() || change.kind == ChangeKind::link || change.kind == ChangeKind::duplicate;
  if (about_records) {
    // What is to be created is told by where it comes from; its description may be reworded.
    add(change.source.provider);
    add(change.source.id);
  } else {
    add(change.old_value);
    add(change.new_value);
  }
  return sha256_hex(as_bytes(text)).substr(0, 16);
}

} // namespace tracekit::sync
