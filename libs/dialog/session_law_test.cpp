#include "dialog/session.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using hatif::dialog::Interval;
using namespace hatif::dialog::session;
using namespace std::chrono_literals;

namespace {

const Interval by_us{1'800s, true};
const Interval by_them{1'800s, false};

std::vector<Event> everything() {
    return {HangUpAsked{},
            Dropped{},
            ByeCame{},
            ByeAnswered{},
            OfferCame{true, true},
            OfferCame{true, false},
            OfferCame{false, true},
            OfferCame{false, false},
            OfferCame{true, true, 488},
            AckCame{},
            AckMissed{},
            IntervalAgreed{by_us},
            IntervalAgreed{by_them},
            IntervalAgreed{},
            RefreshAnswered{200, by_us},
            RefreshAnswered{405},
            RefreshAnswered{408},
            RefreshAnswered{422, {}, 3'600s},
            RefreshAnswered{491},
            RefreshAnswered{500},
            ReferAsked{},
            ReferAnswered{202},
            ReferAnswered{603},
            NotifyCame{180},
            NotifyCame{200, true},
            Due{Timer::refresh},
            Due{Timer::expiry},
            Due{Timer::transfer},
            Due{Timer::guard}};
}

/// What a run of events has led to.
struct Account {
    State state{};
    int ended = 0;
    int dropped = 0;
    int left = 0;
    std::map<Timer, bool> running{};

    void take(const Event& event) {
        if (const auto* due = std::get_if<Due>(&event)) running[due->timer] = false;
        const bool up = state.life == Life::up;
        dropped += up && std::holds_alternative<Dropped>(event);
        const auto next = step(state, event);
        const bool is_offer = std::holds_alternative<OfferCame>(event);
        int answers = 0;
        for (const auto& command : next.commands) {
            REQUIRE((left == 0 || is_offer)); // only a late offer is answered, with 481
            if (const auto* start = std::get_if<StartTimer>(&command)) {
                REQUIRE(start->at_least <= start->at_most);
                running[start->timer] = true;
            }
            if (const auto* stop = std::get_if<StopTimer>(&command)) running[stop->timer] = false;
            answers += std::holds_alternative<TakeOffer>(command) ||
                       std::holds_alternative<RefuseOffer>(command);
            ended += std::holds_alternative<TellOver>(command);
            left += std::holds_alternative<Leave>(command);
        }
        REQUIRE(answers == (is_offer ? 1 : 0)); // every request is answered, once
        state = next.next;
    }
};

} // namespace

TEST_CASE("in any order of events a call tells its end once, and is left once", "[unit][session]") {
    const auto all = everything();
    std::mt19937 random{1};
    for (int round = 0; round < 3'000; ++round) {
        Account account;
        for (int i = 0; i < 400; ++i) account.take(all[random() % all.size()]);
        REQUIRE(account.ended + account.dropped == 1);
        REQUIRE(account.left == 1);
        REQUIRE(account.state.life == Life::over);
        for (const auto& [timer, runs] : account.running) REQUIRE_FALSE(runs);
    }
}

TEST_CASE("whatever waits has a timer that runs, or a request of ours that nta times",
          "[unit][session]") {
    auto all = everything();
    std::mt19937 random{2};
    for (int round = 0; round < 3'000; ++round) {
        Account account;
        for (auto i = random() % 40; i > 0; --i) {
            account.take(all[random() % all.size()]);
            const auto& state = account.state;
            if (state.life == Life::closing) REQUIRE(account.running[Timer::guard]);
            if (state.life != Life::up) continue;
            if (state.interval) REQUIRE(account.running[Timer::expiry]);
            if (state.transfer != Transfer::none) REQUIRE(account.running[Timer::transfer]);
            if (state.exchange == Exchange::later && state.interval) {
                REQUIRE(account.running[Timer::refresh]);
            }
        }
    }
}
