#pragma once

#include "call/event.hpp"
#include "media/event.hpp"

#include <cstdint>

/// A play of the engine as one number, and back.
namespace hatif::dialer {

inline media::PlayId play_id(call::Ticket ticket) {
    return media::PlayId{static_cast<std::uint64_t>(ticket.visit) << 32U |
                         static_cast<std::uint32_t>(ticket.round)};
}

inline call::Ticket ticket_of(media::PlayId id) {
    return {static_cast<int>(id.value() >> 32U), static_cast<int>(id.value() & 0xFFFFFFFFU)};
}

/// The tone before this recording; no play of the engine has this number.
inline media::PlayId beep_id(call::Ticket recording) {
    return media::PlayId{play_id(recording).value() | 1ULL << 63U};
}

} // namespace hatif::dialer
