#include "dialog/final_code.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace hatif::dialog;

TEST_CASE("a final code is one outcome and one reason", "[dialog][final]") {
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
    CHECK(result_of_code(row.code) == DialResult{row.outcome, row.reason});
}

TEST_CASE("every final code has a reason of its own", "[dialog][final]") {
    std::set<std::string> reasons;
    for (int code = 300; code < 700; ++code) reasons.insert(result_of_code(code).reason);
    CHECK(reasons.size() == 400);
}

TEST_CASE("an end without a final code has its reason too", "[dialog][final]") {
    CHECK(result_of({.cause = Cause::cancelled, .code = 487}) ==
          DialResult{Outcome::no_answer, "ring_timeout"});
    CHECK(result_of({.cause = Cause::transport}) ==
          DialResult{Outcome::failed, "trunk_unavailable"});
    CHECK(result_of({.cause = Cause::timeout}) == DialResult{Outcome::failed, "trunk_unavailable"});
    CHECK(result_of({.cause = Cause::media, .code = 200}) ==
          DialResult{Outcome::failed, "media_refused"});
}

TEST_CASE("another trunk may be tried after a refusal by the trunk, before any ringing",
          "[dialog][final]") {
    CHECK(Refusal{.cause = Cause::transport}.may_try_another_trunk());
    CHECK(Refusal{.code = 503}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.code = 503, .rang = true}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.code = 486}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.cause = Cause::timeout}.may_try_another_trunk());
    CHECK_FALSE(Refusal{.cause = Cause::cancelled, .code = 503}.may_try_another_trunk());
}
