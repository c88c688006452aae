#include "dialog/session_timer.hpp"

#include <catch2/catch.hpp>

using namespace hatif::dialog;
using namespace std::chrono_literals;

TEST_CASE("the 2xx says who refreshes; where it does not, who asked", "[unit][session]") {
    CHECK(interval_of_answer(SessionExpires{1'800s, true}) == Interval{1'800s, true});
    CHECK(interval_of_answer(SessionExpires{1'800s, false}) == Interval{1'800s, false});
    CHECK(interval_of_answer(SessionExpires{1'800s}) == Interval{1'800s, true});
    CHECK_FALSE(interval_of_answer(std::nullopt).has_value());
    CHECK_FALSE(interval_of_answer(SessionExpires{0s, true}).has_value());
    CHECK(interval_of_answer(SessionExpires{1s, true}) == Interval{90s, true}); // no storm of ours
    CHECK(interval_of_answer(SessionExpires{89s, false}) == Interval{90s, false});
}

TEST_CASE("a request is answered by the table of RFC 4028, 9", "[unit][session]") {
    struct Row {
        TimerWish wish;
        TimerAnswer expected;
        const char* why;
    };
    const auto row = GENERATE(values<Row>({
        {{.expires = SessionExpires{1'800s, true}, .supported = true},
         {.interval = Interval{1'800s, false}},
         "they asked for it"},
        {{.expires = SessionExpires{1'800s, false}, .supported = true},
         {.interval = Interval{1'800s, true}},
         "they asked us"},
        {{.expires = SessionExpires{1'800s}, .supported = true},
         {.interval = Interval{1'800s, false}},
         "left open: they"},
        {{.expires = SessionExpires{1'800s}, .supported = false},
         {.interval = Interval{1'800s, true}},
         "a proxy's wish: we, for they do not know how"},
        {{.expires = SessionExpires{60s, true}, .supported = true},
         {.too_short = true},
         "less than 90 s"},
        {{.expires = SessionExpires{60s}, .supported = false}, {}, "cannot be told"},
        {{.supported = true}, {}, "nobody wishes"},
    }));
    INFO(row.why);
    CHECK(answer_timer(row.wish, 0s) == row.expected);
}

TEST_CASE("what the trunk's settings ask for is refreshed by us", "[unit][session]") {
    CHECK(answer_timer({}, 600s).interval == Interval{600s, true});
    CHECK(answer_timer({.least = 900s}, 600s).interval == Interval{900s, true});
    CHECK(answer_timer({}, 10s).interval == Interval{90s, true});
}
