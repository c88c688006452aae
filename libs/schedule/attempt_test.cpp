#include "schedule/attempt.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <random>
#include <vector>

using namespace hatif::schedule;

namespace {

AttemptState after(std::initializer_list<AttemptEvent> events) {
    AttemptState state = Leased{};
    for (const auto& event : events) state = step(state, event);
    return state;
}

const Finished busy{Outcome::busy, ""};
const Ended lost{Outcome::failed, "worker_lost", false};

} // namespace

TEST_CASE("a leased attempt may start while its execution runs", "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::open}}) == AttemptState{Started{}});
}

TEST_CASE("a paused execution sends it back, an ended one skips it", "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::paused}}) == AttemptState{Ready{}});
    CHECK(after({AskedToStart{Gate::ended}}) == AttemptState{Skipped{"skipped_cancelled"}});
}

TEST_CASE("what its stopAt overtook is skipped as stopped", "[schedule][attempt]") {
    for (const AttemptEvent& event : std::vector<AttemptEvent>{
             AskedToStart{Gate::stopped}, Returned{Gate::stopped}, LeaseRanOut{Gate::stopped}}) {
        CHECK(after({event}) == AttemptState{Skipped{"skipped_stopped"}});
    }
    CHECK(after({AskedToStart{Gate::open}, LeaseRanOut{Gate::stopped}}) == AttemptState{lost});
}

TEST_CASE("a repeated question gets the same yes, even when the execution was paused since",
          "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::open}, AskedToStart{Gate::paused}}) == AttemptState{Started{}});
}

TEST_CASE("what was not dialled goes back", "[schedule][attempt]") {
    CHECK(after({Returned{Gate::open}}) == AttemptState{Ready{}});
    CHECK(after({AskedToStart{Gate::open}, Returned{Gate::paused}}) == AttemptState{Ready{}});
    CHECK(after({AskedToStart{Gate::open}, Returned{Gate::ended}}) ==
          AttemptState{Skipped{"skipped_cancelled"}});
}

TEST_CASE("a lease that runs out before the start goes back: no INVITE can have left",
          "[schedule][attempt]") {
    CHECK(after({LeaseRanOut{Gate::open}}) == AttemptState{Ready{}});
}

TEST_CASE("a lease that runs out after the start is worker_lost: an INVITE may have left",
          "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::open}, LeaseRanOut{Gate::open}}) == AttemptState{lost});
}

TEST_CASE("worker_lost tells whether the person had answered", "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::open}, Answered{}, LeaseRanOut{Gate::open}}) ==
          AttemptState{Ended{Outcome::failed, "worker_lost", true}});
}

TEST_CASE("the dialer's word ends it", "[schedule][attempt]") {
    CHECK(after({AskedToStart{Gate::open}, busy}) == AttemptState{Ended{Outcome::busy, "", false}});
    CHECK(after({busy}) == AttemptState{Ended{Outcome::busy, "", false}});
}

TEST_CASE("an end is final, whatever comes late", "[schedule][attempt]") {
    std::mt19937 random{7};
    const std::vector<AttemptEvent> all{AskedToStart{Gate::open},
                                        AskedToStart{Gate::ended},
                                        Returned{Gate::open},
                                        LeaseRanOut{Gate::open},
                                        Answered{},
                                        busy};
    for (const AttemptState& end :
         {AttemptState{Ready{}}, AttemptState{Skipped{"x"}}, AttemptState{lost}}) {
        auto state = end;
        for (int i = 0; i < 50; ++i) state = step(state, all[random() % all.size()]);
        CHECK(state == end);
    }
}

TEST_CASE("a started attempt never becomes ready but by the worker's word", "[schedule][attempt]") {
    for (const AttemptEvent& event : std::vector<AttemptEvent>{
             AskedToStart{Gate::open}, AskedToStart{Gate::paused}, AskedToStart{Gate::ended},
             LeaseRanOut{Gate::open}, LeaseRanOut{Gate::ended}, Answered{}, busy}) {
        CHECK_FALSE(std::holds_alternative<Ready>(step(Started{}, event)));
    }
}
