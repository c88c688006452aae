#include "forecast/dice.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::forecast {

namespace {

constexpr double enough_for_the_bell = 25;

// Calls of one kind last about as long as they vary.
constexpr double variation = 0.8;

} // namespace

std::int64_t Dice::times(std::int64_t tries, double chance) {
    if (tries <= 0 || chance <= 0) return 0;
    if (chance >= 1) return tries;
    const double mean = static_cast<double>(tries) * chance;
    const double misses = static_cast<double>(tries) - mean;
    if (mean > enough_for_the_bell && misses > enough_for_the_bell) {
        std::normal_distribution<double> bell{mean, std::sqrt(mean * (1 - chance))};
        return std::clamp<std::int64_t>(std::llround(bell(random_)), 0, tries);
    }
    if (mean > misses) return tries - times(tries, 1 - chance);
    // From one hit to the next: as many draws as there are hits.
    const double log_miss = std::log1p(-chance);
    std::uniform_real_distribution<double> draw{0x1p-53, 1};
    std::int64_t hits = 0;
    for (double at = 0;; ++hits) {
        at += std::floor(std::log(draw(random_)) / log_miss) + 1;
        if (at > static_cast<double>(tries)) return hits;
    }
}

std::vector<std::int64_t> Dice::split(std::int64_t calls, const Mix& mix) {
    std::vector<std::int64_t> parts(mix.kinds.size());
    double rest = 1;
    for (std::size_t i = 0; i < parts.size() && calls > 0; ++i) {
        const bool last = i + 1 == parts.size();
        const double chance = last || rest <= 0 ? 1 : mix.kinds[i].share / rest;
        parts[i] = times(calls, chance);
        calls -= parts[i];
        rest -= mix.kinds[i].share;
    }
    return parts;
}

Mix Dice::vary(const Mix& mix) {
    Mix varied = mix;
    double sum = 0;
    for (CallKind& it : varied.kinds) {
        const double seen = std::max(it.share * mix.seen, 1e-3);
        it.share = std::gamma_distribution<double>{seen}(random_);
        sum += it.share;
        const double doubt = std::min(variation / std::sqrt(seen), 0.5);
        it.seconds *= std::exp(std::normal_distribution<double>{0, doubt}(random_));
    }
    for (CallKind& it : varied.kinds) it.share /= sum;
    return varied;
}

} // namespace hatif::forecast
