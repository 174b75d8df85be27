// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>

namespace tracekit {

/// Empties a text and leaves none of it in its memory.
inline void wipe(std::string& text) noexcept {
  text.resize(text.capacity());       // no allocation: it fits
  volatile char* bytes = text.data(); // volatile: the compiler must not drop the writes
  for (std::size_t i = 0; i < text.size(); ++i) {
    bytes[i] = 0;
  }
  text.clear();
}

/// A text that must not be printed: it has no stream operator, no formatter and no JSON form, and is
/// wiped when it goes. `reveal()` is the one, greppable, way to the text.
class Secret {
public:
  Secret() = default;
  explicit Secret(const std::string& text) : text_(text) {}
  /// Leaves nothing of the text where it came from.
  explicit Secret(std::string&& text) : text_(text) { tracekit::wipe(text); }
  Secret(const Secret&) = default;
  // A moved short string leaves its text behind. NOLINTNEXTLINE(performance-move-constructor-init)
  Secret(Secret&& other) noexcept : text_(other.text_) { other.wipe(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      wipe();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = other.text_;
      other.wipe();
    }
    return *this;
  }
  ~Secret() { wipe(); }

  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

private:
  void wipe() noexcept { tracekit::wipe(text_); }

  std::string text_;
};

} // namespace tracekit
