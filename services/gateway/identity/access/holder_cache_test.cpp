#include "gateway/identity/access/holder_cache.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

class HandClock final : public base::Clock {
public:
    base::Instant now() const override { return base::Instant{time.load()}; }
    std::atomic<base::Duration> time{base::Duration{1'000s}};
};

const HolderCache::MayAsk anyone = [] { return true; };

/// Whether the key is held by someone, or what went wrong.
std::string asked(HolderCache& cache, const std::string& hash) {
    std::promise<std::string> answered;
    cache.find(
        hash,
        [&](const HolderCache::Answer& answer) {
            answered.set_value(!answer ? answer.error().what : *answer ? "held" : "unknown");
        },
        anyone);
    return answered.get_future().get();
}

Holder someone() {
    Holder holder;
    holder.role = rpc::Role::admin;
    return holder;
}

} // namespace

TEST_CASE("a key is looked up once, and waited for again after five seconds",
          "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          if (++lookups > 1) return std::nullopt;
                          return someone();
                      },
                      clock};
    CHECK(asked(cache, "a") == "held");
    CHECK(asked(cache, "a") == "held");
    CHECK(lookups == 1);
    clock.time = clock.time.load() + 5s;
    CHECK(asked(cache, "a") == "unknown");
    CHECK(lookups == 2);
}

TEST_CASE("a known key does not wait while it is looked up anew", "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::promise<void> go;
    std::promise<void> asked_again;
    std::atomic<int> lookups = 0;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          if (++lookups == 2) {
                              asked_again.set_value();
                              go.get_future().wait();
                              return std::nullopt;
                          }
                          return someone();
                      },
                      clock};
    CHECK(asked(cache, "a") == "held");
    clock.time = clock.time.load() + 3s;
    CHECK(asked(cache, "a") == "held");
    asked_again.get_future().wait();
    CHECK(asked(cache, "a") == "held");
    clock.time = clock.time.load() + 2s; // a revocation must have acted by now
    std::promise<bool> answered;
    cache.find("a", [&](const HolderCache::Answer& answer) {
        answered.set_value(answer && answer->has_value());
    });
    go.set_value();
    CHECK_FALSE(answered.get_future().get());
}

TEST_CASE("invented keys neither displace a known one nor keep it waiting",
          "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::promise<void> go;
    std::promise<void> blocked;
    std::atomic<int> known_lookups = 0;
    std::atomic<int> strangers = 0;
    HolderCache cache{[&](const std::string& hash) -> HolderCache::Answer {
                          if (hash == "a") {
                              ++known_lookups;
                              return someone();
                          }
                          if (hash == "block") {
                              blocked.set_value();
                              go.get_future().wait();
                          }
                          ++strangers;
                          return std::nullopt;
                      },
                      clock};
    CHECK(asked(cache, "a") == "held");
    for (int n = 0; n < 10'001; ++n) asked(cache, "stranger " + std::to_string(n));
    CHECK(asked(cache, "a") == "held");
    CHECK(known_lookups == 1);

    cache.find(
        "block", [](const HolderCache::Answer&) {}, anyone);
    blocked.get_future().wait();
    std::atomic<int> refused = 0;
    for (int n = 0; n < 1'100; ++n) {
        cache.find(
            "queued " + std::to_string(n),
            [&](const HolderCache::Answer& answer) {
                if (!answer) ++refused;
            },
            anyone);
    }
    CHECK(refused == 100);
    clock.time = clock.time.load() + 5s - 1us;
    CHECK(asked(cache, "a") == "held");
    clock.time = clock.time.load() + 1us;
    const int before = strangers;
    std::promise<int> looked_up;
    std::promise<HolderCache::Answer> signed_one;
    cache.find("a", [&](const HolderCache::Answer&) { looked_up.set_value(known_lookups); });
    cache.find("signed by us", [&](const HolderCache::Answer& it) { signed_one.set_value(it); });
    go.set_value();
    CHECK(looked_up.get_future().get() == 2);
    CHECK(signed_one.get_future().get());
    CHECK(before == 10'001);
}

TEST_CASE("an unknown key is looked up only if who shows it may ask",
          "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          ++lookups;
                          return someone();
                      },
                      clock};
    const auto refuse = [] { return false; };
    std::string reason;
    cache.find(
        "a", [&](const HolderCache::Answer& it) { reason = it.error().reason; }, refuse);
    CHECK(reason == "RATE_LIMIT");
    CHECK(lookups == 0);
    CHECK(asked(cache, "a") == "held");
    std::promise<bool> answered;
    cache.find(
        "a", [&](const HolderCache::Answer& it) { answered.set_value(bool{it}); }, refuse);
    CHECK(answered.get_future().get());
}

TEST_CASE("what has waited for three seconds is told so", "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::promise<void> go;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          go.get_future().wait();
                          return someone();
                      },
                      clock};
    std::promise<std::string> answered;
    cache.find("a", [&](const HolderCache::Answer& answer) {
        answered.set_value(answer ? "found" : answer.error().what);
    });
    clock.time = clock.time.load() + 3s + 1us;
    CHECK(answered.get_future().get() == "the credential could not be looked up in time");
    go.set_value();
}

TEST_CASE("a callback that takes long does not hold up the lookups",
          "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::promise<void> looked_up;
    HolderCache cache{[&](const std::string& hash) -> HolderCache::Answer {
                          if (hash == "b") looked_up.set_value();
                          return someone();
                      },
                      clock};
    std::promise<bool> went_on;
    cache.find("a", [&](const HolderCache::Answer&) {
        went_on.set_value(looked_up.get_future().wait_for(5s) == std::future_status::ready);
    });
    cache.find("b", [](const HolderCache::Answer&) {});
    CHECK(went_on.get_future().get());
}

TEST_CASE("an unknown key is remembered as unknown", "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          ++lookups;
                          return std::nullopt;
                      },
                      clock};
    CHECK(asked(cache, "a") == "unknown");
    CHECK(asked(cache, "a") == "unknown");
    CHECK(lookups == 1);
}

TEST_CASE("a lookup that failed is not remembered", "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                          if (++lookups == 1) return base::fail(base::Errc::unavailable, "down");
                          return someone();
                      },
                      clock};
    CHECK(asked(cache, "a") == "down");
    CHECK(asked(cache, "a") == "held");
}

TEST_CASE("requests with one key wait for one lookup", "[unit][gateway][holder_cache]") {
    HandClock clock;
    std::promise<void> go;
    std::atomic<int> lookups = 0;
    std::atomic<int> answers = 0;
    {
        HolderCache cache{[&](const std::string&) -> HolderCache::Answer {
                              ++lookups;
                              go.get_future().wait();
                              return someone();
                          },
                          clock};
        for (int n = 0; n < 5; ++n) cache.find("a", [&](const HolderCache::Answer&) { ++answers; });
        go.set_value();
        CHECK(asked(cache, "a") == "held");
        while (answers < 5) std::this_thread::yield();
    }
    CHECK(lookups == 1);
    CHECK(answers == 5);
}
