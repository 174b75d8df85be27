// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/environment.hpp"

namespace tracekit::config {
namespace {

/// One line on its way to a name and a value. Errors never show the line: it may hold a secret.
class Line {
public:
  Line(std::string_view text, const std::filesystem::path& path, std::size_t number)
      : text_(trim(text)), path_(path), number_(number) {}

  [[nodiscard]] bool is_blank() const { return text_.empty() || text_.front() == '#'; }

  std::string name() {
    if (text_.starts_with("export ") || text_.starts_with("export\t")) {
      text_ = trim(text_.substr(7));
    }
    const auto equals = text_.find('=');
    if (equals == std::string_view::npos) {
      fail("expected NAME=value");
    }
    const std::string_view name = trim(text_.substr(0, equals));
    const auto is_part = [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') ||
        !std::all_of(name.begin(), name.end(), is_part)) {
      fail("expected a name of letters, digits and _ before the =");
    }
    text_ = trim(text_.substr(equals + 1));
    return std::string(name);
  }

  std::string value() {
    if (text_.starts_with('\'') || text_.starts_with('"')) {
      return quoted();
    }
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '#' && (i == 0 || text_[i - 1] == ' ' || text_[i - 1] == '\t')) {
        text_ = text_.substr(0, i);
      }
    }
    return std::string(trim(text_));
  }

private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw Error(ErrorKind::config, fmt::format("{}: line {}: {}", path_.string(), number_, reason));
  }

  std::string quoted() {
    const char quote = text_.front();
    std::string out;
    std::size_t i = 1;
    for (; i < text_.size() && text_[i] != quote; ++i) {
      if (quote == '"' && text_[i] == '\\' && i + 1 < text_.size()) {
        out += unescaped(text_[++i]);
      } else {
        out += text_[i];
      }
    }
    if (i >= text_.size()) {
      fail("the quote is not closed on this line");
    }
    const std::string_view rest = trim(text_.substr(i + 1));
    if (!rest.empty() && rest.front() != '#') {
      fail("something follows the closing quote");
    }
    return out;
  }

  [[nodiscard]] char unescaped(char c) const {
    constexpr std::string_view names = "nrt\"\\$'`";
    constexpr std::string_view values = "\n\r\t\"\\$'`";
    const auto known = names.find(c);
    if (known == std::string_view::npos) {
      fail("unknown escape, write \\\\ for a backslash or use single quotes");
    }
    return values[known];
  }

  std::string_view text_;
  const std::filesystem::path& path_;
  std::size_t number_;
};

} // namespace

Variables parse_dotenv(std::string_view text, const std::filesystem::path& path) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n');
    throw Error(ErrorKind::config, fmt::format("{}: line {}: not a text file", path.string(), line));
  }
  Variables variables;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    Line line(text.substr(0, end), path, ++number);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.is_blank()) {
      std::string name = line.name();
      variables[std::move(name)] = line.value();
    }
  }
  return variables;
}

} // namespace tracekit::config
