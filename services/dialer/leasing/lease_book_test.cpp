#include "dialer/leasing/lease_book.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

using Verdict = LeaseBook::Verdict;
using Refs = std::vector<AttemptRef>;
using Attempts = std::vector<base::AttemptId>;
constexpr auto soon = LeaseBook::soon, together = LeaseBook::together;

const base::AttemptId amina{base::Uuid::derived({}, 1)};
const AttemptRef lease{amina, 1};
constexpr auto lease_time = 15s;
constexpr auto validity = 250ms;

SteadyTime at(std::chrono::milliseconds after) {
    return SteadyTime{1h} + after;
}

/// A book that holds one prepared lease since the beginning.
LeaseBook holding(const StartTimes& times = {}) {
    LeaseBook book;
    book.take(lease, times, at(0ms));
    book.prepare(amina);
    return book;
}

/// A book whose one attempt is being dialled.
LeaseBook dialling() {
    auto book = holding();
    book.due(at(0ms), lease_time, 9);
    REQUIRE(book.start_answered(lease, true, at(0ms), at(10ms), validity) == Verdict::granted);
    REQUIRE(book.granted(at(10ms), lease_time, validity).dial == Refs{lease});
    return book;
}

/// A book whose one attempt, asked for at 0 ms, has its yes.
LeaseBook granting(const StartTimes& times) {
    auto book = holding(times);
    REQUIRE(book.due(at(0ms), lease_time, 9).ask == Refs{lease});
    REQUIRE(book.start_answered(lease, true, at(0ms), at(10ms), validity) == Verdict::granted);
    return book;
}

const AttemptRef second{base::AttemptId{base::Uuid::derived({}, 2)}, 1};

/// Prepared, to be dialled from then on.
void add(LeaseBook& book, const AttemptRef& ref, SteadyTime not_before) {
    book.take(ref, {.not_before = not_before}, at(0ms));
    book.prepare(ref.attempt);
}

} // namespace

TEST_CASE("a lease that is prepared is asked for once", "[dialer][lease]") {
    auto book = holding();
    CHECK(book.due(at(0ms), lease_time, 9).ask == Refs{lease});
    CHECK(book.due(at(1ms), lease_time, 9).ask.empty());
}

TEST_CASE("without its flow and prompts nothing is asked for", "[dialer][lease]") {
    LeaseBook book;
    book.take(lease, {}, at(0ms));
    CHECK(book.due(at(0ms), lease_time, 9).ask.empty());
}

TEST_CASE("Start is asked for a little before not_before", "[dialer][lease]") {
    auto book = holding({.not_before = at(1s)});
    CHECK(book.due(at(999ms) - soon, lease_time, 9).ask.empty());
    CHECK(book.due(at(1s) - soon, lease_time, 9).ask == Refs{lease});
}

TEST_CASE("those who start soon after the first are asked for along", "[dialer][lease]") {
    auto book = holding({.not_before = at(0ms)});
    add(book, second, at(0ms) + together);
    CHECK(book.due(at(0ms), lease_time, 9).ask == Refs{lease, second});
}

TEST_CASE("those who start later than that wait for the next question", "[dialer][lease]") {
    auto book = holding({.not_before = at(0ms)});
    add(book, second, at(1ms) + together);
    CHECK(book.due(at(0ms), lease_time, 9).ask == Refs{lease});
    CHECK(book.due(at(1ms), lease_time, 9).ask.empty());
}

TEST_CASE("with its yes not_before is waited for", "[dialer][lease]") {
    auto book = granting({.not_before = at(30ms)});
    CHECK(book.granted(at(29ms), lease_time, validity).dial.empty());
    CHECK(book.granted(at(30ms), lease_time, validity).dial == Refs{lease});
    CHECK(book.granted(at(31ms), lease_time, validity).dial.empty());
}

TEST_CASE("a yes is too old after its validity, waited or not", "[dialer][lease]") {
    auto book = granting({.not_before = at(30ms)});
    const auto late = book.granted(at(250ms), lease_time, validity);
    CHECK(late.dial.empty());
    CHECK(late.expired == Refs{lease});
    CHECK(book.occupied() == 0);
}

TEST_CASE("a yes is of no use past not_after", "[dialer][lease]") {
    auto book = granting({.not_before = at(30ms), .not_after = at(40ms)});
    const auto late = book.granted(at(40ms), lease_time, validity);
    CHECK(late.dial.empty());
    CHECK(late.expired == Refs{lease});
}

TEST_CASE("what waits with its yes is not dialled past half a lease without renewal",
          "[dialer][lease]") {
    for (const bool is_renewed : {false, true}) {
        auto book = holding({.not_before = at(7500ms)});
        REQUIRE(book.due(at(7460ms), lease_time, 9).ask == Refs{lease});
        book.start_answered(lease, true, at(7460ms), at(7470ms), validity);
        if (is_renewed) book.renewed(lease, at(7400ms));
        const auto granted = book.granted(at(7500ms), lease_time, validity);
        CHECK(granted.dial == (is_renewed ? Refs{lease} : Refs{}));
        CHECK(granted.expired == (is_renewed ? Refs{} : Refs{lease}));
    }
}

