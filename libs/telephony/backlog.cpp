#include "telephony/backlog.hpp"

#include <algorithm>

namespace hatif::telephony {

namespace {

constexpr std::uint32_t most_unread = 8; // the share of the buffer: one in so many
constexpr std::size_t most_passed_over = 100;

} // namespace

bool is_overloaded(const Backlog& backlog) {
    return backlog.unread > backlog.room / most_unread || backlog.passed_over > most_passed_over;
}

void Unheard::sent(std::uint64_t call, const base::TrunkId& trunk, SteadyTime now) {
    waiting_.insert_or_assign(call, Sent{trunk, now});
}

void Unheard::heard(std::uint64_t call, const base::TrunkId& trunk, SteadyTime now) {
    spoke_[trunk] = now;
    waiting_.erase(call);
}

std::size_t Unheard::passed_over(SteadyTime now) const {
    return static_cast<std::size_t>(std::ranges::count_if(waiting_, [&](const auto& it) {
        const auto& [trunk, at] = it.second;
        if (now - at < patience) return false;
        const auto spoke = spoke_.find(trunk);
        return spoke != spoke_.end() && spoke->second > at;
    }));
}

} // namespace hatif::telephony
