#pragma once

namespace hatif::program_scheduler::bench {

/// A program of a month: 100,000 contacts, two windows a day, retries. Prints how
/// long it took, and what went wrong; answers whether nothing did.
bool run_month(long contacts);

/// Programs that are bounded by one thing each: when the forecast says that they end, and when they
/// do. Prints a table.
bool compare_forecasts();

} // namespace hatif::program_scheduler::bench
