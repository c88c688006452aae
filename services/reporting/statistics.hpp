#pragma once

#include "reporting/count_store.hpp"

#include <hatif/reporting/v1/statistics.pb.h>

/// From the cells of an execution to what is said about it.
namespace hatif::reporting {

/// The kinds that the report is made of, and those of the breakdown.
const std::vector<Kind>& kinds_of_report();
const std::vector<Kind>& kinds_of_breakdown();

v1::ExecutionReport build_execution_report(const StoredExecution& execution, const Cells& cells);

/// The beginnings of the quarter hours in which calls began, in seconds since 1970.
std::vector<std::int64_t> quarter_hours(const Cells& cells);

/// `clocks`: what the clock showed at quarter_hours(), where the hours are told.
v1::ExecutionBreakdown build_breakdown(const Uuid& execution,
                                       const Cells& cells,
                                       const Nodes& nodes,
                                       const std::map<std::int64_t, WallClock>& clocks);

} // namespace hatif::reporting
