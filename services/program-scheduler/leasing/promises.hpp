#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "pg/transaction.hpp"
#include "schedule/calling_hours.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

/// How often a number is dialled at most, over all programs of an organization.
struct DialCap {
    std::int32_t calls = 0;
    std::int32_t hours = 0;
};

/// What executions promise to the people whom they call, as they were launched. A line promises
/// nothing: single calls, and calls that come to us, are bounded by neither hours nor cap.
class Promises {
public:
    /// Of `executions`, in the order in which `add` takes them.
    static std::string columns();
    void add(const base::ExecutionId& execution, const pg::Row& row, int first);

    std::optional<DialCap> cap(const base::ExecutionId& execution) const;
    /// People are called again from the number that called them first.
    bool keeps_numbers(const base::ExecutionId& execution) const;
    std::optional<base::Instant> stop_at(const base::ExecutionId& execution) const;
    /// The same hours are not everyone's.
    bool by_person(const base::ExecutionId& execution) const;

    /// When someone who may be in these zones ("Africa/Cairo,Europe/Paris") may be called: the
    /// stretch that `at` lies in, or the next; it closes at stopAt at the latest. Nothing: never
    /// before stopAt. Fails when the hours or a zone cannot be read, or no zone is known where one
    /// is needed: then they are never called.
    base::Result<std::optional<schedule::Stretch>>
    stretch(const base::ExecutionId& execution, const std::string& zones, base::Instant at);

private:
    struct Promise {
        base::Result<schedule::HourRules> rules;
        std::optional<base::Instant> stop_at{};
        std::optional<DialCap> cap{};
        bool keeps_numbers = false;
    };
    const base::Result<schedule::OpenHours>& hours(const base::ExecutionId& execution,
                                                   const std::string& zones);

    std::map<base::ExecutionId, Promise> promises_;
    std::map<std::pair<base::ExecutionId, std::string>, base::Result<schedule::OpenHours>> hours_;
};

} // namespace hatif::program_scheduler
