// SPDX-License-Identifier: MIT
#include "formats/fit/record_layout.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "formats/fit/profile.hpp"
#include "formats/fit/value_writer.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t most_fields = 254; ///< of a message, beside its time
constexpr std::size_t most_field_bytes = 255;
constexpr double largest_whole = 9007199254740992.0;

/// `left_power_phase.1` taken apart.
struct MemberName {
  std::string field;
  std::optional<std::size_t> index;
};

MemberName member_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const auto index = dot == std::string::npos ? std::nullopt : parse_integer(name.substr(dot + 1));
  return index && *index >= 0 && *index < 255 ? MemberName{name.substr(0, dot), static_cast<std::size_t>(*index)}
                                              : MemberName{name, {}};
}

/// What is known of a field: the profile's word, or its number alone.
struct Target {
  std::uint8_t number = 0;
  BaseType type = BaseType::uint8;
  double scale = 1;
  double offset = 0;
};

std::optional<Target> target_of(const std::string& field) {
  if (const RecordField* known = find_record_field(field)) {
    const BaseType type = known->type == BaseType::byte ? BaseType::uint8 : known->type;
    return Target{known->number, type, known->scale, known->offset};
  }
  constexpr std::string_view prefix = "field_";
  const auto number = field.starts_with(prefix) ? parse_integer(field.substr(prefix.size())) : std::nullopt;
  if (!number || *number < 0 || *number >= timestamp_field ||
      find_record_field(static_cast<std::uint8_t>(*number)) != nullptr) {
    return std::nullopt;
  }
  return Target{static_cast<std::uint8_t>(*number), BaseType::uint8, 1, 0};
}

bool is_float(BaseType type) { return type == BaseType::float32 || type == BaseType::float64; }

/// The channel's integers at this scale and offset.
std::vector<std::int64_t> whole_values(const Channel& channel, double scale, double offset) {
  if (channel.kind == ChannelKind::scaled && channel.scale == scale && channel.offset == offset) {
    return channel.values;
  }
  std::vector<std::int64_t> values(channel.values.size(), no_value);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto physical = channel.at(i);
    const double raw = (physical.value_or(0) + offset) * scale;
    if (physical && std::abs(raw) < largest_whole) {
      values[i] = std::llround(raw);
    }
  }
  return values;
}

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;

  void include(const std::vector<std::int64_t>& values) {
    for (const std::int64_t value : values) {
      if (value != no_value) {
        least = std::min(least, value);
        most = std::max(most, value);
      }
    }
  }
};

/// The smallest type at least as large as `type` that holds the values.
BaseType type_for(const std::vector<std::int64_t>& values, BaseType type) {
  Range range;
  range.include(values);
  return widened(type, range.least, range.most);
}

WrittenColumn column_of(const Channel& channel, const Target& target) {
  WrittenColumn column;
  const bool has_scale = target.scale != 1 || target.offset != 0;
  if (channel.kind != ChannelKind::scaled && !has_scale) {
    column.type = channel.kind == ChannelKind::float32 ? BaseType::float32 : BaseType::float64;
    column.values = channel.values;
    return column;
  }
  column.values = whole_values(channel, target.scale, target.offset);
  column.type = type_for(column.values, is_float(target.type) ? BaseType::sint32 : target.type);
  return column;
}

/// Brings the members of an array to one type, and those without a channel to the same length; false when some are
/// floats and others are not.
bool share_type(std::vector<WrittenColumn>& members, std::size_t samples) {
  const auto first = std::find_if(members.begin(), members.end(), [](const auto& m) { return !m.values.empty(); });
  BaseType type = first->type;
  Range range;
  for (WrittenColumn& member : members) {
    if (member.values.empty()) {
      member.values.assign(samples, no_value);
    } else if (is_float(member.type) || is_float(type)) {
      if (member.type != type) {
        return false;
      }
    } else {
      range.include(member.values);
    }
  }
  type = is_float(type) ? type : widened(type, range.least, range.most);
  for (WrittenColumn& member : members) {
    member.type = type;
  }
  return true;
}

WrittenColumn developer_column(const Channel& channel) {
  WrittenColumn column;
  const auto is_whole = [](double value, double least, double most) {
    return value == std::floor(value) && value >= least && value <= most;
  };
  if (channel.kind == ChannelKind::float32 || channel.kind == ChannelKind::float64) {
    column.type = channel.kind == ChannelKind::float32 ? BaseType::float32 : BaseType::float64;
    column.values = channel.values;
  } else if (is_whole(channel.scale, 1, 254) && is_whole(channel.offset, -128, 126)) {
    column.values = channel.values;
    column.type = type_for(column.values, BaseType::uint8);
    column.scale = channel.scale;
    column.offset = channel.offset;
  } else {
    column.type = BaseType::float64;
    for (std::size_t i = 0; i < channel.values.size(); ++i) {
      const auto value = channel.at(i);
      column.values.push_back(value ? std::bit_cast<std::int64_t>(*value + 0.0) : no_value);
    }
  }
  return column;
}

/// A field with the channels that are its members; a single value is the member 0.
struct Field {
  Target target;
  bool is_array = false;
  std::map<std::size_t, const Channel*> members;
};

/// Sorts the channels by field. Those for which there is no field, or whose place is taken, come back.
std::vector<const Channel*> sort_into(std::vector<Field>& fields, const Streams& streams) {
  std::vector<const Channel*> others;
  for (const Channel& channel : streams.channels) {
    const MemberName name = member_name(channel.name);
    const auto target = channel.developer ? std::nullopt : target_of(name.field);
    if (!target) {
      others.push_back(&channel);
      continue;
    }
    auto found = std::find_if(fields.begin(), fields.end(),
                              [&](const Field& field) { return field.target.number == target->number; });
    if (found == fields.end()) {
      found = fields.insert(fields.end(), {*target, name.index.has_value(), {}});
    }
    if (found->is_array != name.index.has_value() || !found->members.emplace(name.index.value_or(0), &channel).second) {
      others.push_back(&channel);
    }
  }
  return others;
}

RecordLayout::Column layout_of(const Field& field) {
  RecordLayout::Column column;
  column.field = field.target.number;
  // An array of one member would be read as a single value.
  column.members.resize(field.is_array ? std::max<std::size_t>(field.members.rbegin()->first + 1, 2) : 1);
  for (const auto& [index, channel] : field.members) {
    column.members[index] = column_of(*channel, field.target);
  }
  return column;
}

} // namespace

RecordLayout::RecordLayout(const Streams& streams, LeftOut& left_out) {
  std::vector<Field> fields;
  std::vector<const Channel*> others = sort_into(fields, streams);
  for (const Field& field : fields) {
    Column column = layout_of(field);
    if (columns_.size() < most_fields && share_type(column.members, streams.size()) &&
        column.members.size() * size_of(column.members.front().type) <= most_field_bytes) {
      columns_.push_back(std::move(column));
      continue;
    }
    for (const auto& [index, channel] : field.members) {
      others.push_back(channel);
    }
  }
  for (const Channel* channel : others) {
    if (developer_fields_.size() < most_fields) {
      developer_fields_.push_back({channel, developer_column(*channel)});
    } else {
      left_out.add("channel " + channel->name);
    }
  }
}

} // namespace tracekit::fit
