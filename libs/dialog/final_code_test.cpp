#include "dialog/final_code.hpp"
#include "dialog/outcome_table.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace hatif::dialog;

TEST_CASE("a final code is one outcome and one reason", "[unit][final]") {
    struct Row {
        int code;
        Outcome outcome;
        const char* reason;
    };
    const auto row = GENERATE(values<Row>({
        {486, Outcome::busy, "sip_486_busy_here"},
        {600, Outcome::busy, "sip_600_busy_everywhere"},
        {603, Outcome::rejected, "sip_603_decline"},
        {607, Outcome::rejected, "sip_607_unwanted"},
        {608, Outcome::rejected, "sip_608_rejected"},
        {480, Outcome::no_answer, "sip_480_temporarily_unavailable"},
        {408, Outcome::no_answer, "sip_408_request_timeout"},
        {487, Outcome::no_answer, "sip_487_request_terminated"},
        {403, Outcome::failed, "sip_403_forbidden"}, // the trunk forbids, not the callee
        {404, Outcome::failed, "sip_404_not_found"},
        {410, Outcome::failed, "sip_410_gone"},
        {484, Outcome::failed, "sip_484_address_incomplete"},
        {604, Outcome::failed, "sip_604_does_not_exist_anywhere"},
        {503, Outcome::failed, "sip_503_service_unavailable"},
        {302, Outcome::failed, "sip_302_moved_temporarily"},
        {407, Outcome::failed, "sip_407_proxy_authentication_required"},
        {399, Outcome::failed, "sip_399_redirection"}, // no row: its class
        {499, Outcome::failed, "sip_499_request_failure"},
        {599, Outcome::failed, "sip_599_server_failure"},
        {699, Outcome::failed, "sip_699_global_failure"},
    }));
    CHECK(result_of_code(row.code).outcome == row.outcome);
    CHECK(result_of_code(row.code).reason == row.reason);
}

TEST_CASE("every final code has a reason of its own", "[unit][final]") {
    std::set<std::string> reasons;
    for (int code = 300; code < 700; ++code) reasons.insert(result_of_code(code).reason);
    CHECK(reasons.size() == 400);
}

TEST_CASE("an end without a final code has its reason too", "[unit][final]") {
    CHECK(result_of({.cause = Cause::cancelled, .code = 487}) ==
          DialResult{Outcome::no_answer, "ring_timeout"});
    CHECK(result_of({.cause = Cause::transport}) ==
          DialResult{Outcome::failed, "trunk_unavailable"});
    CHECK(result_of({.cause = Cause::timeout}) == DialResult{Outcome::failed, "trunk_unavailable"});
    CHECK(result_of({.cause = Cause::media, .code = 200}) ==
          DialResult{Outcome::failed, "media_refused"});
}

TEST_CASE("a cause of Q.850 that says something else counts more than a general code",
          "[unit][final]") {
    struct Row {
        int code;
        int cause;
        Outcome outcome;
        const char* reason;
    };
    const auto row = GENERATE(values<Row>({
        {480, 17, Outcome::busy, "q850_17_user_busy"},
        {500, 17, Outcome::busy, "q850_17_user_busy"},
        {503, 17, Outcome::busy, "q850_17_user_busy"},
        {503, 1, Outcome::failed, "q850_1_unallocated_number"},
        {480, 28, Outcome::failed, "q850_28_invalid_number_format"},
        {500, 18, Outcome::no_answer, "q850_18_no_user_responding"},
        {480, 18, Outcome::no_answer, "sip_480_temporarily_unavailable"}, // the same, said before
        {500, 19, Outcome::no_answer, "q850_19_no_answer_from_user"},
        {403, 21, Outcome::rejected, "q850_21_call_rejected"},
        {480, 34, Outcome::failed, "q850_34_no_circuit_available"},
        {408, 42, Outcome::failed, "q850_42_switching_congestion"},
        {503, 42, Outcome::failed, "sip_503_service_unavailable"},
        {503, 16, Outcome::failed, "sip_503_service_unavailable"}, // says nothing
        {486, 19, Outcome::busy, "sip_486_busy_here"},             // says what it means
        {404, 17, Outcome::failed, "sip_404_not_found"},
        {603, 17, Outcome::rejected, "sip_603_decline"},
    }));
    CAPTURE(row.code, row.cause);
    const auto result = result_of({.code = row.code, .q850 = row.cause});
    CHECK(result.outcome == row.outcome);
    CHECK(result.reason == row.reason);
}

TEST_CASE("a number that is wrong is told as such", "[unit][final]") {
    CHECK(result_of({.code = 404}).permanent);
    CHECK(result_of({.code = 410}).permanent);
    CHECK(result_of({.code = 484}).permanent);
    CHECK(result_of({.code = 604}).permanent);
    CHECK(result_of({.code = 503, .q850 = 1}).permanent);
    CHECK_FALSE(result_of({.code = 503, .q850 = 34}).permanent);
    CHECK_FALSE(result_of({.code = 486}).permanent);
    CHECK_FALSE(result_of({.cause = Cause::timeout}).permanent);
}

TEST_CASE("what is the callee's own is not tried over another trunk", "[unit][final]") {
    CHECK_FALSE(Refusal{.code = 503, .q850 = 17}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.code = 500, .q850 = 1}.may_try_another_trunk());
    CHECK(Refusal{.code = 503, .q850 = 34}.may_try_another_trunk());
    CHECK(Refusal{.code = 503, .q850 = 16}.may_try_another_trunk());
}

TEST_CASE("the printed table says of every code and cause what the code does", "[unit][final]") {
    const auto table = outcome_table();
    for (int code = 300; code < 700; ++code) {
        const auto result = result_of_code(code);
        const auto line = "| " + std::to_string(code) + " | `" +
                          std::string{to_string(result.outcome)} + "` | `" + result.reason +
                          "` | " + (result.permanent ? "yes" : "") + " |\n";
        const bool named = table.find("| " + std::to_string(code) + " | `") != std::string::npos;
        if (named) CHECK_THAT(table, Catch::Contains(line));
    }
    for (int cause = 1; cause < 128; ++cause) {
        const auto result = result_of({.code = cause == 27 ? 480 : 503, .q850 = cause});
        if (!result.reason.starts_with("q850_")) continue;
        CHECK_THAT(table, Catch::Contains("| " + std::to_string(cause) + " | `" +
                                          std::string{to_string(result.outcome)} + "` | `" +
                                          result.reason + "` | "));
    }
    CHECK_THAT(table, Catch::Contains("`ring_timeout`") && Catch::Contains("`media_refused`"));
}

TEST_CASE("another trunk may be tried after a refusal by the trunk, before any ringing",
          "[unit][final]") {
    CHECK(Refusal{.cause = Cause::transport}.may_try_another_trunk());
    CHECK(Refusal{.code = 503}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.code = 503, .rang = true}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.code = 486}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.cause = Cause::timeout}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.cause = Cause::cancelled, .code = 503}.may_try_another_trunk());
}
