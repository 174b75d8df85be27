// SPDX-License-Identifier: MIT
#include "store/sql/many_rows.hpp"

#include <algorithm>

namespace tracekit::sql {
namespace {

void append_numbered(std::string& text, std::string_view row, int& parameter) {
  for (const char c : row) {
    if (c == '?') {
      text += '$';
      text += std::to_string(parameter++);
    } else {
      text += c;
    }
  }
}

} // namespace

ManyRows::ManyRows(std::string_view before, std::string_view row, std::string_view after, int first_parameter,
                   std::string_view first_row) {
  constexpr std::size_t most_rows = 64;
  constexpr std::size_t most_parameters = 1024;
  const auto parameters = static_cast<std::size_t>(std::ranges::count(row, '?'));
  const std::size_t most = std::min(most_rows, most_parameters / std::max(parameters, std::size_t{1}));
  texts_ = {Text{most, {}}, Text{std::max(most / 8, std::size_t{1}), {}}, Text{1, {}}};
  for (Text& text : texts_) {
    int parameter = first_parameter;
    text.sql = before;
    for (std::size_t i = 0; i < text.rows; ++i) {
      text.sql += i == 0 ? "" : ", ";
      append_numbered(text.sql, i == 0 && !first_row.empty() ? first_row : row, parameter);
    }
    text.sql += after;
  }
}

const ManyRows::Text& ManyRows::longest_within(std::size_t rows) const {
  return *std::ranges::find_if(texts_, [&](const Text& text) { return text.rows <= rows; });
}

} // namespace tracekit::sql
