#include "kafka/producer.hpp"

#include "kafka/mock_broker.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

using namespace hatif::kafka;
using namespace std::chrono_literals;

namespace {

Record sized(std::size_t bytes) {
    return {.topic = "calls", .key = "job", .headers = {}, .payload = std::string(bytes, 'x')};
}

constexpr std::size_t too_large = 2'000'000;

} // namespace

TEST_CASE("a record that no broker takes is refused, and those behind it leave",
          "[kafka][producer]") {
    test::MockBroker broker;
    Producer producer{{.brokers = broker.address(), .client_id = "test"}};
    CHECK(producer.offer(sized(too_large)) == Offer::refused);
    CHECK_FALSE(producer.send(sized(too_large)));
    CHECK(producer.offer(sized(1)) == Offer::taken);
    CHECK(producer.flush(10s));
    CHECK(producer.delivered() == 1);
}

TEST_CASE("what a full buffer does not take it takes later", "[kafka][producer]") {
    Producer producer{{.brokers = "127.0.0.1:1", .client_id = "test", .buffered_records = 1}};
    CHECK(producer.offer(sized(1)) == Offer::taken);
    CHECK(producer.offer(sized(1)) == Offer::later);
}

TEST_CASE("a producer that dies says so once, and refuses nothing for good", "[kafka][producer]") {
    test::MockBroker broker;
    broker.kill_the_next_producer();
    std::promise<void> died;
    Producer producer{
        {.brokers = broker.address(), .client_id = "test", .on_death = [&] { died.set_value(); }}};
    REQUIRE(died.get_future().wait_for(10s) == std::future_status::ready);
    CHECK(producer.dead());
    CHECK(producer.offer(sized(1)) == Offer::later);
    CHECK_FALSE(producer.flush(10s));
}

TEST_CASE("who asks for it hears once that the record was acknowledged, and never before",
          "[kafka][producer]") {
    test::MockBroker broker;
    broker.go_away();
    std::atomic<int> heard{0};
    {
        Producer producer{{.brokers = broker.address(), .client_id = "test"}};
        CHECK(producer.offer(sized(too_large), [&] { ++heard; }) == Offer::refused);
        CHECK(producer.offer(sized(1), [&] { ++heard; }) == Offer::taken);
        CHECK_FALSE(producer.flush(200ms));
        CHECK(heard == 0);
        broker.come_back();
        REQUIRE(producer.flush(10s));
        CHECK(heard == 1);
        broker.go_away();
        CHECK(producer.offer(sized(1), [&] { ++heard; }) == Offer::taken); // and given up
    }
    CHECK(heard == 1);
}

TEST_CASE("an owner who polls hears on its own thread what became of its records",
          "[kafka][producer]") {
    test::MockBroker broker;
    Producer producer{{.brokers = broker.address(), .client_id = "test", .polled_by_owner = true}};
    std::thread::id heard_on;
    REQUIRE(producer.offer(sized(1), [&] { heard_on = std::this_thread::get_id(); }) ==
            Offer::taken);
    CHECK(producer.outstanding() == 1);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (producer.outstanding() > 0 && std::chrono::steady_clock::now() < end) producer.poll();
    CHECK(producer.delivered() == 1);
    CHECK(heard_on == std::this_thread::get_id());
}
