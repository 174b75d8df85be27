// SPDX-License-Identifier: MIT
#include "model/activity.hpp"

namespace tracekit {

std::string_view to_string(LinkKind kind) {
  switch (kind) {
  case LinkKind::founder:
    return "founder";
  case LinkKind::automatic:
    return "automatic";
  case LinkKind::person:
    break;
  }
  return "person";
}

std::string_view to_string(LinkRole role) {
  switch (role) {
  case LinkRole::member:
    return "member";
  case LinkRole::duplicate:
    return "duplicate";
  case LinkRole::part:
    break;
  }
  return "part";
}

} // namespace tracekit
