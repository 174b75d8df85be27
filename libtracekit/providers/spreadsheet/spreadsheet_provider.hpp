// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "providers/provider.hpp"

namespace tracekit::spreadsheet {

/// An exercise log, one workout a row, in an Excel workbook (.xlsx) or a .csv. docs/providers/spreadsheet.md says which
/// columns it may have. A row's id is tracekit's own and is kept outside the sheet (`RowIdentities`).
ProviderInfo info();

std::unique_ptr<Provider> make(ProviderContext context);

} // namespace tracekit::spreadsheet
