#pragma once

#include "rtp/packet.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hatif::recording {

/// 8 kHz: all positions and lengths are in samples.
inline constexpr std::uint64_t samples_per_second = 8'000;

/// Where a peer's packets belong on our clock. Its timestamps say it, from where its first packet
/// met our beat:
///
///     what the timestamp says                        the packet
///     a place not passed yet                         goes there; what lies between is silence
///     behind the last one, or already passed         is dropped, in part where it overlaps
///     so for `patience` of our beat                  begins anew, at our beat
///     another source, or `jump` away from our beat   begins anew, at our beat
///     more than `ahead` of our beat                  begins anew, at our beat, while that helps
///
/// Packets come in the order of their sequence. Pure.
class Track {
public:
    static constexpr std::uint64_t ahead = samples_per_second;
    static constexpr std::uint64_t jump = 4 * samples_per_second;
    static constexpr std::uint64_t patience = samples_per_second / 5;

    struct Place {
        std::uint64_t position = 0; ///< of the first sample that is kept
        std::size_t skip = 0;       ///< so many samples of the packet are not

        bool operator==(const Place&) const = default;
    };

    /// `beat`: how far our own clock is; `passed`: all before it is final. None: drop it.
    std::optional<Place>
    place(const rtp::Header& header, std::size_t samples, std::uint64_t beat, std::uint64_t passed);

    /// Behind the last sample that was placed.
    std::uint64_t end() const { return end_; }

private:
    std::optional<Place> begin(const rtp::Header& header, std::size_t samples, std::uint64_t beat);
    std::optional<Place> drop(const rtp::Header& header, std::size_t samples, std::uint64_t beat);

    struct Anchor {
        std::uint32_t source;
        std::uint32_t timestamp;
        std::int64_t position; // of this timestamp
    };
    std::optional<Anchor> anchor_;
    std::optional<std::uint64_t> dropping_since_; // beat
    std::uint64_t end_ = 0;
};

} // namespace hatif::recording
