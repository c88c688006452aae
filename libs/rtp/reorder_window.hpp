#pragma once

#include "rtp/peer.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace hatif::rtp {

/// Puts one stream's packets back into the order of their sequence, for listeners that want order
/// more than haste. Nothing is held, copied or allocated while they come in order.
///
///     next in sequence ------------------------->  given at once, and those held that follow
///     ahead of a gap --------------------------->  held, until the gap is filled,
///                                                  60 ms have passed, or four are held
///     behind what was given, or doubled -------->  late: not given any more
///     five late ones in sequence, none between ->  a stream anew: its numbers were set back
///     of another source, or thousands away ----->  a stream anew, after all that is held
class ReorderWindow {
public:
    /// Takes a packet. Its payload must live until `next` gave none.
    void put(const Packet& packet, SteadyTime now);

    /// The next packet whose turn has come. To be asked until none, after each `put` and now and
    /// then. Its payload lives until the next call.
    std::optional<Packet> next(SteadyTime now);

    /// How many came too late, or twice.
    std::uint64_t late() const { return late_; }

    static constexpr std::size_t depth = 4;
    static constexpr std::chrono::milliseconds patience{60};

private:
    static constexpr std::size_t largest = 480; ///< bytes of payload that are held: 60 ms

    struct Held {
        Header header;
        SteadyTime since;
        std::uint16_t size = 0;
        std::array<std::uint8_t, largest> bytes;

        Packet packet() const { return {header, std::span{bytes}.first(size)}; }
    };

    bool is_new_stream(const Header& header) const;
    void begin(const Packet& packet);
    bool was_set_back(std::uint16_t sequence);
    void hold(const Packet& packet, SteadyTime now);
    bool front_is_due(SteadyTime now) const;

    bool started_ = false;
    bool emptying_ = false; ///< what is held goes before `direct_`
    std::uint16_t expected_ = 0;
    std::uint32_t source_ = 0;
    std::uint64_t late_ = 0;
    int late_in_sequence_ = 0;     ///< without another packet between
    std::uint16_t next_late_ = 0;  ///< the sequence that would go on with them
    std::optional<Packet> direct_; ///< given next, without being held
    std::vector<Held> held_;       ///< by their sequence
    std::size_t given_ = 0;        ///< of those held, given but not yet let go
};

} // namespace hatif::rtp
