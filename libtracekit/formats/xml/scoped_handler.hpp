// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "formats/xml/parser.hpp"
#include "formats/xml/scope_stack.hpp"

namespace tracekit::xml {

/// A handler to which elements mean what the scope around them says: some open a scope themselves, of others (leaves)
/// the text counts.
template <typename Scope> class ScopedHandler : public Handler {
public:
  void end_element(std::string_view text, int depth) final {
    if (leaf_depth_ == depth) {
      close_leaf(text);
    }
    leaf_depth_ = 0;
    if (const auto closed = scopes_.close(depth)) {
      close_scope(*closed);
    }
  }

protected:
  explicit ScopedHandler(Scope outermost) : scopes_(outermost) {}

  /// The element of this depth is a leaf, unless it has children.
  void begin_leaf(int depth) { leaf_depth_ = depth; }
  /// The element of this depth opens a scope. It wants no text, as `start_element` answers.
  bool open(Scope scope, int depth) {
    scopes_.open(scope, depth);
    return false;
  }
  [[nodiscard]] Scope scope() const { return scopes_.current(); }
  /// Whether an element of this depth is directly inside the scope's own.
  [[nodiscard]] bool is_child_of_scope(int depth) const { return depth == scopes_.depth() + 1; }

  /// A leaf ended; `scope()` is the one around it. The text is empty where it was not wanted.
  virtual void close_leaf(std::string_view text) = 0;
  virtual void close_scope(Scope closed) = 0;

private:
  ScopeStack<Scope> scopes_;
  int leaf_depth_ = 0;
};

} // namespace tracekit::xml