TEST_CASE("those who have their yes are dialled in the order of their times, as far apart",
          "[dialer][lease]") {
    auto book = holding({.not_before = at(50ms)});
    add(book, second, at(20ms));
    REQUIRE(book.due(at(0ms), lease_time, 9).ask.size() == 2);
    for (const auto& ref : {lease, second}) {
        book.start_answered(ref, true, at(0ms), at(10ms), validity);
    }
    CHECK(book.granted(at(10ms), lease_time, validity).next == at(20ms));
    const auto late = book.granted(at(90ms), lease_time, validity);
    CHECK(late.dial == Refs{second});
    REQUIRE(late.next);
    CHECK(*late.next > at(90ms));
    CHECK(*late.next < at(100ms));
    CHECK(book.granted(*late.next, lease_time, validity).dial == Refs{lease});
    CHECK_FALSE(book.granted(at(110ms), lease_time, validity).next);
}

TEST_CASE("whom no rate holds waits for nobody, and keeps nobody waiting", "[dialer][lease]") {
    auto book = holding({.not_before = at(30ms)});
    book.take(second, {}, at(0ms));
    book.prepare(second.attempt);
    REQUIRE(book.due(at(0ms), lease_time, 9).ask.size() == 2);
    for (const auto& ref : {lease, second}) {
        book.start_answered(ref, true, at(0ms), at(10ms), validity);
    }
    const auto first = book.granted(at(20ms), lease_time, validity);
    CHECK(first.dial == Refs{second});
    CHECK(first.next == at(30ms));
}

TEST_CASE("a yes that came before, or comes after, its calls are to be ended is given back",
          "[dialer][lease]") {
    for (const bool is_granted : {false, true}) {
        auto book = is_granted ? granting({.not_before = at(30ms)}) : holding();
        if (!is_granted) book.due(at(0ms), lease_time, 9);
        book.hang_up(lease);
        if (!is_granted) book.start_answered(lease, true, at(0ms), at(10ms), validity);
        const auto granted = book.granted(at(30ms), lease_time, validity);
        CHECK(granted.dial.empty());
        CHECK(granted.expired == Refs{lease});
    }
}

TEST_CASE("what waits with its yes is renewed, and dropped when it was taken away",
          "[dialer][lease]") {
    auto book = granting({.not_before = at(30ms)});
    CHECK(book.renewable() == Refs{lease});
    CHECK_FALSE(book.ended(lease));
    CHECK(book.granted(at(30ms), lease_time, validity).dial.empty());
}

TEST_CASE("what is past not_after is given back, not asked for", "[dialer][lease]") {
    auto book = holding({.not_after = at(100ms)});
    const auto due = book.due(at(100ms), lease_time, 9);
    CHECK(due.ask.empty());
    CHECK(due.overdue == Refs{lease});
    CHECK(book.occupied() == 0);
}

TEST_CASE("without room nothing is asked for", "[dialer][lease]") {
    auto book = holding();
    CHECK(book.due(at(0ms), lease_time, 0).ask.empty());
}

TEST_CASE("a yes is good for its validity from the asking", "[dialer][lease]") {
    auto in_time = holding();
    in_time.due(at(0ms), lease_time, 9);
    CHECK(in_time.start_answered(lease, true, at(0ms), at(249ms), validity) == Verdict::granted);
    auto late = holding();
    late.due(at(0ms), lease_time, 9);
    CHECK(late.start_answered(lease, true, at(0ms), at(250ms), validity) == Verdict::give_back);
    CHECK(late.occupied() == 0);
}

TEST_CASE("a no is the end of it", "[dialer][lease]") {
    auto book = holding();
    book.due(at(0ms), lease_time, 9);
    CHECK(book.start_answered(lease, false, at(0ms), at(1ms), validity) == Verdict::drop);
    CHECK(book.occupied() == 0);
}

TEST_CASE("a second answer for what is dialled does nothing", "[dialer][lease]") {
    auto book = dialling();
    CHECK(book.start_answered(lease, true, at(0ms), at(20ms), validity) == Verdict::drop);
    CHECK(book.renewable() == Refs{lease});
}

TEST_CASE("a yes for what is not here any more is given back, a no is nothing", "[dialer][lease]") {
    LeaseBook book;
    CHECK(book.start_answered(lease, true, at(0ms), at(1ms), validity) == Verdict::give_back);
    CHECK(book.start_answered(lease, false, at(0ms), at(1ms), validity) == Verdict::drop);
}

