#include "reporting/statistics.hpp"

#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;

namespace {

const StoredExecution of_ten{.id = execution, .total_contacts = 10};
const std::int64_t ten_seconds = 1'736'935'200; // ten

CellKey key(Kind kind, std::string name = {}, std::string detail = {}) {
    return {execution, kind, std::move(name), std::move(detail)};
}

} // namespace

TEST_CASE("the balance of an execution adds up to its total", "[reporting][statistics]") {
    const auto report = build_execution_report(
        of_ten, {{key(Kind::contacts, "completed", "completed"), {.count = 3, .answered = 3}},
                 {key(Kind::contacts, "busy", "failed"), {.count = 2}},
                 {key(Kind::contacts, "busy", "open"), {.count = 1}},
                 {key(Kind::contacts, "no_answer", "skipped"), {.count = 1}},
                 {key(Kind::contacts, "", "skipped"), {.count = 1}},
                 {key(Kind::skips, "skipped_cancelled"), {.count = 2}}});
    CHECK(report.contacts_completed() == 3);
    CHECK(report.contacts_failed() == 2);
    CHECK(report.contacts_skipped() == 2);
    CHECK(report.contacts_remaining() == 3);
    CHECK(report.outcomes().at("busy") == 3);
    CHECK(report.outcomes().at("no_answer") == 1);
    CHECK(report.outcomes().size() == 3);
    CHECK(report.skipped().at("skipped_cancelled") == 2);
    CHECK(report.contacts_dialled() == 7);
    CHECK(report.connection_rate() == Approx(3.0 / 7));
}

TEST_CASE("an execution without a call has no rate and no average", "[reporting][statistics]") {
    const auto report = build_execution_report(of_ten, {});
    CHECK(report.contacts_remaining() == 10);
    CHECK_FALSE(report.has_connection_rate());
    CHECK(report.has_talk_time());
    CHECK_FALSE(report.talk_time().has_average_ms());
    CHECK_FALSE(report.has_first_call_at());
}

