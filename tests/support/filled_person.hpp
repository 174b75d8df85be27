// SPDX-License-Identifier: MIT
#pragma once

#include "store/store.hpp"

namespace tracekit::test {

/// A person with something in every repository.
struct FilledPerson {
  explicit FilledPerson(UserStore& user);

  static const RecordKey key;
  static const RecordKey other_key;
  static constexpr std::int64_t day = 20000;
  static constexpr Month month{2024, 10};

  ActivityId activity = 0;
  ActivityId younger = 0; ///< an alias of `activity`
  std::int64_t question = 0;
  std::int64_t entry = 0; ///< of the journal
  store::JobId job = 0;
  std::int64_t notification = 0;
  std::int64_t token = 0;
};

} // namespace tracekit::test
