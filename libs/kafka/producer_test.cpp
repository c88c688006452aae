#include "kafka/producer.hpp"

#include "kafka/mock_broker.hpp"

#include <catch2/catch.hpp>

#include <future>

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
