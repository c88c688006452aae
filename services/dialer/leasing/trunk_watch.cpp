#include "dialer/leasing/trunk_watch.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr auto between_changes = 500ms;
constexpr auto at_the_latest = 10s;

} // namespace

void TrunkWatch::note(const base::TrunkId& trunk, const telephony::TrunkState& state) {
    states_[trunk] = state;
    changed_ = true;
}

void TrunkWatch::keep(const std::vector<telephony::Trunk>& trunks) {
    std::erase_if(states_, [&](const auto& it) {
        return std::ranges::none_of(trunks,
                                    [&](const auto& trunk) { return trunk.id == it.first; });
    });
    for (const auto& trunk : trunks) states_.try_emplace(trunk.id);
}

void TrunkWatch::tick(SteadyTime now) {
    if (states_.empty() || now - told_ < (changed_ ? between_changes : at_the_latest)) return;
    std::vector<TrunkReport> all;
    for (const auto& [trunk, state] : states_) all.push_back({trunk, state});
    scheduler_.report(std::move(all));
    told_ = now;
    changed_ = false;
}

} // namespace hatif::dialer
