#include "hatif/gateway/v1/organization_service.pb.h"
#include "hatif/program/v1/program_service.pb.h"
#include "http/json_reader.hpp"
#include "http/json_writer.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace hatif;

/// The newer shapes of the contracts, there and back.
namespace {

template <class Message>
Message read(std::string body) {
    Message message;
    http::FieldErrors wrong;
    REQUIRE(http::read_json(body, message, wrong));
    for (const auto& it : wrong) FAIL(it.path + ": " + it.what);
    return message;
}

template <class Message>
std::set<std::string> wrong(std::string body) {
    Message message;
    http::FieldErrors fields;
    REQUIRE(http::read_json(body, message, fields));
    std::set<std::string> paths;
    for (const auto& it : fields) paths.insert(it.path);
    return paths;
}

} // namespace

TEST_CASE("an organization's rules read as objects and lists, and null and empty are told apart "
          "from what is not sent",
          "[gateway][conversions]") {
    using Update = gateway::v1::UpdateOrganizationRequest;
    const auto update = read<Update>(
        R"({"callingHours":{"monday":[{"startAt":{"hour":9},"endAt":{"hour":18,"minute":30}}],
            "friday":[],"zone":"program"},"holidays":[{"date":"11-18"},{"date":"2026-05-27",
            "name":"Aïd"}],"frequencyCap":{"maxCalls":3,"perHours":24},"callShare":99,
            "createdAt":"2025-01-15T10:30:00Z"})");
    CHECK(update.calling_hours().monday(0).end_at().minute() == 30);
    CHECK(update.calling_hours().zone() == type::v1::HOURS_ZONE_PROGRAM);
    CHECK(update.holidays(1).name() == "Aïd");
    CHECK(update.frequency_cap().per_hours() == 24);
    CHECK(update.cleared_size() == 1);
    CHECK(update.cleared(0) == "callingHours.friday");

    const auto cleared = read<Update>(R"({"callingHours":{},"holidays":[],"frequencyCap":null})");
    CHECK_FALSE(cleared.has_calling_hours());
    CHECK(cleared.cleared_size() == 3);
    CHECK(wrong<Update>(R"({"holidays":{"date":"11-18"},"callingHours":[],
                            "frequencyCap":{"maxCalls":-1}})") ==
          std::set<std::string>{"holidays", "callingHours", "frequencyCap.maxCalls"});
}

TEST_CASE("an organization without rules prints null and an empty list", "[gateway][conversions]") {
    const auto json = http::to_json(gateway::v1::Organization{});
    CHECK_THAT(json, Catch::Contains(R"("callingHours":null,"holidays":[],"frequencyCap":null)"));
}

TEST_CASE("retries by outcome have the outcomes' own names", "[gateway][conversions]") {
    const auto strategy = read<program::v1::RetryStrategy>(
        R"({"type":"fixed_delay","byOutcome":{"no_answer":{"delayMinutes":0.5,"maxRetries":0},
            "busy":{"maxRetries":2}}})");
    CHECK(strategy.by_outcome().no_answer().delay_minutes() == 0.5);
    CHECK(strategy.by_outcome().no_answer().max_retries() == 0);
    CHECK(strategy.by_outcome().no_answer().has_max_retries());
    CHECK_FALSE(strategy.by_outcome().busy().has_delay_minutes());
    CHECK(http::to_json(strategy) ==
          R"({"type":"fixed_delay","byOutcome":{"no_answer":{"delayMinutes":0.5,"maxRetries":0},)"
          R"("busy":{"maxRetries":2}}})");
    CHECK(wrong<program::v1::RetryStrategy>(
              R"({"byOutcome":{"noAnswer":{},"completed":{"maxRetries":1}}})") ==
          std::set<std::string>{"byOutcome.noAnswer", "byOutcome.completed"});
}

TEST_CASE("rules that are replaced as a whole keep their order", "[gateway][conversions]") {
    const auto update = read<program::v1::UpdateProgramRequest>(
        R"({"autoPauseRules":[{"nodeId":"b"},{"nodeId":"a"}],"failureBreaker":{"rate":0.5},
            "triggerCondition":{"attributeName":"renewal","offsetMinutes":-60},"mode":"live"})");
    REQUIRE(update.auto_pause_rules_size() == 2);
    CHECK(update.auto_pause_rules(0).node_id() == "b");
    CHECK(update.trigger_condition().offset_minutes() == -60);
    CHECK(update.mode() == program::v1::PROGRAM_MODE_LIVE);
    CHECK(read<program::v1::ResumeExecutionRequest>(R"({"autoPauseRules":[]})").cleared(0) ==
          "autoPauseRules");
}

TEST_CASE("maps of counts and of shares print as objects", "[gateway][conversions]") {
    program::v1::Preflight preflight;
    (*preflight.mutable_skipped())["skipped_do_not_call"] = 9'007'199'254'740'993;
    (*preflight.mutable_forecast()->mutable_assumptions()->mutable_outcomes())["busy"] = 0.25;
    const auto json = http::to_json(preflight);
    CHECK_THAT(json, Catch::Contains(R"("skipped":{"skipped_do_not_call":9007199254740993})"));
    CHECK_THAT(json, Catch::Contains(R"("outcomes":{"busy":0.25})"));
    CHECK_THAT(json, Catch::Contains(R"("blockers":[],"warnings":[],"firstCallAt":null)"));
    CHECK_THAT(http::to_json(program::v1::Preflight{}),
               Catch::Contains(R"("skipped":{})") && Catch::Contains(R"("forecast":null)"));
}
