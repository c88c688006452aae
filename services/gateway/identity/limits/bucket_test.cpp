#include "gateway/identity/limits/bucket.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const base::Instant start{1'000s};

/// So many replicas before one bucket, as the gateway runs them, without what is between them.
struct Replicas {
    Replicas(std::size_t count, std::uint32_t rate)
        : shares(count), per_second{rate}, bucket{static_cast<double>(rate), start} {}

    bool ask(std::size_t replica, base::Instant now) {
        auto verdict = take(shares[replica], now);
        if (verdict == Verdict::ask) {
            ++asked;
            receive(shares[replica], reserve(bucket, per_second, chunk_of(per_second), now),
                    per_second, now);
            verdict = take(shares[replica], now);
        }
        return verdict == Verdict::granted;
    }

    std::vector<Share> shares;
    std::uint32_t per_second;
    Bucket bucket;
    int asked = 0;
};

/// Whether no span between two grants holds more of them than the rate allows.
bool keeps(const std::vector<base::Instant>& grants, double rate, double slack_seconds) {
    for (std::size_t first = 0; first < grants.size(); ++first) {
        for (std::size_t last = first; last < grants.size(); ++last) {
            const std::chrono::duration<double> span = grants[last] - grants[first];
            const auto count = static_cast<double>(last - first + 1);
            if (count > rate * (span.count() + slack_seconds) + rate + 1e-6) return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("over any number of replicas no more is granted than the rate and its burst",
          "[unit][gateway][limits]") {
    std::mt19937 random{20'250'115};
    for (int round = 0; round < 60; ++round) {
        const std::uint32_t rate = GENERATE_COPY(1U, 3U, 10U, 100U);
        const std::size_t count = 1 + random() % 6;
        Replicas replicas{count, rate};
        std::vector<base::Instant> grants;
        auto now = start;
        while (now < start + 6s) {
            // Storms and pauses in turn.
            const auto pause = random() % 20 == 0 ? random() % 1'500'000 : random() % 8'000;
            now += std::chrono::microseconds{pause};
            if (replicas.ask(random() % count, now)) grants.push_back(now);
        }
        CAPTURE(rate, count, grants.size());
        const std::chrono::duration<double> whole = now - start;
        CHECK(static_cast<double>(grants.size()) <= rate * whole.count() + rate);
        CHECK(keeps(grants, rate, 1));
    }
}

TEST_CASE("who asks one replica all the time gets the whole rate", "[unit][gateway][limits]") {
    const std::uint32_t rate = GENERATE(1U, 4U, 10U, 100U, 1'000U);
    Replicas replicas{1, rate};
    int granted = 0;
    for (auto now = start; now < start + 10s; now += 100us) {
        if (replicas.ask(0, now)) ++granted;
    }
    CHECK(granted >= 0.9 * 11 * rate);
    CHECK(granted <= 11.0 * rate);
    // A fifth of a second's worth at a time, whatever the rate and however many requests.
    CHECK(replicas.asked <= 120);
}

TEST_CASE("who keeps to the rate is never refused", "[unit][gateway][limits]") {
    const std::uint32_t rate = GENERATE(10U, 100U);
    Replicas replicas{1, rate};
    const auto pause = base::Duration{1s} / rate;
    for (auto now = start; now < start + 20s; now += pause) CHECK(replicas.ask(0, now));
}

TEST_CASE("a burst may be spent at once; on several replicas, but for what they hold",
          "[unit][gateway][limits]") {
    const std::uint32_t rate = GENERATE(1U, 5U, 10U, 100U);
    const std::size_t count = GENERATE(1U, 2U, 4U);
    Replicas replicas{count, rate};
    std::uint32_t granted = 0;
    while (replicas.ask(granted % count, start)) ++granted;
    CHECK(granted <= rate);
    CHECK(granted + chunk_of(rate) * (count - 1) >= rate);
}

TEST_CASE("what a replica held for a second is void", "[unit][gateway][limits]") {
    Share share;
    receive(share, {2, 0}, 10, start);
    CHECK(take(share, start) == Verdict::granted);
    CHECK(take(share, start + 1s) == Verdict::ask);
}

TEST_CASE("an empty bucket is not asked again before a chunk came together",
          "[unit][gateway][limits]") {
    Share share;
    receive(share, {0, 0.5}, 10, start);
    CHECK(take(share, start + 199ms) == Verdict::refused);
    CHECK(take(share, start + 200ms) == Verdict::ask);
}

TEST_CASE("what is left is told", "[unit][gateway][limits]") {
    Replicas replicas{1, 10};
    replicas.ask(0, start);
    const auto told = allowance_of(replicas.shares[0], true, 10);
    CHECK(told.limit == 10);
    CHECK(told.remaining == 9);
    CHECK(told.reset == 1);
    CHECK(allowance_of(replicas.shares[0], false, 10).remaining == 0);
}

TEST_CASE("a time that runs backwards fills nothing and takes nothing", "[unit][gateway][limits]") {
    Bucket bucket{5, start};
    CHECK(filled(bucket, 10, start - 1h).tokens == 5);
    CHECK(reserve(bucket, 10, 2, start - 1h).granted == 2);
    CHECK(bucket.filled_at == start);
}
