#pragma once

#include "base/ids.hpp"
#include "base/strong.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>

namespace hatif::telephony {

/// How far the SIP side is behind what comes in.
struct Backlog {
    std::uint32_t unread = 0;    ///< bytes that wait in the UDP socket, as the kernel counts them
    std::uint32_t room = 0;      ///< bytes that it may hold before packets are lost
    std::size_t passed_over = 0; ///< see `Unheard`

    bool operator==(const Backlog&) const = default;
};

/// Nobody should be called now: answers wait unread in more than an eighth of the buffer, or more
/// than a hundred INVITEs were passed over. It is over by itself, when the backlog is worked off.
bool is_overloaded(const Backlog& backlog);

/// INVITEs that nobody has said a word to yet, not even 100. One is passed over when it is older
/// than T1 (500 ms, RFC 3261: it was sent again) while its trunk has spoken since: that trunk
/// lives, and it or we do not keep up. What a silent trunk leaves unanswered is not counted; its
/// health is asked for by OPTIONS, and other trunks go on.
class Unheard {
public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds patience{500};

    /// An INVITE of this call left for the trunk, the first one or another.
    void sent(std::uint64_t call, const base::TrunkId& trunk, SteadyTime now);

    /// The trunk has said something to this call's INVITE.
    void heard(std::uint64_t call, const base::TrunkId& trunk, SteadyTime now);

    /// Nothing is waited for any more.
    void forget(std::uint64_t call) { waiting_.erase(call); }

    std::size_t passed_over(SteadyTime now) const;

private:
    struct Sent {
        base::TrunkId trunk;
        SteadyTime at;
    };

    std::map<std::uint64_t, Sent> waiting_; ///< by call, the oldest in front mostly
    std::unordered_map<base::TrunkId, SteadyTime> spoke_;
};

} // namespace hatif::telephony
