// SPDX-License-Identifier: MIT
#pragma once

#include "app/app.hpp"
#include "app/doctor/diagnosis.hpp"

namespace tracekit::app {

struct DoctorOptions {
  bool offline = false; ///< asks no service
  bool fix = false;     ///< mends what is safe to mend, before it looks at the rest
};

/// Looks at everything that tracekit needs and tells what to do where something is amiss. Goes on as far as it can:
/// what cannot be opened is a finding, not a failure. Changes nothing at any provider, and here only with `fix`; the
/// database is opened like by any other command once it is known to be whole. Throws only Error(interrupted).
Diagnosis diagnose(const Overrides& overrides, const DoctorOptions& options, ProgressSink& progress,
                   const Cancellation& cancellation);

} // namespace tracekit::app
