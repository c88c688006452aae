#include "rtp/reporter.hpp"

#include <algorithm>

namespace hatif::rtp {

namespace {

using std::chrono::nanoseconds;

/// A duration in 2^-32 s.
std::uint64_t in_ntp(nanoseconds time) {
    const auto count = static_cast<std::uint64_t>(time.count());
    constexpr std::uint64_t second = 1'000'000'000;
    return (count / second) << 32U | ((count % second) << 32U) / second;
}

std::uint32_t middle(std::uint64_t ntp) {
    return static_cast<std::uint32_t>(ntp >> 16U);
}

std::uint32_t clock_of(SteadyTime now) {
    return middle(in_ntp(now.time_since_epoch()));
}

constexpr std::uint32_t longest_trip = 60U << 16U; // beyond, somebody's clock lies
constexpr std::int64_t largest_loss = 0x7FFFFF;

} // namespace

void Reporter::hear(const ControlReport& report, SteadyTime now) {
    if (report.sender) theirs_ = Theirs{middle(report.sender->clock), now};
    if (!report.about) return;
    told_ = report.about;
    if (told_->last_report == 0) return;
    // RFC 3550, 6.4.1: arrival, less LSR, less DLSR; all of 32 bits that wrap.
    const auto trip = clock_of(now) - told_->last_report - told_->delay;
    if (trip < longest_trip) round_trip_ms_ = static_cast<double>(trip) * 1'000 / 65'536;
}

ControlReport Reporter::report(const Sent& sent, const Reception& reception, SteadyTime now) {
    ControlReport made{.source = sent.source};
    if (sent.packets != sent_before_) {
        sent_before_ = sent.packets;
        made.sender = SenderInfo{.clock = in_ntp(now.time_since_epoch()),
                                 .timestamp = sent.timestamp,
                                 .packets = static_cast<std::uint32_t>(sent.packets),
                                 .octets = static_cast<std::uint32_t>(sent.octets)};
    }
    const auto heard = reception.stream();
    if (!heard) return made;
    const auto expected = heard->expected - std::min(expected_before_, heard->expected);
    const auto received = heard->received - std::min(heard_before_, heard->received);
    expected_before_ = heard->expected;
    heard_before_ = heard->received;
    const auto lost = expected > received ? expected - received : 0;
    const auto all_lost =
        static_cast<std::int64_t>(heard->expected) - static_cast<std::int64_t>(heard->received);
    made.about = ReportBlock{
        .source = heard->source,
        .fraction_lost = static_cast<std::uint8_t>(
            expected == 0 ? 0 : std::min<std::uint64_t>(255, lost * 256 / expected)),
        .lost = static_cast<std::int32_t>(std::clamp(all_lost, -largest_loss, largest_loss)),
        .highest = heard->highest,
        .jitter = static_cast<std::uint32_t>(heard->jitter),
        .last_report = theirs_ ? theirs_->clock : 0,
        .delay = theirs_ ? middle(in_ntp(now - theirs_->came)) : 0,
    };
    return made;
}

void Reporter::tell(Statistics& statistics) const {
    statistics.round_trip_ms = round_trip_ms_;
    if (!told_) return;
    statistics.remote_lost = told_->lost;
    statistics.remote_jitter_ms = static_cast<double>(told_->jitter) / 8;
}

} // namespace hatif::rtp
