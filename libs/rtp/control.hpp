#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hatif::rtp {

/// RTCP of a call of two (RFC 3550, section 6): one sender on each side, so one report block.

/// The sender's part of a report: its clock twice, and what it has sent.
struct SenderInfo {
    std::uint64_t clock = 0; ///< NTP format: seconds, and 2^-32 of them
    std::uint32_t timestamp = 0;
    std::uint32_t packets = 0;
    std::uint32_t octets = 0; ///< of payload

    bool operator==(const SenderInfo&) const = default;
};

/// What one side heard of the other's stream.
struct ReportBlock {
    std::uint32_t source = 0;
    std::uint8_t fraction_lost = 0; ///< of 256, since the report before
    std::int32_t lost = 0;          ///< 24 bits, signed
    std::uint32_t highest = 0;      ///< sequence number, extended by its wraps
    std::uint32_t jitter = 0;       ///< samples
    std::uint32_t last_report = 0; ///< the middle 32 bits of their last SenderInfo's clock; 0: none
    std::uint32_t delay = 0;       ///< since then, in 1/65,536 s

    bool operator==(const ReportBlock&) const = default;
};

/// A compound packet, as far as it matters to a call.
struct ControlReport {
    std::uint32_t source = 0;
    std::optional<SenderInfo> sender{}; ///< SR; none: RR
    std::optional<ReportBlock> about{}; ///< of our stream; others are skipped
    bool bye = false;

    bool operator==(const ControlReport&) const = default;
};

inline constexpr std::size_t largest_control = 128; ///< what is written is never longer
inline constexpr std::size_t longest_name = 24;

/// SR or RR, SDES with the name (CNAME; cut to `longest_name`), and BYE if told. The bytes written.
std::span<const std::uint8_t> write_control(const ControlReport& report,
                                            std::string_view name,
                                            std::span<std::uint8_t, largest_control> to);

/// None for what is no compound packet (A.2). `about` is the block of `our_source`, if there is
/// one.
std::optional<ControlReport> read_control(std::span<const std::uint8_t> bytes,
                                          std::uint32_t our_source);

} // namespace hatif::rtp
