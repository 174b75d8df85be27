// SPDX-License-Identifier: MIT
#include "formats/fit/developer_fields.hpp"

namespace tracekit::fit {
namespace {

namespace field {
constexpr std::uint8_t developer_data_index = 0;
constexpr std::uint8_t field_definition_number = 1;
constexpr std::uint8_t fit_base_type = 2;
constexpr std::uint8_t field_name = 3;
constexpr std::uint8_t scale = 6;
constexpr std::uint8_t offset = 7;
constexpr std::uint8_t units = 8;
constexpr std::uint8_t native_message = 14;
constexpr std::uint8_t native_field = 15;
} // namespace field

} // namespace

void DeveloperFields::describe(const Message& message) {
  const auto developer = message.whole(field::developer_data_index);
  const auto number = message.whole(field::field_definition_number);
  const auto type_byte = message.whole(field::fit_base_type);
  if (!developer || !number || !type_byte || *developer < 0 || *developer > 255 || *number < 0 || *number > 255) {
    return;
  }
  const auto type = base_type_of(static_cast<std::uint8_t>(*type_byte & 0x1F));
  if (!type) {
    return;
  }
  DeveloperDescription next;
  next.name = message.text(field::field_name);
  next.unit = message.text(field::units);
  next.type = *type;
  next.scale = message.number(field::scale).value_or(1.0);
  if (next.scale == 0.0) {
    next.scale = 1.0;
  }
  next.offset = message.number(field::offset).value_or(0.0);
  next.native_message = message.whole(field::native_message);
  next.native_field = message.whole(field::native_field);

  const std::pair key(static_cast<std::uint8_t>(*developer), static_cast<std::uint8_t>(*number));
  const auto known = current_.find(key);
  if (known != current_.end()) {
    next.serial = known->second.serial;
    if (known->second == next) {
      return;
    }
  }
  next.serial = static_cast<std::uint32_t>(all_.size());
  current_[key] = next;
  all_.push_back(std::move(next));
  ++generation_;
}

const DeveloperDescription* DeveloperFields::find(std::uint8_t developer, std::uint8_t number) const {
  const auto found = current_.find({developer, number});
  return found == current_.end() ? nullptr : &found->second;
}

} // namespace tracekit::fit
