#pragma once

#include "recording/canvas.hpp"
#include "recording/told.hpp"

#include <algorithm>
#include <atomic>

namespace hatif::recording {

/// A recording under way, between the media thread, which paints, and the writer, which takes.
struct Take {
    Take(What it, base::Instant now)
        : what{std::move(it)}, channels{what.both_sides ? 2U : 1U}, began_at{now}, canvas{channels,
                                                                                          room} {}

    /// 4.1 s: the second that late packets are waited for, the one that early ones may be ahead,
    /// and two for the disk.
    static constexpr std::size_t room = 32'768;

    const What what;
    const std::uint32_t channels;
    const base::Instant began_at;
    Canvas canvas;
    Progress progress;                 ///< by the tap
    std::atomic<bool> ended{false};    ///< by the tap, after it published its last
    std::atomic<bool> too_slow{false}; ///< by the tap: the canvas was full
    std::atomic<bool> failed{false};   ///< by the writer: nothing is taken any more
};

} // namespace hatif::recording