TEST_CASE("a late answer for an old epoch leaves the new one alone", "[dialer][lease]") {
    const AttemptRef anew{amina, 2};
    auto book = holding();
    book.due(at(0ms), lease_time, 9);
    REQUIRE(book.take(anew, {}, at(10ms)));
    book.prepare(amina);
    CHECK(book.start_answered(lease, true, at(0ms), at(20ms), validity) == Verdict::give_back);
    book.drop(lease);
    CHECK(book.due(at(30ms), lease_time, 9).ask == Refs{anew});
    book.drop(lease);
    CHECK(book.start_answered(anew, true, at(30ms), at(40ms), validity) == Verdict::granted);
}

TEST_CASE("an older epoch, or the same one again, is not taken", "[dialer][lease]") {
    LeaseBook book;
    REQUIRE(book.take({amina, 2}, {}, at(0ms)));
    CHECK_FALSE(book.take({amina, 2}, {}, at(1ms)));
    CHECK_FALSE(book.take({amina, 1}, {}, at(1ms)));
    CHECK(book.renewable() == Refs{{amina, 2}});
}

TEST_CASE("what waits for its flow for too long is held no longer", "[dialer][lease]") {
    LeaseBook book;
    book.take(lease, {}, at(0ms));
    book.renewed(lease, at(4s));
    CHECK(book.take_unprepared(at(4999ms), 5s).empty());
    CHECK(book.take_unprepared(at(5s), 5s) == Refs{lease});
    CHECK(book.occupied() == 0);
    CHECK(book.renewable().empty());
}

TEST_CASE("what has its flow may wait for its time", "[dialer][lease]") {
    auto book = holding({.not_before = at(10s)});
    CHECK(book.take_unprepared(at(6s), 5s).empty());
    CHECK(book.occupied() == 1);
}

TEST_CASE("what is being dialled is not taken again under a new epoch", "[dialer][lease]") {
    auto book = dialling();
    book.take({amina, 2}, {}, at(20ms));
    book.prepare(amina);
    CHECK(book.due(at(20ms), lease_time, 9).ask.empty());
}

TEST_CASE("half a lease without renewal starts nothing", "[dialer][lease]") {
    auto book = holding();
    CHECK(book.due(at(7500ms), lease_time, 9).ask.empty());
    book.renewed(lease, at(7000ms));
    CHECK(book.due(at(7500ms), lease_time, 9).ask == Refs{lease});
}

TEST_CASE("half a lease without renewal takes back what is not answered, once", "[dialer][lease]") {
    auto book = dialling();
    CHECK(book.lost(at(7499ms), lease_time).empty());
    CHECK(book.lost(at(7500ms), lease_time) == Attempts{amina});
    CHECK(book.lost(at(7501ms), lease_time).empty());
}

TEST_CASE("an answered call goes on without its lease", "[dialer][lease]") {
    auto book = dialling();
    book.pick_up(amina);
    CHECK(book.lost(at(60s), lease_time).empty());
    CHECK_FALSE(book.ended(lease));
    CHECK(book.renewable().empty());
    CHECK(book.occupied() == 1);
    book.finish(amina);
    CHECK(book.occupied() == 0);
}

TEST_CASE("a lease that ran out before its start is forgotten", "[dialer][lease]") {
    auto book = holding();
    book.lost(at(15s), lease_time);
    CHECK(book.occupied() == 0);
    CHECK(book.renewable().empty());
}

TEST_CASE("what is finished is renewed until the scheduler says that it ended", "[dialer][lease]") {
    auto book = dialling();
    book.finish(amina);
    CHECK(book.occupied() == 0);
    CHECK(book.renewable() == Refs{lease});
    CHECK_FALSE(book.ended(lease));
    CHECK(book.renewable().empty());
}

TEST_CASE("a renewal that says ended takes back what is being dialled", "[dialer][lease]") {
    auto book = dialling();
    CHECK(book.ended(lease));
    CHECK_FALSE(book.ended(lease));
    CHECK(book.renewable().empty());
}

TEST_CASE("a renewal that says ended leaves a talk alone, and it is renewed no more",
          "[dialer][lease]") {
    auto book = dialling();
    book.pick_up(amina);
    CHECK_FALSE(book.ended(lease));
    CHECK(book.renewable().empty());
    CHECK(book.lost(at(8s), lease_time).empty());
    CHECK(book.occupied() == 1);
    book.finish(amina);
    CHECK(book.renewable().empty());
}

TEST_CASE("a drain gives back what was not asked for, and what waits with its yes",
          "[dialer][lease]") {
    auto book = dialling();
    const AttemptRef third{base::AttemptId{base::Uuid::derived({}, 3)}, 1};
    add(book, second, at(30ms));
    REQUIRE(book.due(at(0ms), lease_time, 9).ask == Refs{second});
    book.start_answered(second, true, at(0ms), at(10ms), validity);
    book.take(third, {}, at(0ms));
    CHECK(book.take_undialled() == Refs{third, second});
    CHECK(book.occupied() == 1);
}
