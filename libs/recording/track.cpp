#include "recording/track.hpp"

#include <algorithm>
#include <cstdlib>

namespace hatif::recording {

std::optional<Track::Place> Track::place(const rtp::Header& header,
                                         std::size_t samples,
                                         std::uint64_t beat,
                                         std::uint64_t passed) {
    if (samples == 0) return std::nullopt;
    if (!anchor_ || anchor_->source != header.source) return begin(header, samples, beat);
    const auto away = static_cast<std::int32_t>(header.timestamp - anchor_->timestamp);
    const auto first = anchor_->position + away;
    const auto off = first - static_cast<std::int64_t>(beat);
    if (static_cast<std::uint64_t>(std::abs(off)) > jump) return begin(header, samples, beat);
    const auto last = first + static_cast<std::int64_t>(samples);
    if (last > static_cast<std::int64_t>(beat + ahead)) return begin(header, samples, beat);

    const auto free = static_cast<std::int64_t>(std::max(end_, passed));
    if (last <= free) return drop(header, samples, beat);
    dropping_since_.reset();
    anchor_ = Anchor{header.source, header.timestamp, first};
    end_ = static_cast<std::uint64_t>(last);
    const auto kept = std::max(first, free);
    return Place{static_cast<std::uint64_t>(kept), static_cast<std::size_t>(kept - first)};
}

/// Never over what was placed. A peer that sends faster than time passes is cut.
std::optional<Track::Place>
Track::begin(const rtp::Header& header, std::size_t samples, std::uint64_t beat) {
    const auto first = std::max(beat, end_);
    if (first + samples > beat + ahead) return std::nullopt;
    anchor_ = Anchor{header.source, header.timestamp, static_cast<std::int64_t>(first)};
    dropping_since_.reset();
    end_ = first + samples;
    return Place{first, 0};
}

/// A burst after a stall catches up; a clock that stands elsewhere for good does not.
std::optional<Track::Place>
Track::drop(const rtp::Header& header, std::size_t samples, std::uint64_t beat) {
    if (!dropping_since_) dropping_since_ = beat;
    if (beat - *dropping_since_ < patience) return std::nullopt;
    return begin(header, samples, beat);
}

} // namespace hatif::recording
