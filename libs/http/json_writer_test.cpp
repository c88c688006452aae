#include "http/json_writer.hpp"

#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"

#include <catch2/catch.hpp>
#include <google/protobuf/descriptor.h>

using namespace hatif;
using namespace hatif::http;

TEST_CASE("plain scalars and lists always print, unset members print as null",
          "[http][json_writer]") {
    CHECK(to_json(program::v1::ListExecutionsResponse{}) == R"({"data":[]})");
    CHECK(to_json(program::v1::WaitingFor{}) == R"({"reason":"","until":null})");
}

TEST_CASE("a member that the contract omits when unset does not print", "[http][json_writer]") {
    program::v1::RetryStrategy strategy;
    strategy.set_type(program::v1::RETRY_TYPE_NONE);
    CHECK(to_json(strategy) == R"({"type":"none"})");
    contact::v1::UpsertContactsResponse::Result result;
    result.set_outcome(contact::v1::UPSERT_OUTCOME_CREATED);
    CHECK(to_json(result) == R"({"index":0,"id":null,"outcome":"created"})");
}

TEST_CASE("enums print as words, the unspecified one as null", "[http][json_writer]") {
    program::v1::RetryStrategy strategy;
    strategy.set_type(program::v1::RETRY_TYPE_FIXED_DELAY);
    strategy.set_delay_minutes(0.1);
    CHECK(to_json(strategy) == R"({"type":"fixed_delay","delayMinutes":0.1})");
    program::v1::Execution execution;
    CHECK_THAT(to_json(execution), Catch::Contains(R"("status":null)"));
}

TEST_CASE("times print in UTC with milliseconds, 64-bit numbers as numbers",
          "[http][json_writer]") {
    program::v1::Execution execution;
    execution.mutable_created_at()->set_seconds(1736937000);
    execution.mutable_created_at()->set_nanos(250'999'000);
    execution.set_total_contacts(9'007'199'254'740'993);
    (*execution.mutable_outcomes())["busy"] = 3;
    const auto json = to_json(execution);
    CHECK_THAT(json, Catch::Contains(R"("createdAt":"2025-01-15T10:30:00.250Z")"));
    CHECK_THAT(json, Catch::Contains(R"("totalContacts":9007199254740993)"));
    CHECK_THAT(json, Catch::Contains(R"("outcomes":{"busy":3})"));
}

TEST_CASE("raw JSON prints as it is, empty as null", "[http][json_writer]") {
    program::v1::Flow flow;
    CHECK_THAT(to_json(flow), Catch::Contains(R"("graph":null)"));
    flow.set_graph(R"({"a" : 1.0})");
    CHECK_THAT(to_json(flow), Catch::Contains(R"("graph":{"a" : 1.0})"));
}

TEST_CASE("one member prints alone", "[http][json_writer]") {
    program::v1::ListExecutionsResponse list;
    list.add_data()->set_id("e");
    CHECK_THAT(to_json(list, *list.GetDescriptor()->field(0)), Catch::StartsWith(R"([{"id":"e")"));
}
