#pragma once

#include "program_scheduler/content/field_check.hpp"
#include "program_scheduler/limits.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hatif::program_scheduler {

/// What a program may use at once: the values that may change while it runs.
struct Limits {
    static constexpr std::int32_t usual_priority = 5;

    std::optional<std::int32_t> max_concurrent_calls{}; ///< none: no limit of its own
    std::optional<double> calls_per_second{};           ///< none: no limit of its own
    std::int32_t priority = usual_priority;             ///< 1 to 10
};

/// Was this member sent as null, [] or {}?
template <class Request>
bool is_cleared(const Request& request, std::string_view path) {
    return std::find(request.cleared().begin(), request.cleared().end(), path) !=
           request.cleared().end();
}

/// The members of a request that changes limits; those that were not sent stay.
template <class Request>
Limits read_limits(FieldCheck& check, const Request& request, Limits limits) {
    if (is_cleared(request, "maxConcurrentCalls")) limits.max_concurrent_calls.reset();
    if (is_cleared(request, "callsPerSecond")) limits.calls_per_second.reset();
    if (is_cleared(request, "priority")) limits.priority = Limits::usual_priority;
    if (request.has_max_concurrent_calls()) {
        const auto calls = request.max_concurrent_calls();
        if (calls < 1 || calls > 100'000) check.refuse("maxConcurrentCalls", "must be 1 to 100000");
        limits.max_concurrent_calls = static_cast<std::int32_t>(calls);
    }
    if (request.has_calls_per_second()) {
        const double rate = request.calls_per_second();
        if (!(rate >= slowest_rate) || rate > 10'000) {
            check.refuse("callsPerSecond", "must be 0.001 to 10000");
        }
        limits.calls_per_second = rate;
    }
    if (request.has_priority()) {
        const auto priority = request.priority();
        if (priority < 1 || priority > 10) check.refuse("priority", "must be 1 to 10");
        limits.priority = static_cast<std::int32_t>(priority);
    }
    return limits;
}

} // namespace hatif::program_scheduler
