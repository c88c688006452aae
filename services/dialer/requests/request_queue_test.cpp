#include "dialer/requests/request_queue.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

const SteadyTime now{1'000s};

base::AttemptId attempt(std::uint64_t number) {
    return base::AttemptId{base::Uuid::derived({}, number)};
}

ServerRequest request(std::uint64_t number,
                      std::string host,
                      std::string organization = "one",
                      SteadyTime until = now + 5s) {
    return {{attempt(number), std::move(organization)}, {1, 0}, {}, std::move(host), until};
}

} // namespace

TEST_CASE("the oldest request goes first", "[dialer][requests]") {
    RequestQueue queue{{}};
    REQUIRE(queue.put(request(1, "a")));
    REQUIRE(queue.put(request(2, "a")));
    CHECK(queue.next(now)->asker.attempt == attempt(1));
    CHECK(queue.next(now)->asker.attempt == attempt(2));
    CHECK_FALSE(queue.next(now));
}

TEST_CASE("a slow server takes no more than its share, and the others go on",
          "[dialer][requests]") {
    RequestQueue queue{{.of_a_host = 2}};
    for (std::uint64_t i = 1; i <= 3; ++i) REQUIRE(queue.put(request(i, "slow")));
    REQUIRE(queue.put(request(4, "quick")));
    const auto first = queue.next(now);
    REQUIRE(first);
    REQUIRE(queue.next(now));
    CHECK(queue.next(now)->host == "quick");
    CHECK_FALSE(queue.next(now));
    queue.done(*first);
    CHECK(queue.next(now)->asker.attempt == attempt(3));
}

TEST_CASE("an organization takes no more than its share, whatever servers it asks",
          "[dialer][requests]") {
    RequestQueue queue{{.of_an_organization = 1}};
    REQUIRE(queue.put(request(1, "a", "greedy")));
    REQUIRE(queue.put(request(2, "b", "greedy")));
    REQUIRE(queue.put(request(3, "c", "other")));
    CHECK(queue.next(now)->asker.organization == "greedy");
    CHECK(queue.next(now)->asker.organization == "other");
    CHECK_FALSE(queue.next(now));
}

TEST_CASE("no more are under way, and no more wait, than may", "[dialer][requests]") {
    RequestQueue queue{{.under_way = 1, .waiting = 2}};
    REQUIRE(queue.put(request(1, "a", "one")));
    REQUIRE(queue.put(request(2, "b", "two")));
    CHECK_FALSE(queue.put(request(3, "c", "three")));
    const auto first = queue.next(now);
    CHECK_FALSE(queue.next(now));
    CHECK(queue.put(request(3, "c", "three")));
    queue.done(*first);
    CHECK(queue.next(now)->asker.attempt == attempt(2));
}

TEST_CASE("an organization has a quarter of the places to wait, and the others find one",
          "[dialer][requests]") {
    RequestQueue queue{{.of_a_host = 100, .of_an_organization = 1, .waiting = 12}};
    for (std::uint64_t i = 1; i <= 3; ++i) {
        REQUIRE(queue.put(request(i, "a", "greedy", i == 3 ? now + 1s : now + 5s)));
    }
    CHECK_FALSE(queue.put(request(4, "b", "greedy")));
    REQUIRE(queue.put(request(5, "a", "other")));
    // Whatever takes one off makes a place: its turn, its end, its time.
    REQUIRE(queue.next(now)->asker.attempt == attempt(1));
    REQUIRE(queue.put(request(4, "b", "greedy")));
    CHECK_FALSE(queue.put(request(6, "b", "greedy")));
    REQUIRE(queue.erase(attempt(2), {1, 0}));
    REQUIRE(queue.put(request(6, "b", "greedy")));
    CHECK_FALSE(queue.put(request(7, "b", "greedy")));
    REQUIRE(queue.take_late(now + 1s).size() == 1);
    CHECK(queue.put(request(7, "b", "greedy")));
    CHECK_FALSE(queue.put(request(8, "b", "greedy")));
}

TEST_CASE("what can be answered in time no more is not sent", "[dialer][requests]") {
    RequestQueue queue{{}};
    REQUIRE(queue.put(request(1, "a", "one", now + 5s)));
    REQUIRE(queue.put(request(2, "a", "one", now + 2s)));
    CHECK(queue.first_late() == now + 2s);
    CHECK(queue.take_late(now + 1s).empty());
    const auto late = queue.take_late(now + 2s);
    REQUIRE(late.size() == 1);
    CHECK(late.front().asker.attempt == attempt(2));
    CHECK(queue.first_late() == now + 5s);
    CHECK_FALSE(queue.next(now + 5s));
}

TEST_CASE("what is taken back waits no more", "[dialer][requests]") {
    RequestQueue queue{{}};
    REQUIRE(queue.put(request(1, "a")));
    CHECK_FALSE(queue.erase(attempt(1), {2, 0})); // another one of the same call
    CHECK_FALSE(queue.erase(attempt(2), {1, 0}));
    CHECK(queue.erase(attempt(1), {1, 0}));
    CHECK_FALSE(queue.next(now));
}
