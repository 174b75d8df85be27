// SPDX-License-Identifier: MIT
#include "providers/field_checks.hpp"

#include <fmt/format.h>

#include "model/record_field.hpp"

namespace tracekit {

void check_not_edited(const Record& now, const std::vector<FieldWrite>& fields, const char* thing) {
  for (const FieldWrite& field : fields) {
    const std::string value = field_text(now, field.field);
    if (field.expected && !same_field_value(field.field, value, *field.expected)) {
      throw Error(ErrorKind::conflict,
                  fmt::format("{} {} was edited at {} in the meantime: {} is now \"{}\"", thing, now.key.id,
                              provider_title(now.key.provider), field.field, value),
                  "run `tracekit pull`");
    }
  }
}

void check_written(const Record& after, const std::vector<FieldWrite>& fields, const char* thing) {
  for (const FieldWrite& field : fields) {
    const std::string value = field_text(after, field.field);
    if (!same_field_value(field.field, value, field.value)) {
      throw Error(ErrorKind::provider,
                  fmt::format("{} did not take \"{}\" as {} of {} {}: it is \"{}\"", provider_title(after.key.provider),
                              field.value, field.field, thing, after.key.id, value));
    }
  }
}

void refuse_field(const std::string& title, const FieldWrite& field) {
  throw Error(ErrorKind::provider, fmt::format("{} cannot set {} to \"{}\"", title, field.field, field.value));
}

} // namespace tracekit
