#include "http/json_reader.hpp"

#include "hatif/contact/v1/contact_service.pb.h"
#include "hatif/program/v1/execution_service.pb.h"
#include "hatif/program/v1/flow_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"
#include "hatif/reporting/v1/report.pb.h"

#include <catch2/catch.hpp>

#include <ostream>

using namespace hatif;
using namespace hatif::http;
using program::v1::CreateProgramRequest;

namespace hatif::base {
std::ostream& operator<<(std::ostream& out, const FieldError& it) {
    return out << it.path << ": " << it.what;
}
} // namespace hatif::base

namespace {

template <class Message>
Message read(std::string body) {
    Message message;
    FieldErrors wrong;
    const auto done = read_json(body, message, wrong);
    INFO((done ? "" : done.error().what));
    REQUIRE(done);
    REQUIRE(wrong == FieldErrors{});
    return message;
}

template <class Message = CreateProgramRequest>
FieldErrors wrong_in(std::string body) {
    Message message;
    FieldErrors wrong;
    const auto done = read_json(body, message, wrong);
    INFO((done ? "" : done.error().what));
    REQUIRE(done);
    return wrong;
}

template <class Message = CreateProgramRequest>
std::string refusal_of(std::string body) {
    Message message;
    FieldErrors wrong;
    const auto done = read_json(body, message, wrong);
    return done ? "taken" : done.error().what;
}

} // namespace

TEST_CASE("members are read by their camelCase names", "[http][json_reader]") {
    const auto program = read<CreateProgramRequest>(
        R"({"name":"Élan","flowId":"0192F3A4-0000-7000-8000-000000000001","didPool":["+1","+2"],
            "maxConcurrentCalls":5,"callsPerSecond":2,"retryStrategy":{"type":"fixed_delay",
            "delayMinutes":0.5}})");
    CHECK(program.name() == "Élan");
    CHECK(program.did_pool_size() == 2);
    CHECK(program.max_concurrent_calls() == 5);
    CHECK(program.calls_per_second() == 2.0);
    CHECK(program.retry_strategy().delay_minutes() == 0.5);
}

TEST_CASE("a uuid reaches the service in lower case", "[http][json_reader]") {
    CHECK(read<CreateProgramRequest>(R"({"flowId":"0192F3A4-0000-7000-8000-00000000000A"})")
              .flow_id() == "0192f3a4-0000-7000-8000-00000000000a");
}

TEST_CASE("an enum's word is read with a hyphen too", "[http][json_reader]") {
    CHECK(read<CreateProgramRequest>(R"({"retryStrategy":{"type":"fixed-delay"}})")
              .retry_strategy()
              .type() == program::v1::RETRY_TYPE_FIXED_DELAY);
}

TEST_CASE("a time is read in any zone", "[http][json_reader]") {
    CHECK(read<program::v1::Execution>(R"({"createdAt":"2025-01-15T11:30:00.250+01:00"})")
              .created_at()
              .seconds() == 1736937000);
}

TEST_CASE("a map is read by its keys", "[http][json_reader]") {
    const auto execution =
        read<program::v1::Execution>(R"({"outcomes":{"completed":12,"busy":3}})");
    CHECK(execution.outcomes().at("busy") == 3);
}

TEST_CASE("an empty body reads as {}", "[http][json_reader]") {
    CHECK(read<CreateProgramRequest>("").ByteSizeLong() == 0);
    CHECK(read<CreateProgramRequest>(" \n").ByteSizeLong() == 0);
}

TEST_CASE("a whole number may be written with a fraction of zero", "[http][json_reader]") {
    CHECK(read<CreateProgramRequest>(R"({"maxConcurrentCalls":5.0})").max_concurrent_calls() == 5);
}

TEST_CASE("members sent as null or empty stay unset and are named in cleared",
          "[http][json_reader]") {
    const auto program = read<CreateProgramRequest>(
        R"({"name":null,"didPool":[],"retryStrategy":{},"callsPerSecond":1})");
    CHECK_FALSE(program.has_name());
    CHECK_FALSE(program.has_retry_strategy());
    CHECK(std::vector<std::string>(program.cleared().begin(), program.cleared().end()) ==
          std::vector<std::string>{"name", "didPool", "retryStrategy"});
    CHECK(read<CreateProgramRequest>(R"({"retryStrategy":{"type":"none","maxRetries":null}})")
              .cleared(0) == "retryStrategy.maxRetries");
}

TEST_CASE("raw JSON is taken over as it was written", "[http][json_reader]") {
    const auto flow = read<program::v1::CreateFlowRequest>(
        R"({"graph": {"a" : 1.0, "b":[ "\u0041" ]} ,"name":"x"})");
    CHECK(flow.graph() == R"({"a" : 1.0, "b":[ "\u0041" ]})");
    CHECK(read<contact::v1::UpsertContactsRequest>(R"({"data":[ ]})").data() == "[ ]");
    CHECK(read<contact::v1::UpsertContactsRequest>(R"({"data":17 })").data() == "17");
    CHECK_FALSE(read<contact::v1::UpsertContactsRequest>(R"({"data":null})").has_data());
}

TEST_CASE("output-only members of the object are ignored, so that what was read can be sent",
          "[http][json_reader]") {
    CHECK(read<CreateProgramRequest>(
              R"({"id":"x","organizationId":7,"createdAt":[],"updatedAt":null,"name":"n"})")
              .name() == "n");
}

