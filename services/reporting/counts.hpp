#pragma once

#include "reporting/facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

/// What an execution adds up to, in cells that only ever add: each fact is counted in the
/// transaction that stores it, once.
namespace hatif::reporting {

/// What is counted, and what stands in a cell's name and detail. The numbers are stored.
enum class Kind : std::int16_t {
    contacts = 1,       ///< outcome of the last attempt that ended ("": none) | standing
    skips = 2,          ///< reason
    attempts = 3,       ///< outcome | reason; first_at and last_at: when they began
    attempt_number = 4, ///< number | outcome
    quarter_hour = 5,   ///< seconds since 1970 of its beginning | outcome
    caller = 6,         ///< the number called from | outcome
    talk = 7,           ///< total_ms: from pick-up to hang-up
    ring = 8,           ///< total_ms: from the first ringing to pick-up or end
    entered = 9,        ///< node
    left = 10,          ///< node | output
    jobs = 11,          ///< rows of jobs
};

struct CellKey {
    Uuid execution;
    Kind kind;
    std::string name{};
    std::string detail{};

    auto operator<=>(const CellKey&) const = default;
};

struct Cell {
    std::int64_t count = 0;
    std::int64_t answered = 0;
    std::int64_t total_ms = 0;
    std::optional<Instant> first_at{};
    std::optional<Instant> last_at{};

    bool operator==(const Cell&) const = default;
};

/// By key, so that rows are locked in one order everywhere.
using Cells = std::map<CellKey, Cell>;

/// "completed"; a value that is newer than we are counts as "failed".
std::string word_of(std::int32_t outcome);

/// Completed or user_hangup: the person was reached.
bool reached(std::int32_t outcome);

/// Where a job stands in the balance of its execution.
struct Standing {
    Uuid execution;
    std::int32_t outcome = 0;                    ///< of the last attempt that ended; 0: none
    bool answered = false;                       ///< an attempt was
    bool waits = false;                          ///< a retry is due
    std::optional<std::string> skipped_reason{}; ///< set: it will not be called (again)

    bool operator==(const Standing&) const = default;
};

/// "open", "completed", "failed" or "skipped".
std::string word_of(const Standing& standing);

using Standings = std::map<Uuid, Standing>; ///< by job

/// Jobs that stood there before a change, and stand here after it.
void count_contacts(const Standings& before, const Standings& after, Cells& cells);

void count_attempt(const Uuid& execution, const AttemptEnded& it, Cells& cells);
void count_skipped(const SkippedUnseen& it, Cells& cells);

/// Counts what a call event tells. `ringing`: since when the attempt rings; kept up to date.
void count_call(const CallFact& fact, std::optional<Instant>& ringing, Cells& cells);

} // namespace hatif::reporting
