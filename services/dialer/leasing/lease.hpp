#pragma once

#include "base/ids.hpp"
#include "detection/amd.hpp"
#include "flow/value_source.hpp"
#include "telephony/calls.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hatif::dialer {

using SteadyTime = std::chrono::steady_clock::time_point;

/// An attempt under the epoch in which this worker holds it.
struct AttemptRef {
    base::AttemptId attempt;
    std::uint32_t epoch = 0;

    auto operator<=>(const AttemptRef&) const = default;
};

/// What calls are made of: a version of a flow, the dictionaries that it speaks with, by id, each
/// at its revision, and the flows that it goes on with, by id, each in its version.
struct FlowKey {
    base::FlowId flow;
    std::uint32_t version = 0;
    std::map<std::string, std::uint64_t> dictionaries{};
    std::map<std::string, std::uint32_t> linked{};

    auto operator<=>(const FlowKey&) const = default;
};

/// When a lease may be started, on this worker's monotonic clock.
struct StartTimes {
    std::optional<SteadyTime> not_before{};
    std::optional<SteadyTime> not_after{};
};

/// One attempt to call one person, as the scheduler handed it over.
struct Lease {
    AttemptRef ref;
    std::string organization;
    std::string job;
    std::string execution;
    std::string program;
    std::string contact;
    std::uint32_t attempt_number = 1;
    std::string to;
    std::string from;
    std::string trunk;
    std::vector<std::string> other_trunks{}; ///< that may carry the call when `trunk` refuses it
    FlowKey flow;
    StartTimes times{};
    std::chrono::milliseconds max_call{}; ///< 0: the worker's own limit
    flow::Sources sources{};
    flow::Variables initial_variables{}; ///< set before the flow begins
    bool record_call = false;            ///< both sides, from the answer to the end
    detection::AmdSettings amd{};
    std::string call_id{}; ///< of a call that came
    bool inbound = false;  ///< `from` calls, `to` is a number of ours
};

/// What holds for all leases of this worker; the scheduler says it anew whenever it changes.
struct Settings {
    std::vector<telephony::Trunk> trunks{};
    std::chrono::milliseconds lease_time{15'000};
    std::chrono::milliseconds start_validity{250};
};

} // namespace hatif::dialer
