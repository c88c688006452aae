#include "reporting/counts.hpp"

#include "reporting/test_events.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace hatif::reporting;
using namespace hatif::reporting::testing;
using namespace std::chrono_literals;
using hatif::type::v1::OUTCOME_BUSY;
using hatif::type::v1::OUTCOME_COMPLETED;
using hatif::type::v1::OUTCOME_NO_ANSWER;
using hatif::type::v1::OUTCOME_USER_HANGUP;

namespace {

const Uuid job = uuid(10);

Standing stands(std::int32_t outcome, bool waits = false, bool answered = false) {
    return {.execution = execution, .outcome = outcome, .answered = answered, .waits = waits};
}

Standing skipped_as(Standing it) {
    it.skipped_reason = "skipped_cancelled";
    return it;
}

Cell in(const Cells& cells, Kind kind, const char* name = "", const char* detail = "") {
    const auto found = cells.find({execution, kind, name, detail});
    return found == cells.end() ? Cell{} : found->second;
}

Cells moved(const Standings& before, const Standings& after) {
    Cells cells;
    count_contacts(before, after, cells);
    return cells;
}

CallFact fact(CallFact::What what, Instant at) {
    return {.attempt = uuid(11), .job = job, .execution = execution, .at = at, .what = what};
}

} // namespace

TEST_CASE("a contact is counted under the outcome of its last attempt", "[reporting][counts]") {
    const auto first = moved({{job, stands(0)}}, {{job, stands(OUTCOME_BUSY, true)}});
    CHECK(in(first, Kind::contacts, "busy", "open").count == 1);
    CHECK(first.size() == 1);

    const auto second =
        moved({{job, stands(OUTCOME_BUSY, true)}}, {{job, stands(OUTCOME_COMPLETED, false, true)}});
    CHECK(in(second, Kind::contacts, "busy", "open").count == -1);
    CHECK(in(second, Kind::contacts, "completed", "completed").count == 1);
    CHECK(in(second, Kind::contacts, "completed", "completed").answered == 1);
}

TEST_CASE("a contact that stays where it is counts nothing", "[reporting][counts]") {
    CHECK(moved({{job, stands(OUTCOME_BUSY)}}, {{job, stands(OUTCOME_BUSY)}}).empty());
    CHECK(moved({{job, stands(0)}}, {{job, stands(0)}}).empty());
}

TEST_CASE("a contact that is skipped leaves where it was, and its outcome stays",
          "[reporting][counts]") {
    const auto waited = stands(OUTCOME_NO_ANSWER, true);
    const auto cells = moved({{job, waited}}, {{job, skipped_as(waited)}});
    CHECK(in(cells, Kind::contacts, "no_answer", "open").count == -1);
    CHECK(in(cells, Kind::contacts, "no_answer", "skipped").count == 1);
    CHECK(in(cells, Kind::skips, "skipped_cancelled").count == 1);

    const auto never = moved({{job, stands(0)}}, {{job, skipped_as(stands(0))}});
    CHECK(in(never, Kind::skips, "skipped_cancelled").count == 1);
    CHECK(in(never, Kind::contacts, "", "skipped").count == 1);
}

TEST_CASE("whatever way contacts go, the cells say where they are", "[reporting][counts]") {
    std::mt19937 random{7};
    const auto any = [&](int below) { return static_cast<int>(random() % below); };
    Standings now;
    Cells sum;
    for (int step = 0; step < 2'000; ++step) {
        const auto id = uuid(100 + static_cast<std::uint64_t>(any(20)));
        auto to = stands(any(9), any(2) == 0, any(2) == 0);
        if (any(4) == 0) to = skipped_as(to);
        Standings before, after{{id, to}};
        if (now.contains(id)) before.emplace(id, now.at(id));
        for (const auto& [key, cell] : moved(before, after)) {
            sum[key].count += cell.count;
            sum[key].answered += cell.answered;
        }
        now[id] = to;
    }
    // The slow way: count them all anew.
    auto fresh = moved({}, now);
    std::erase_if(sum, [](const auto& it) { return it.second == Cell{}; });
    CHECK(sum == fresh);
}

TEST_CASE("an attempt is counted by number, outcome, hour and number called from",
          "[reporting][counts]") {
    Cells cells;
    count_attempt(execution,
                  {.attempt = uuid(11),
                   .job = job,
                   .number = 2,
                   .outcome = OUTCOME_BUSY,
                   .outcome_reason = "sip_486_busy_here",
                   .caller = "+212520000001",
                   .started_at = ten + 17min},
                  cells);
    CHECK(in(cells, Kind::attempts, "busy", "sip_486_busy_here").count == 1);
    CHECK(in(cells, Kind::attempts, "busy", "sip_486_busy_here").first_at == ten + 17min);
    CHECK(in(cells, Kind::attempt_number, "2", "busy").count == 1);
    CHECK(in(cells, Kind::caller, "+212520000001", "busy").count == 1);
    const auto quarter = std::to_string(1'736'935'200 + 900); // ten, and a quarter
    CHECK(in(cells, Kind::quarter_hour, quarter.c_str(), "busy").count == 1);
    CHECK(cells.size() == 4);
}

TEST_CASE("it rings from the first ringing to the answer or the end", "[reporting][counts]") {
    Cells cells;
    std::optional<Instant> ringing;
    count_call(fact(CallFact::What::ringing, ten), ringing, cells);
    CHECK(cells.empty());
    count_call(fact(CallFact::What::answered, ten + 3s), ringing, cells);
    auto over = fact(CallFact::What::finished, ten + 10s);
    over.talk_time = 7s;
    count_call(over, ringing, cells);
    CHECK(in(cells, Kind::ring).total_ms == 3'000);
    CHECK(in(cells, Kind::talk).total_ms == 7'000);

    Cells unanswered;
    count_call(fact(CallFact::What::ringing, ten), ringing, unanswered);
    count_call(fact(CallFact::What::finished, ten + 30s), ringing, unanswered);
    CHECK(in(unanswered, Kind::ring).total_ms == 30'000);
    CHECK(in(unanswered, Kind::talk).count == 0);
}

TEST_CASE("single calls are in no execution's counts", "[reporting][counts]") {
    Cells cells;
    std::optional<Instant> ringing;
    auto single = fact(CallFact::What::entered, ten);
    single.execution.reset();
    count_call(single, ringing, cells);
    CHECK(cells.empty());
}

TEST_CASE("an outcome of a newer contract is counted as failed", "[reporting][counts]") {
    CHECK(word_of(99) == "failed");
    CHECK(word_of(OUTCOME_USER_HANGUP) == "user_hangup");
    CHECK(word_of(stands(OUTCOME_USER_HANGUP)) == "completed");
    CHECK(word_of(stands(99)) == "failed");
}
