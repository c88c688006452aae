#include "forecast/throughput.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace hatif::forecast {

using base::Duration;
using base::Instant;
using schedule::Bound;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

// Of the first demand; more are thinned.
constexpr double most_calls = 3'000;
constexpr double fewest_calls = 300;
constexpr int ticks_of_a_call = 40;

template <class Do>
void each_bound(schedule::Room& room, const Do& act) {
    for (Bound& it : room.organizations) act(it, Which::organization);
    for (Bound& it : room.programs) act(it, Which::program);
    for (schedule::Did& it : room.dids) act(it.bound, Which::did_pool);
    for (schedule::Trunk& it : room.trunks) act(it.bound, Which::trunk);
}

/// The most calls per second that one bound allows by itself.
double limit_of(const Bound& bound, double seconds) {
    double most = bound.per_second.value_or(unlimited);
    if (bound.max_concurrent) {
        const auto free = std::max<std::int64_t>(*bound.max_concurrent - bound.live, 0);
        most = std::min(most, static_cast<double>(free) / seconds);
    }
    return most;
}

/// Never less than what the first demand can get.
double upper_limit(const Market& market, double seconds) {
    const auto& [room, demands] = market;
    const auto& own = demands.front();
    double dids = 0;
    double trunks = 0;
    for (const auto it : own.dids) {
        const schedule::Did& did = room.dids[it];
        const double by_trunk =
            did.trunk ? limit_of(room.trunks[*did.trunk].bound, seconds) : unlimited;
        dids += std::min(limit_of(did.bound, seconds), by_trunk);
    }
    for (const auto& it : room.trunks) trunks += limit_of(it.bound, seconds);
    return std::min({limit_of(room.organizations[own.organization], seconds),
                     limit_of(room.programs[own.program], seconds), dids, trunks});
}

/// A market in which one call stands for `unit`. What does not divide is rounded by lot.
Market thinned(Market market, double unit) {
    std::minstd_rand random{1};
    std::uniform_real_distribution<double> draw{0, 1};
    each_bound(market.room, [&](Bound& bound, Which) {
        if (bound.max_concurrent) {
            const auto free = std::max<std::int64_t>(*bound.max_concurrent - bound.live, 0);
            const double share = static_cast<double>(free) / unit;
            bound.max_concurrent = static_cast<std::int64_t>(std::floor(share + draw(random)));
            if (unit <= 1) bound.max_concurrent = free;
        }
        bound.live = 0;
        bound.next_at = Instant{};
        bound.used = 0;
        if (bound.per_second) *bound.per_second /= unit;
    });
    for (auto& it : market.demands) it.due = std::numeric_limits<std::int32_t>::max();
    return market;
}

Duration seconds_of(double seconds) {
    return Duration{static_cast<std::int64_t>(seconds * 1e6)};
}

/// Tick for tick: calls end, rooms open, places are given out.
class Probe {
public:
    Probe(Market market, Duration tick, int ticks_per_call)
        : market_{std::move(market)}, tick_{tick}, ticks_per_call_{ticks_per_call} {}

    /// The places that the first demand gets from tick `from` until `until`.
    std::int64_t count(int from, int until) {
        std::int64_t counted = 0;
        ending_.resize(static_cast<std::size_t>(until + ticks_per_call_ + 2));
        for (int at = 0; at < until; ++at) {
            for (const auto& place : ending_[static_cast<std::size_t>(at)]) move(place, -1);
            const Instant now{at * tick_};
            // Half a tick to spare: a place at the very end of this one is the next one's.
            auto places = schedule::allocate(market_.room, market_.demands, 100'000, now,
                                             tick_ - Duration{1});
            for (const auto& place : places) {
                const auto late = (place.not_before - now) * 2 > tick_ ? 1 : 0;
                ending_[static_cast<std::size_t>(at + ticks_per_call_ + late)].push_back(place);
                if (at >= from && place.demand == 0) ++counted;
            }
        }
        return counted;
    }

private:
    void move(const schedule::Place& place, int by) {
        auto& room = market_.room;
        const auto& demand = market_.demands[place.demand];
        room.organizations[demand.organization].live += by;
        room.programs[demand.program].live += by;
        room.dids[place.did].bound.live += by;
        room.trunks[place.trunk].bound.live += by;
    }

    Market market_;
    Duration tick_;
    int ticks_per_call_;
    std::vector<std::vector<schedule::Place>> ending_{};
};

} // namespace

Market without(Market market, Which which) {
    each_bound(market.room, [&](Bound& bound, Which of) {
        if (of == which) bound = Bound{};
    });
    return market;
}

Market with_only(Market market, Which which) {
    each_bound(market.room, [&](Bound& bound, Which of) {
        if (of != which) bound = Bound{};
    });
    return market;
}

Market without_rates(Market market) {
    each_bound(market.room, [](Bound& bound, Which) { bound.per_second.reset(); });
    return market;
}

Market without_concurrency(Market market) {
    each_bound(market.room, [](Bound& bound, Which) { bound.max_concurrent.reset(); });
    return market;
}

double starts_per_second(const Market& market, double seconds) {
    seconds = std::max(seconds, 0.1);
    const double upper = upper_limit(market, seconds);
    if (std::isinf(upper) || upper <= 0) return upper;
    // Two whole calls long, after a first one in which the rooms fill; longer where few start.
    int spans = 2;
    while (upper * seconds * spans < fewest_calls && spans < 2'000) spans *= 2;
    const int per_call = spans <= 8 ? ticks_of_a_call : 4;
    const double unit = std::max(1.0, upper * seconds * (spans + 1) / most_calls);
    const auto tick = seconds_of(seconds / per_call);
    Probe probe{thinned(market, unit), tick, per_call};
    const auto counted = probe.count(per_call, per_call * (spans + 1));
    const double span = std::chrono::duration<double>{tick * (per_call * spans)}.count();
    return static_cast<double>(counted) * unit / span;
}

Throughput throughput_of(const Market& market, double seconds) {
    const double by_rate = starts_per_second(without_concurrency(market), seconds);
    const double by_lines = starts_per_second(without_rates(market), seconds);
    const double alone = std::min(by_rate, by_lines);
    double together = alone;
    if (!std::isinf(by_rate) && !std::isinf(by_lines)) {
        together = std::min(alone, starts_per_second(market, seconds));
    }
    // They may hinder each other: rates of one number, lines of another.
    const double factor = alone > 0 && !std::isinf(alone) ? together / alone : 1;
    return {by_rate * factor, by_lines * factor * seconds};
}

} // namespace hatif::forecast
