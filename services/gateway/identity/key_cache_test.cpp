#include "gateway/identity/key_cache.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

class HandClock final : public base::Clock {
public:
    base::Instant now() const override { return base::Instant{time.load()}; }
    std::atomic<base::Duration> time{base::Duration{1'000s}};
};

/// Whether the key is held by someone, or what went wrong.
std::string asked(KeyCache& cache, const std::string& hash) {
    std::promise<std::string> answered;
    cache.find(hash, [&](const KeyCache::Answer& answer) {
        answered.set_value(!answer ? answer.error().what : *answer ? "held" : "unknown");
    });
    return answered.get_future().get();
}

KeyHolder someone() {
    return {ApiKeyId{base::Uuid{}}, rpc::Role::admin, {}, true, {}, 0, {}, {}};
}

} // namespace

TEST_CASE("a key is looked up once, and again after three seconds", "[gateway][key_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    KeyCache cache{[&](const std::string&) -> KeyCache::Answer {
                       ++lookups;
                       return someone();
                   },
                   clock};
    CHECK(asked(cache, "a") == "held");
    CHECK(asked(cache, "a") == "held");
    CHECK(lookups == 1);
    clock.time = clock.time.load() + 3s;
    CHECK(asked(cache, "a") == "held");
    CHECK(lookups == 2);
}

TEST_CASE("an unknown key is remembered as unknown", "[gateway][key_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    KeyCache cache{[&](const std::string&) -> KeyCache::Answer {
                       ++lookups;
                       return std::nullopt;
                   },
                   clock};
    CHECK(asked(cache, "a") == "unknown");
    CHECK(asked(cache, "a") == "unknown");
    CHECK(lookups == 1);
}

TEST_CASE("a lookup that failed is not remembered", "[gateway][key_cache]") {
    HandClock clock;
    std::atomic<int> lookups = 0;
    KeyCache cache{[&](const std::string&) -> KeyCache::Answer {
                       if (++lookups == 1) return base::fail(base::Errc::unavailable, "down");
                       return someone();
                   },
                   clock};
    CHECK(asked(cache, "a") == "down");
    CHECK(asked(cache, "a") == "held");
}

TEST_CASE("requests with one key wait for one lookup", "[gateway][key_cache]") {
    HandClock clock;
    std::promise<void> go;
    std::atomic<int> lookups = 0;
    std::atomic<int> answers = 0;
    {
        KeyCache cache{[&](const std::string&) -> KeyCache::Answer {
                           ++lookups;
                           go.get_future().wait();
                           return someone();
                       },
                       clock};
        for (int n = 0; n < 5; ++n) cache.find("a", [&](const KeyCache::Answer&) { ++answers; });
        go.set_value();
        CHECK(asked(cache, "a") == "held");
    }
    CHECK(lookups == 1);
    CHECK(answers == 5);
}
