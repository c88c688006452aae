#include "gateway/identity/limits/limit_rows.hpp"

#include "gateway/identity/limits/login_tries.hpp"
#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;

namespace {

Subject someone() {
    return {base::Uuid::v7(base::SystemClock{}.now()), LimitKind::writes};
}

Reserved reserve_one(const Subject& subject, double rate, std::uint32_t chunk) {
    return reserve_all(Suite::shared().pool(), {{subject, rate, rate, chunk}}).value().front();
}

/// Lets the bucket's time pass.
void age(const Subject& subject, double seconds) {
    Suite::shared().pool().transact([&](pg::Transaction& transaction) {
        return transaction.exec(
            "UPDATE rate_limits SET filled_at = filled_at - make_interval(secs => $2) "
            "WHERE subject = $1",
            subject.who, seconds);
    });
}

} // namespace

TEST_CASE("the sums in SQL are those of the pure bucket", "[integration][gateway][limits]") {
    const auto subject = someone();
    const base::Instant start{1'000s};
    auto now = start;
    Bucket bucket{100, start};
    // Steps longer than the statements take; the rest of a token is not compared.
    for (const auto pause : {0, 0, 700, 3'000, 100, 0, 0, 0, 0, 0, 0, 500, 60'000, 0}) {
        age(subject, pause / 1'000.0);
        now += std::chrono::milliseconds{pause};
        const auto expected = reserve(bucket, 100, 20, now);
        const auto found = reserve_one(subject, 100, 20);
        CAPTURE(pause);
        CHECK(found.granted >= expected.granted);
        CHECK(found.granted <= expected.granted + 10); // what came while the test ran
        bucket.tokens = found.left;
    }
}

TEST_CASE("a bucket gives its burst once, and a new rate acts at once",
          "[integration][gateway][limits]") {
    const auto subject = someone();
    std::uint32_t granted = 0;
    for (int n = 0; n < 10; ++n) granted += reserve_one(subject, 0.5, 1).granted;
    CHECK(granted == 0); // half a token is none
    for (int n = 0; n < 30; ++n) granted += reserve_one(subject, 10, 2).granted;
    CHECK(granted <= 2);
}

TEST_CASE("replicas that ask at the same time get no more than there is",
          "[integration][gateway][limits]") {
    const auto first = someone();
    const auto second = someone();
    std::atomic<std::uint32_t> granted = 0;
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::thread> replicas;
    for (int n = 0; n < 6; ++n) {
        replicas.emplace_back([&, n] {
            for (int i = 0; i < 40; ++i) {
                // In either order, so that rows locked crosswise would show.
                const Ask one{first, 50, 50, 10};
                const Ask other{second, 50, 50, 10};
                const auto asks = n % 2 == 0 ? std::vector{one, other} : std::vector{other, one};
                const auto answers = reserve_all(Suite::shared().pool(), asks);
                REQUIRE(answers);
                granted += (*answers)[n % 2 == 0 ? 0 : 1].granted;
            }
        });
    }
    for (auto& each : replicas) each.join();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
    CHECK(granted >= 50);
    CHECK(granted <= 50 * (1 + taken.count()) + 1);
}

TEST_CASE("who guesses passwords is slowed down; who knows it is not",
          "[integration][gateway][limits]") {
    LoginTries tries{Suite::shared().pool()};
    const auto whose = new_email();
    for (int n = 0; n < 5; ++n) CHECK(tries.take(whose, "192.0.2.7"));
    CHECK(tries.take(whose, "192.0.2.7").error().reason == "RATE_LIMIT");
    CHECK(tries.take(whose, "192.0.2.8"));
    CHECK(tries.forget(whose, "192.0.2.7"));
    CHECK(tries.take(whose, "192.0.2.7"));
}

TEST_CASE("one place has thirty tries for all addresses together",
          "[integration][gateway][limits]") {
    LoginTries tries{Suite::shared().pool()};
    int granted = 0;
    for (int n = 0; n < 60; ++n) {
        const auto from = "2001:db8::" + std::to_string(n);
        if (tries.take(new_email(), from)) ++granted;
    }
    CHECK(granted >= 30);
    CHECK(granted < 40); // what came while the test ran
}

TEST_CASE("what one place is refused is not counted against the person",
          "[integration][gateway][limits]") {
    LoginTries tries{Suite::shared().pool()};
    const auto whose = new_email();
    const auto here = new_address();
    for (int n = 0; n < 25; ++n) static_cast<void>(tries.take(whose, here));
    CHECK(tries.take(whose, new_address()));
}

TEST_CASE("from all places together there are twenty tries", "[integration][gateway][limits]") {
    LoginTries tries{Suite::shared().pool()};
    const auto whose = new_email();
    int granted = 0;
    for (int n = 0; n < 40; ++n) {
        if (tries.take(whose, std::to_string(n))) ++granted;
    }
    CHECK(granted == 20);
}
