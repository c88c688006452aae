#include "dialer/events/call_events.hpp"

#include "kafka/mock_broker.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

dialer::v1::CallEvent event(std::size_t bytes = 1) {
    dialer::v1::CallEvent it;
    it.set_job_id("job");
    it.set_contact_id(std::string(bytes, 'x'));
    return it;
}

constexpr std::size_t too_large = 2'000'000;

} // namespace

TEST_CASE("an event that Kafka never takes is lost alone, and counted", "[dialer][events]") {
    kafka::test::MockBroker broker;
    kafka::Producer producer{
        {.brokers = broker.address(), .client_id = "test", .buffered_records = 1}};
    observability::Metrics metrics;
    CallEvents events{producer, "test", metrics};
    events.publish(event());
    events.publish(event()); // the buffer is full: this one waits, and all after it
    events.publish(event(too_large));
    REQUIRE_FALSE(events.is_empty());
    REQUIRE(producer.flush(10s));
    events.retry();
    REQUIRE(producer.flush(10s));
    events.retry();
    CHECK(events.is_empty());
    CHECK(metrics.text().find("hatif_dialer_events_refused_total 1") != std::string::npos);
    events.publish(event());
    REQUIRE(producer.flush(10s));
    CHECK(producer.delivered() == 3);
}

TEST_CASE("a dead producer has no room for the events of new calls", "[dialer][events]") {
    kafka::test::MockBroker broker;
    broker.kill_the_next_producer();
    std::promise<void> died;
    kafka::Producer producer{
        {.brokers = broker.address(), .client_id = "test", .on_death = [&] { died.set_value(); }}};
    observability::Metrics metrics;
    const CallEvents events{producer, "test", metrics};
    REQUIRE(died.get_future().wait_for(10s) == std::future_status::ready);
    CHECK_FALSE(events.has_room());
}
