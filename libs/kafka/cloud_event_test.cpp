#include "kafka/cloud_event.hpp"

#include <catch2/catch.hpp>

using namespace hatif::kafka;

namespace {

const CloudEvent answered{
    .id = "0192f3a4-0000-7000-8000-000000000001-3",
    .source = "hatif-dialer/worker-1",
    .type = "hatif.dialer.v1.Answered",
    .time = *hatif::base::from_iso8601("2025-01-15T10:30:00.250Z"),
    .schema = "hatif.dialer.v1.CallEvent",
};

std::string value(const std::vector<Header>& headers, std::string_view name) {
    for (const auto& it : headers) {
        if (it.name == name) return it.value;
    }
    return "(absent)";
}

} // namespace

TEST_CASE("an event tells in its headers what it is", "[kafka][cloud_event]") {
    const auto headers = headers_of(answered);
    CHECK(value(headers, "ce_specversion") == "1.0");
    CHECK(value(headers, "ce_id") == "0192f3a4-0000-7000-8000-000000000001-3");
    CHECK(value(headers, "ce_source") == "hatif-dialer/worker-1");
    CHECK(value(headers, "ce_type") == "hatif.dialer.v1.Answered");
    CHECK(value(headers, "ce_time") == "2025-01-15T10:30:00.250Z");
    CHECK(value(headers, "ce_dataschema") == "hatif.dialer.v1.CallEvent");
    CHECK(value(headers, "content-type") == "application/protobuf");
}

TEST_CASE("what is not known has no header", "[kafka][cloud_event]") {
    CHECK(value(headers_of(answered), "ce_sequence") == "(absent)");
    CHECK(value(headers_of(answered), "ce_traceparent") == "(absent)");
}

TEST_CASE("an outbox event carries its sequence, and a trace where there is one",
          "[kafka][cloud_event]") {
    auto event = answered;
    event.sequence = outbox_sequence(7, 12);
    event.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    CHECK(value(headers_of(event), "ce_sequence") == "00000000000000000007.00000000000000000012");
    CHECK(value(headers_of(event), "ce_traceparent") == event.traceparent);
}

TEST_CASE("sequences compare as texts as their numbers do", "[kafka][cloud_event]") {
    CHECK(outbox_sequence(9, 1) < outbox_sequence(10, 0));
    CHECK(outbox_sequence(10, 9) < outbox_sequence(10, 10));
    CHECK(outbox_sequence(10, 18446744073709551615u) < outbox_sequence(11, 0));
}

TEST_CASE("dead letters stand beside their topic", "[kafka][cloud_event]") {
    CHECK(dead_letter_topic(call_events_topic) == "hatif.call-events.v1.dead-letter");
}
