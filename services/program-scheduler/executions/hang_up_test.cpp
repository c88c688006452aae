#include "program_scheduler/executions/watched_campaign.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::RenewResponse;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Leases;
using testing::WatchedCampaign;
namespace v1 = program::v1;

namespace {

struct HungUp : WatchedCampaign {
    HungUp() : WatchedCampaign{20, {.retries = 2, .retry_minutes = 1}} {}

    v1::ChangeExecutionRequest with(const char* calls) const {
        v1::ChangeExecutionRequest request;
        request.set_id(id());
        if (calls != nullptr) request.set_calls(calls);
        return request;
    }
    base::Error pause(const char* calls = nullptr) {
        v1::Execution answer;
        return rpc::from_status(client->PauseExecution(as().get(), with(calls), &answer));
    }
    base::Error cancel(const char* calls = nullptr) {
        v1::Execution answer;
        return rpc::from_status(client->CancelExecution(as().get(), with(calls), &answer));
    }
};

std::vector<int> all(const Leases& leases, int answer) {
    return std::vector<int>(leases.size(), answer);
}

} // namespace

TEST_CASE("calls in progress are to be ended where a pause asks for it, and stay renewed",
          "[program_scheduler][hang_up]") {
    HungUp campaign;
    const auto talking = campaign.started(3);
    const auto waiting = campaign.lease(2);
    CHECK(campaign.pause("hangup").reason.empty());
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_HANG_UP));
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_HANG_UP));
    CHECK(campaign.renew(waiting) == all(waiting, RenewResponse::ANSWER_RENEWED));
    CHECK(campaign.start(waiting) == all(waiting, StartResponse::ANSWER_WENT_BACK));
    CHECK(campaign.scalar("SELECT count(*) FROM leases WHERE expires_at > now()") == 3);
}

TEST_CASE("a plain pause lets people talk on; said again with hangup it ends their calls",
          "[program_scheduler][hang_up]") {
    HungUp campaign;
    const auto talking = campaign.started(2);
    CHECK(campaign.pause().reason.empty());
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_RENEWED));
    CHECK(campaign.pause("hangup").reason.empty());
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_HANG_UP));
}

TEST_CASE("a cancel, and a cancel of what is cancelled, end calls on request",
          "[program_scheduler][hang_up]") {
    HungUp campaign;
    const auto talking = campaign.started(2);
    CHECK(campaign.cancel().reason.empty());
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_RENEWED));
    google::protobuf::Empty nothing;
    CHECK(campaign.client->DeleteExecution(campaign.as().get(), campaign.with("hangup"), &nothing)
              .ok());
    CHECK(campaign.renew(talking) == all(talking, RenewResponse::ANSWER_HANG_UP));
}

TEST_CASE("who was hung up on is not called again, and counts as failed",
          "[program_scheduler][hang_up]") {
    HungUp campaign;
    const auto talking = campaign.started(2);
    campaign.pause("hangup");
    campaign.finish(talking, Outcome::cancelled);
    const auto it = campaign.look();
    CHECK(it.failed == 2);
    CHECK(it.pending == 18);
    CHECK(it.outcomes[static_cast<std::size_t>(Outcome::cancelled)] == 2);
}

TEST_CASE("what is asked of calls must be known", "[program_scheduler][hang_up]") {
    HungUp campaign;
    const auto refused = campaign.pause("shout");
    CHECK(refused.reason == "VALIDATION");
    REQUIRE(refused.fields.size() == 1);
    CHECK(refused.fields[0].path == "calls");
    CHECK(campaign.status() == "running");
}

TEST_CASE("who pauses what has ended is told its state", "[program_scheduler][hang_up]") {
    HungUp campaign;
    REQUIRE(campaign.cancel().reason.empty());
    const auto refused = campaign.pause("hangup");
    CHECK(refused.reason == "EXECUTION_STATUS_CONFLICT");
    CHECK(refused.what == "the execution has ended: it is cancelled");
}

TEST_CASE("a resume takes rules, and refuses what is none", "[program_scheduler][auto_pause]") {
    HungUp campaign;
    v1::ResumeExecutionRequest request;
    request.set_id(campaign.id());
    auto& rule = *request.add_auto_pause_rules();
    rule.set_node_id("say");
    v1::Execution answer;
    const auto refused =
        rpc::from_status(campaign.client->ResumeExecution(campaign.as().get(), request, &answer));
    REQUIRE(refused.fields.size() == 1);
    CHECK(refused.fields[0].path == "autoPauseRules[0].threshold");
    rule.set_threshold(7);
    REQUIRE(campaign.client->ResumeExecution(campaign.as().get(), request, &answer).ok());
    CHECK(answer.auto_pause_rules() == R"([{"nodeId":"say","threshold":7,"resetOnResume":false}])");
    request.clear_auto_pause_rules();
    request.add_cleared("autoPauseRules");
    REQUIRE(campaign.client->ResumeExecution(campaign.as().get(), request, &answer).ok());
    CHECK_FALSE(answer.has_auto_pause_rules());
}

TEST_CASE("executions that paused by themselves are listed by that status",
          "[program_scheduler][auto_pause]") {
    HungUp campaign;
    campaign.control(Control::trip);
    v1::ListExecutionsRequest request;
    const auto count = [&](v1::ExecutionStatus status) {
        request.set_status(status);
        v1::ListExecutionsResponse answer;
        REQUIRE(campaign.client->ListExecutions(campaign.as().get(), request, &answer).ok());
        return answer.data_size();
    };
    CHECK(count(v1::EXECUTION_STATUS_PAUSED_THRESHOLD) == 1);
    CHECK(count(v1::EXECUTION_STATUS_PAUSED) == 0);
}

TEST_CASE("limits that change while it runs hold for the next claim",
          "[program_scheduler][limits]") {
    HungUp campaign;
    v1::ChangeExecutionLimitsRequest request;
    request.set_id(campaign.id());
    v1::Execution answer;
    const auto limit = [&](std::uint32_t calls) {
        request.set_max_concurrent_calls(calls);
        REQUIRE(campaign.client->ChangeExecutionLimits(campaign.as().get(), request, &answer).ok());
    };
    limit(2);
    CHECK(campaign.lease(10).size() == 2);
    limit(5);
    CHECK(campaign.lease(10).size() == 3);
    limit(1);
    CHECK(campaign.lease(10).empty());
    campaign.control(Control::trip);
    limit(9); // of what paused by itself, too
    CHECK(answer.max_concurrent_calls() == 9);
    request.clear_max_concurrent_calls();
    request.set_calls_per_second(0.001);
    campaign.resume();
    REQUIRE(campaign.client->ChangeExecutionLimits(campaign.as().get(), request, &answer).ok());
    CHECK(campaign.lease(10).size() <= 1);
}