TEST_CASE("everything that is wrong is named at once, by its path", "[http][json_reader]") {
    CHECK(wrong_in(R"({"nmae":"x","name":7,"flowId":"f","didPool":["a",2,null],
                       "retryStrategy":{"type":"often","maxRetries":-1,"delay":1},
                       "maxConcurrentCalls":"5","callsPerSecond":true,"status":"deleted"})") ==
          FieldErrors{
              {"nmae", "is not a known member"},
              {"name", "must be a text"},
              {"flowId", "must be a UUID"},
              {"didPool[1]", "must be a text"},
              {"didPool[2]", "must be a text"},
              {"retryStrategy.type", "must be one of: none, fixed_delay, scheduled"},
              {"retryStrategy.maxRetries", "must be a whole number from 0 to 4294967295"},
              {"retryStrategy.delay", "is not a known member"},
              {"maxConcurrentCalls", "must be a number"},
              {"callsPerSecond", "must be a number"},
              {"status", "must be one of: draft, active, archived"},
          });
}

TEST_CASE("each wrong kind of value is told from the right one", "[http][json_reader]") {
    struct Row {
        const char* body;
        const char* path;
        const char* what;
    };
    // clang-format off
    const Row rows[] = {
        {R"({"didPool":"x"})",                     "didPool",            "must be a list"},
        {R"({"didPool":{}})",                      "didPool",            "must be a list"},
        {R"({"retryStrategy":[]})",                "retryStrategy",      "must be an object"},
        {R"({"retryStrategy":"none"})",            "retryStrategy",      "must be an object"},
        {R"({"name":{"a":1}})",                    "name",               "must be a text"},
        {R"({"name":["a"]})",                      "name",               "must be a text"},
        {R"({"name":"a","name":"b"})",             "name",               "is given twice"},
        {R"({"name":"a\u0000b"})",                 "name",               "must not contain the character U+0000"},
        {R"({"maxConcurrentCalls":1.5})",          "maxConcurrentCalls", "must be a whole number from 0 to 4294967295"},
        {R"({"maxConcurrentCalls":4294967296})",   "maxConcurrentCalls", "must be a whole number from 0 to 4294967295"},
        {R"({"status":"unspecified"})",            "status",             "must be one of: draft, active, archived"},
        {R"({"status":"ACTIVE"})",                 "status",             "must be one of: draft, active, archived"},
        {R"({"cleared":["name"]})",                "cleared",            "is not a known member"},
        {R"({"flow_id":"x"})",                     "flow_id",            "is not a known member"},
    };
    // clang-format on
    for (const auto& row : rows) {
        INFO(row.body);
        CHECK(wrong_in(row.body) == FieldErrors{{row.path, row.what}});
    }
    CHECK(wrong_in<program::v1::Execution>(R"({"createdAt":"yesterday"})").size() == 1);
    CHECK(wrong_in<program::v1::Execution>(R"({"outcomes":{"busy":"x"}})") ==
          FieldErrors{{"outcomes.busy", "must be a number"}});
    CHECK(wrong_in<reporting::v1::CallReport>(R"({"attempts":[{},{"call":{"sipCode":"x"}}]})") ==
          FieldErrors{{"attempts[1].call.sipCode", "must be a number"}});
}

TEST_CASE("what is no JSON object is refused as a whole", "[http][json_reader]") {
    for (const auto* body : {"{", "{}}", "{} x", "nul", "{\"name\":tru}", "{\"name\":\"a}",
                             "{'a':1}", "{\"name\":\"\xff\"}", "{\"name\":\"\\ud800\"}",
                             "{\"a\":01}", "{\"name\":\"a\",}", "[1", "{\"data\":[1,]}"}) {
        INFO(body);
        CHECK_THAT(refusal_of(body), Catch::StartsWith("the body is not valid JSON"));
    }
    CHECK(refusal_of("[]") == "the body must be a JSON object");
    CHECK(refusal_of("\"text\"") == "the body must be a JSON object");
    CHECK(refusal_of("null") == "the body must be a JSON object");
}

TEST_CASE("a body nested too deep is refused", "[http][json_reader]") {
    CHECK_THAT(refusal_of<program::v1::CreateFlowRequest>("{\"graph\":" + std::string(100, '[') +
                                                          std::string(100, ']') + "}"),
               Catch::Contains("nested deeper"));
}

TEST_CASE("a member that the path gives is not read from the body", "[http][json_reader]") {
    contact::v1::GetContactRequest request;
    FieldErrors wrong;
    std::string body = R"({"id":"0192f3a4-0000-7000-8000-000000000001"})";
    REQUIRE(read_json(body, request, wrong, {request.GetDescriptor()->field(0)}));
    CHECK(wrong == FieldErrors{{"id", "is not a known member"}});
}

TEST_CASE("parameters read as their members' types", "[http][json_reader]") {
    program::v1::ListExecutionsRequest request;
    const auto parameter = [&](const char* name, const char* text) {
        FieldErrors wrong;
        read_parameter(text, request, *request.GetDescriptor()->FindFieldByName(name), wrong);
        return wrong;
    };
    CHECK(parameter("page", "2").empty());
    CHECK(parameter("status", "running").empty());
    CHECK(request.page() == 2);
    CHECK(request.status() == program::v1::EXECUTION_STATUS_RUNNING);
    CHECK(parameter("page", "3") == FieldErrors{{"page", "is given twice"}});
    CHECK(parameter("limit", "ten") == FieldErrors{{"limit", "must be a number"}});
    CHECK(parameter("limit", "") == FieldErrors{{"limit", "must be a number"}});
    CHECK(parameter("program_id", "7") == FieldErrors{{"programId", "must be a UUID"}});
}
