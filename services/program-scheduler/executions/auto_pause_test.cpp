#include "program_scheduler/executions/watched_campaign.hpp"

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Leases;
using testing::WatchedCampaign;

namespace {

/// Pauses by rules of its own.
struct Ruled : WatchedCampaign {
    explicit Ruled(const AutoPauseRules& rules = {}) : WatchedCampaign{60} { say(rules); }

    void say(const AutoPauseRules& rules) {
        touch("UPDATE executions SET auto_pause_rules = '" + as_json(rules) + "'");
    }
    void say_breaker(double rate, int calls) {
        touch("UPDATE executions SET breaker_rate = " + std::to_string(rate) +
              ", breaker_calls = " + std::to_string(calls));
    }
    std::int64_t runs(const std::string& node) {
        return scalar("SELECT coalesce((SELECT runs FROM execution_nodes WHERE node_id = '" + node +
                      "'), 0)::bigint");
    }
    /// A call that enters the node and ends.
    void call(const std::string& node = "say", Outcome outcome = Outcome::completed) {
        const auto leases = started(1);
        enter(leases, node);
        finish(leases, outcome);
    }
    void calls(int count, Outcome outcome) {
        for (int i = 0; i < count; ++i) call("say", outcome);
    }
};

const AutoPauseRules after_three{{"say", 3, true}};

} // namespace

TEST_CASE("an execution pauses when a node has run so often, and its calls go on",
          "[program_scheduler][auto_pause]") {
    Ruled campaign{after_three};
    const auto leases = campaign.started(4);
    campaign.enter({leases[0], leases[1]}, "say");
    CHECK(campaign.status() == "running");
    campaign.enter({leases[2]}, "say");
    CHECK(campaign.status() == "paused_threshold node_threshold");
    const auto told = campaign.last_event().execution_status_changed();
    CHECK(told.status() == program::v1::EXECUTION_STATUS_PAUSED_THRESHOLD);
    CHECK(told.pause_reason() == "node_threshold");
    CHECK(campaign.lease(10).empty());
    campaign.finish(leases, Outcome::completed);
    CHECK(campaign.look().completed == 4);
    CHECK(campaign.status() == "paused_threshold node_threshold");
}

TEST_CASE("nodes that no rule names, and executions without rules, are not counted",
          "[program_scheduler][auto_pause]") {
    Ruled campaign{after_three};
    campaign.enter(campaign.started(5), "other");
    campaign.say({});
    campaign.enter(campaign.started(5), "say");
    CHECK(campaign.status() == "running");
    CHECK(campaign.scalar("SELECT count(*) FROM execution_nodes") == 0);
}

TEST_CASE("with resetOnResume a node is counted from 0 after the resume",
          "[program_scheduler][auto_pause]") {
    Ruled campaign{after_three};
    const auto leases = campaign.started(4);
    campaign.enter({leases[0], leases[1], leases[2]}, "say");
    campaign.enter({leases[3]}, "say"); // a call that was in progress
    CHECK(campaign.runs("say") == 4);
    campaign.resume();
    CHECK(campaign.status() == "running");
    CHECK(campaign.runs("say") == 0);
    campaign.call();
    campaign.call();
    CHECK(campaign.status() == "running");
    campaign.call();
    CHECK(campaign.status() == "paused_threshold node_threshold");
}

TEST_CASE("without resetOnResume the count goes on, and is met again at the next multiple",
          "[program_scheduler][auto_pause]") {
    Ruled campaign{{{"say", 3, false}}};
    const auto leases = campaign.started(4);
    campaign.enter(leases, "say"); // the fourth in the same batch
    CHECK(campaign.status() == "paused_threshold node_threshold");
    campaign.resume();
    campaign.call();
    CHECK(campaign.runs("say") == 5);
    CHECK(campaign.status() == "running");
    campaign.call();
    CHECK(campaign.status() == "paused_threshold node_threshold");
}