TEST_CASE("attempts are told by outcome, and reasons most first", "[reporting][statistics]") {
    const auto later = ten + std::chrono::hours{1};
    const auto report = build_execution_report(
        of_ten, {{key(Kind::attempts, "busy", "sip_486_busy_here"),
                  {.count = 2, .first_at = ten, .last_at = ten}},
                 {key(Kind::attempts, "completed"),
                  {.count = 5, .answered = 5, .first_at = later, .last_at = later}},
                 {key(Kind::attempts, "failed", "worker_lost"), {.count = 3, .answered = 1}},
                 {key(Kind::talk), {.count = 5, .total_ms = 50'000}}});
    CHECK(report.attempts() == 10);
    CHECK(report.attempts_answered() == 6);
    CHECK(report.attempt_outcomes().at("failed") == 3);
    REQUIRE(report.reasons_size() == 2);
    CHECK(report.reasons(0).outcome_reason() == "worker_lost");
    CHECK(report.reasons(1).outcome() == "busy");
    CHECK(report.talk_time().average_ms() == 10'000);
    CHECK(hatif::rpc::from_wire(report.first_call_at()) == ten);
    CHECK(hatif::rpc::from_wire(report.last_call_at()) == later);
}

TEST_CASE("hours begin where the clock on the wall says so", "[reporting][statistics]") {
    const auto quarter = [](int n) { return std::to_string(ten_seconds + 900 * n); };
    const Cells cells{{key(Kind::quarter_hour, quarter(0), "busy"), {.count = 1}},
                      {key(Kind::quarter_hour, quarter(1), "busy"), {.count = 2}},
                      {key(Kind::quarter_hour, quarter(2), "completed"), {.count = 4}}};
    CHECK(quarter_hours(cells).size() == 3);

    const auto utc = build_breakdown(
        execution, cells, {},
        {{ten_seconds, {10, 0}}, {ten_seconds + 900, {10, 15}}, {ten_seconds + 1800, {10, 30}}});
    REQUIRE(utc.by_hour_size() == 1);
    CHECK(utc.by_hour(0).attempts() == 7);
    CHECK(utc.by_hour(0).start_at().seconds() == ten_seconds);

    const auto india = build_breakdown(
        execution, cells, {},
        {{ten_seconds, {15, 30}}, {ten_seconds + 900, {15, 45}}, {ten_seconds + 1800, {16, 0}}});
    REQUIRE(india.by_hour_size() == 2);
    CHECK(india.by_hour(0).hour() == 15);
    CHECK(india.by_hour(0).start_at().seconds() == ten_seconds - 1800);
    CHECK(india.by_hour(0).outcomes().at("busy") == 3);
    CHECK(india.by_hour(1).attempts() == 4);
}

TEST_CASE("the funnel tells who entered a node and how they left", "[reporting][statistics]") {
    const auto breakdown =
        build_breakdown(execution,
                        {{key(Kind::entered, "ask"), {.count = 10}},
                         {key(Kind::entered, "call"), {.count = 20}},
                         {key(Kind::left, "ask", "1"), {.count = 6}},
                         {key(Kind::left, "ask", "onTimeout"), {.count = 3}},
                         {key(Kind::left, "call", "onAnswer"), {.count = 10}}},
                        {{"ask", {"dtmf", "Consent?"}}, {"call", {"dial", ""}}}, {});
    REQUIRE(breakdown.by_node_size() == 2);
    CHECK(breakdown.by_node(0).node_id() == "call");
    CHECK(breakdown.by_node(0).ended() == 10);
    CHECK_FALSE(breakdown.by_node(0).has_node_label());
    CHECK(breakdown.by_node(1).node_label() == "Consent?");
    CHECK(breakdown.by_node(1).outputs_size() == 2);
    CHECK(breakdown.by_node(1).ended() == 1);
    REQUIRE(breakdown.by_branch_size() == 1);
    CHECK(breakdown.by_branch(0).branch() == "1");
    CHECK(breakdown.by_branch(0).calls() == 6);
}

TEST_CASE("attempts are told by their number and the number called from",
          "[reporting][statistics]") {
    const auto breakdown =
        build_breakdown(execution,
                        {{key(Kind::attempt_number, "10", "busy"), {.count = 1}},
                         {key(Kind::attempt_number, "2", "busy"), {.count = 2}},
                         {key(Kind::attempt_number, "2", "completed"), {.count = 3, .answered = 3}},
                         {key(Kind::caller, "+212520000001", "busy"), {.count = 3}}},
                        {}, {});
    REQUIRE(breakdown.by_attempt_number_size() == 2);
    CHECK(breakdown.by_attempt_number(0).attempt_number() == 2);
    CHECK(breakdown.by_attempt_number(0).attempts() == 5);
    CHECK(breakdown.by_attempt_number(0).answered() == 3);
    CHECK(breakdown.by_attempt_number(1).attempt_number() == 10);
    CHECK(breakdown.by_number(0).number() == "+212520000001");
}

TEST_CASE("a list has at most a thousand entries: those with the most calls",
          "[reporting][statistics]") {
    Cells cells;
    for (int i = 0; i < 1'200; ++i) {
        const auto name = std::to_string(10'000 + i);
        cells[key(Kind::caller, name, "busy")].count = i + 1;
        cells[key(Kind::entered, name)].count = i + 1;
        cells[key(Kind::left, "11199", name)].count = i + 1;
        cells[key(Kind::attempts, "failed", name)].count = i + 1;
    }
    const auto breakdown = build_breakdown(execution, cells, {{"11199", {"dtmf", ""}}}, {});
    REQUIRE(breakdown.by_number_size() == 1'000);
    CHECK(breakdown.by_number(0).number() == "11199");
    CHECK(breakdown.by_number(999).attempts() == 201);
    REQUIRE(breakdown.by_node_size() == 1'000);
    CHECK(breakdown.by_node(999).entered() == 201);
    REQUIRE(breakdown.by_node(0).outputs_size() == 1'000);
    CHECK(breakdown.by_node(0).outputs(0).calls() == 1'200);
    REQUIRE(breakdown.by_branch_size() == 1'000);
    CHECK(breakdown.by_branch(999).calls() == 201);

    const auto report = build_execution_report(of_ten, cells);
    CHECK(report.reasons_size() == 1'000);
    CHECK(report.attempts() == 1'200 * 1'201 / 2); // all are in the sums
}
