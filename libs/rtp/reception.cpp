#include "rtp/reception.hpp"

#include <cmath>

namespace hatif::rtp {

namespace {

constexpr int samples_per_ms = 8;
constexpr int another_stream = 3'000; // A.1: MAX_DROPOUT

std::int64_t in_samples(SteadyTime now) {
    using std::chrono::microseconds;
    return std::chrono::duration_cast<microseconds>(now.time_since_epoch()).count() *
           samples_per_ms / 1'000;
}

} // namespace

void Reception::hear(const Header& header, SteadyTime now, bool paced) {
    ++received_;
    // The timestamp wraps: only differences of 32 bits mean something.
    const auto transit = in_samples(now) - header.timestamp;
    const auto step = stream_ ? static_cast<std::int16_t>(
                                    header.sequence - static_cast<std::uint16_t>(stream_->highest))
                              : std::int16_t{0};
    if (!stream_ || stream_->source != header.source || std::abs(step) > another_stream) {
        lost_before_ = lost();
        // One round ahead, so that a packet from before the first has a number too.
        const std::uint64_t first = 0x10000ULL + header.sequence;
        stream_ = Stream{header.source, first, first, 1, transit};
        return;
    }
    ++stream_->heard;
    if (step > 0) stream_->highest += static_cast<std::uint64_t>(step);
    if (!paced) return;
    const auto drift = static_cast<std::int32_t>(transit - stream_->transit);
    stream_->transit = transit;
    jitter_ += (std::abs(static_cast<double>(drift)) - jitter_) / 16.0;
}

std::uint64_t Reception::lost_of(const Stream& stream) {
    const auto expected = stream.highest - stream.first + 1;
    return expected > stream.heard ? expected - stream.heard : 0;
}

std::uint64_t Reception::lost() const {
    return lost_before_ + (stream_ ? lost_of(*stream_) : 0);
}

std::optional<Reception::Heard> Reception::stream() const {
    if (!stream_) return std::nullopt;
    const auto wraps = 0x10000U; // counted from one, see above
    return Heard{.source = stream_->source,
                 .highest = static_cast<std::uint32_t>(stream_->highest - wraps),
                 .expected = stream_->highest - stream_->first + 1,
                 .received = stream_->heard,
                 .jitter = jitter_};
}

double Reception::jitter_ms() const {
    return jitter_ / samples_per_ms;
}

} // namespace hatif::rtp
