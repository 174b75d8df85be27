// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

namespace tracekit::xml {

/// The elements around the present one that decide what it means, outermost first.
template <typename Scope> class ScopeStack {
public:
  /// `outermost` is the scope when nothing is open.
  explicit ScopeStack(Scope outermost) : open_{{outermost, 0}} {}

  [[nodiscard]] Scope current() const { return open_.back().scope; }
  [[nodiscard]] int depth() const { return open_.back().depth; }

  void open(Scope scope, int depth) { open_.push_back({scope, depth}); }

  /// Closes the innermost scope when the element of this depth opened it, and tells which it was.
  std::optional<Scope> close(int depth) {
    if (open_.size() == 1 || open_.back().depth != depth) {
      return std::nullopt;
    }
    const Scope scope = open_.back().scope;
    open_.pop_back();
    return scope;
  }

private:
  struct Open {
    Scope scope;
    int depth;
  };
  std::vector<Open> open_;
};

} // namespace tracekit::xml
