#include "gateway/identity/limits/rate_limiter.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <map>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

class HandClock final : public base::Clock {
public:
    base::Instant now() const override { return base::Instant{time.load()}; }
    std::atomic<base::Duration> time{base::Duration{1'000s}};
};

/// The buckets that stand in PostgreSQL, without it.
struct Buckets {
    explicit Buckets(const base::Clock& hands) : clock{hands} {}

    base::Result<std::vector<Reserved>> operator()(const std::vector<Ask>& asks) {
        const std::lock_guard lock{mutex};
        ++statements;
        if (is_down) return base::fail(base::Errc::unavailable, "down");
        std::vector<Reserved> answers;
        for (const auto& ask : asks) {
            const auto rate = static_cast<std::uint32_t>(ask.per_second);
            auto& bucket =
                all.try_emplace(ask.subject, Bucket{ask.burst, clock.now()}).first->second;
            answers.push_back(reserve(bucket, rate, ask.chunk, clock.now()));
        }
        return answers;
    }

    const base::Clock& clock;
    std::mutex mutex;
    std::map<Subject, Bucket> all;
    int statements = 0;
    bool is_down = false;
};

Allowance take(RateLimiter& limiter, const Subject& subject, std::uint32_t rate) {
    std::promise<Allowance> answered;
    limiter.take(subject, rate, [&](const Allowance& it) { answered.set_value(it); });
    return answered.get_future().get();
}

const Subject key{base::Uuid::v7(base::Instant{1'000s}), LimitKind::reads};

} // namespace

TEST_CASE("a key may send its rate at once, and no more", "[unit][gateway][limits]") {
    HandClock clock;
    Buckets buckets{clock};
    RateLimiter limiter{std::ref(buckets), clock};
    for (std::uint32_t sent = 1; sent <= 10; ++sent) {
        const auto allowance = take(limiter, key, 10);
        CHECK(allowance.granted);
        CHECK(allowance.limit == 10);
        CHECK(allowance.remaining == 10 - sent);
    }
    const auto refused = take(limiter, key, 10);
    CHECK_FALSE(refused.granted);
    CHECK(refused.remaining == 0);
    CHECK(refused.reset == 1);
    CHECK(take(limiter, {key.who, LimitKind::writes}, 10).granted);
    CHECK(take(limiter, {base::Uuid{}, LimitKind::reads}, 10).granted);
}

TEST_CASE("many requests cost few statements", "[unit][gateway][limits]") {
    HandClock clock;
    Buckets buckets{clock};
    RateLimiter limiter{std::ref(buckets), clock};
    int granted = 0;
    for (int sent = 0; sent < 5'000; ++sent) {
        if (take(limiter, key, 1'000).granted) ++granted;
        clock.time = clock.time.load() + 1ms;
    }
    CHECK(granted == 5'000);
    CHECK(buckets.statements <= 30);
}

TEST_CASE("two replicas grant together what one may", "[unit][gateway][limits]") {
    HandClock clock;
    Buckets buckets{clock};
    RateLimiter one{std::ref(buckets), clock};
    RateLimiter other{std::ref(buckets), clock};
    int granted = 0;
    for (int sent = 0; sent < 400; ++sent) {
        if (take(sent % 2 == 0 ? one : other, key, 100).granted) ++granted;
    }
    CHECK(granted == 100);
}

TEST_CASE("requests that come while the bucket is asked wait for the one answer",
          "[unit][gateway][limits]") {
    HandClock clock;
    std::promise<void> go;
    const auto gone = go.get_future().share();
    std::atomic<int> statements = 0;
    std::atomic<int> granted = 0;
    std::atomic<int> refused = 0;
    {
        RateLimiter limiter{[&](const std::vector<Ask>& asks) {
                                gone.wait();
                                const std::uint32_t given = ++statements == 1 ? 3 : 0;
                                return std::vector<Reserved>(asks.size(), Reserved{given, 0});
                            },
                            clock};
        std::promise<void> last;
        for (int n = 0; n < 5; ++n) {
            limiter.take(key, 10, [&, n](const Allowance& it) {
                ++(it.granted ? granted : refused);
                if (n == 4) last.set_value();
            });
        }
        go.set_value();
        last.get_future().wait();
    }
    CHECK(granted == 3);
    CHECK(refused == 2);
    CHECK(statements == 2);
}

TEST_CASE("without the buckets a replica counts for itself", "[unit][gateway][limits]") {
    HandClock clock;
    Buckets buckets{clock};
    buckets.is_down = true;
    RateLimiter limiter{std::ref(buckets), clock};
    int granted = 0;
    for (int sent = 0; sent < 30; ++sent) {
        if (take(limiter, key, 10).granted) ++granted;
    }
    CHECK(granted == 10);
}

TEST_CASE("what has waited for a second is counted by the replica itself",
          "[unit][gateway][limits]") {
    HandClock clock;
    std::promise<void> go;
    const auto gone = go.get_future().share();
    RateLimiter limiter{[&](const std::vector<Ask>& asks) {
                            gone.wait();
                            return std::vector<Reserved>(asks.size());
                        },
                        clock};
    std::promise<bool> answered;
    limiter.take(key, 10, [&](const Allowance& it) { answered.set_value(it.granted); });
    clock.time = clock.time.load() + 1s + 1us;
    CHECK(answered.get_future().get());
    go.set_value();
}