TEST_CASE("a resume may replace the rules, or take them away", "[program_scheduler][auto_pause]") {
    Ruled campaign{{{"say", 3, false}}};
    campaign.enter(campaign.started(3), "say");
    campaign.resume({.rules = AutoPauseRules{{"say", 5, false}, {"ask", 2, true}}});
    CHECK(campaign.look().auto_pause.size() == 2);
    campaign.call();
    CHECK(campaign.status() == "running");
    campaign.call();
    CHECK(campaign.status() == "paused_threshold node_threshold");
    campaign.resume({.rules = AutoPauseRules{}});
    campaign.enter(campaign.started(10), "say");
    CHECK(campaign.status() == "running");
    CHECK(campaign.scalar("SELECT count(*) FROM execution_nodes") == 0);
}

TEST_CASE("a rule that is met while a person keeps it paused changes nothing",
          "[program_scheduler][auto_pause]") {
    Ruled campaign{after_three};
    const auto leases = campaign.started(3);
    campaign.control(Control::pause);
    campaign.enter(leases, "say");
    CHECK(campaign.status() == "paused");
}

TEST_CASE("it pauses when too many of the last calls failed; a busy callee is no failure",
          "[program_scheduler][auto_pause]") {
    Ruled campaign;
    campaign.say_breaker(0.6, 5);
    campaign.calls(10, Outcome::busy);
    campaign.calls(2, Outcome::failed);
    CHECK(campaign.status() == "running");
    campaign.calls(1, Outcome::failed);
    CHECK(campaign.status() == "paused_threshold failure_breaker");
    CHECK(campaign.last_event().execution_status_changed().pause_reason() == "failure_breaker");
}

TEST_CASE("after the resume only new calls are looked at", "[program_scheduler][auto_pause]") {
    Ruled campaign;
    campaign.say_breaker(0.6, 5);
    campaign.calls(5, Outcome::failed);
    REQUIRE(campaign.status() == "paused_threshold failure_breaker");
    campaign.resume();
    campaign.calls(4, Outcome::failed);
    CHECK(campaign.status() == "running");
    campaign.calls(1, Outcome::failed);
    CHECK(campaign.status() == "paused_threshold failure_breaker");
}

TEST_CASE("who goes back says which rule, or that it was a window",
          "[program_scheduler][auto_pause][trail]") {
    Ruled campaign{after_three};
    const auto why = [&] {
        return campaign.text("SELECT reason FROM job_trail ORDER BY last_at DESC LIMIT 1");
    };
    const auto refused = [&](const Leases& leases) {
        return campaign.start(leases) ==
               std::vector<int>(leases.size(), StartResponse::ANSWER_WENT_BACK);
    };
    auto waiting = campaign.lease(1);
    campaign.enter(campaign.started(3), "say");
    CHECK(refused(waiting));
    CHECK(why() == "node_threshold");
    campaign.resume();
    waiting = campaign.lease(1);
    campaign.touch("UPDATE executions SET closes_at = now()");
    CHECK(refused(waiting));
    CHECK(why() == "window");
    campaign.touch("UPDATE executions SET closes_at = NULL");
    waiting = campaign.lease(1);
    campaign.control(Control::pause);
    CHECK(refused(waiting));
    CHECK(why() == "paused");
}

TEST_CASE(
    "nothing is counted twice, and nothing is stuck, while calls start, end and resume at once",
    "[program_scheduler][auto_pause]") {
    Ruled campaign{{{"say", 2, false}}};
    std::jthread resumes{[&](const std::stop_token& stop) {
        while (!stop.stop_requested()) campaign.resume();
    }};
    {
        std::vector<std::jthread> dialers;
        for (int i = 0; i < 3; ++i) {
            dialers.emplace_back([&] {
                for (int calls = 0; calls < 10;) {
                    const auto leases = campaign.lease(1);
                    if (leases.empty()) continue;
                    if (campaign.start(leases) != std::vector<int>{StartResponse::ANSWER_YES}) {
                        continue;
                    }
                    campaign.enter(leases, "say");
                    campaign.finish(leases, Outcome::completed);
                    ++calls;
                }
            });
        }
    }
    resumes.request_stop();
    resumes.join();
    CHECK(campaign.runs("say") == 30);
    CHECK(campaign.look().completed == 30);
}
