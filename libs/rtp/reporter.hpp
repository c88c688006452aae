#pragma once

#include "rtp/control.hpp"
#include "rtp/reception.hpp"
#include "rtp/statistics.hpp"

#include <optional>

namespace hatif::rtp {

/// One side of a call's RTCP: what is to be told now, what the other told, how far away it is.
/// The clock of its reports is the steady one; only differences of it mean something.
class Reporter {
public:
    /// What we sent until now.
    struct Sent {
        std::uint32_t source = 0;
        std::uint32_t timestamp = 0;
        std::uint64_t packets = 0;
        std::uint64_t octets = 0;
    };

    /// A report of the peer came.
    void hear(const ControlReport& report, SteadyTime now);

    /// The report that is due: of a sender when something was sent since the one before.
    ControlReport report(const Sent& sent, const Reception& reception, SteadyTime now);

    /// Fills in what the peer told.
    void tell(Statistics& statistics) const;

private:
    struct Theirs {
        std::uint32_t clock; ///< the middle 32 bits of their SenderInfo
        SteadyTime came;
    };

    std::optional<Theirs> theirs_;
    std::optional<ReportBlock> told_;
    std::optional<double> round_trip_ms_;
    std::uint64_t sent_before_ = 0;
    std::uint64_t expected_before_ = 0;
    std::uint64_t heard_before_ = 0;
};

} // namespace hatif::rtp
