#include "program_scheduler/executions/watched_campaign.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using schedule::Outcome;
using testing::WatchedCampaign;
namespace v1 = program::v1;

namespace {

/// Someone who watches.
struct Watcher {
    explicit Watcher(WatchedCampaign& campaign) : Watcher{campaign, campaign.id()} {}
    Watcher(WatchedCampaign& campaign, const std::string& id) : context{campaign.as()} {
        v1::GetExecutionRequest request;
        request.set_id(id);
        stream = campaign.client->WatchExecution(context.get(), request);
    }
    /// The next state that is told.
    v1::Execution next() {
        v1::Execution told;
        REQUIRE(stream->Read(&told));
        return told;
    }
    /// What is told in between is passed over.
    template <class Holds>
    v1::Execution until(Holds holds) {
        for (;;) {
            auto told = next();
            if (holds(told)) return told;
        }
    }
    bool is_over() {
        v1::Execution told;
        return !stream->Read(&told);
    }

    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientReader<v1::Execution>> stream;
};

} // namespace

TEST_CASE("who watches is told the state, its changes, and the end", "[program_scheduler][live]") {
    WatchedCampaign campaign{5};
    Watcher watcher{campaign};
    CHECK(watcher.next().contacts_pending() == 5);
    campaign.finish(campaign.started(2), Outcome::completed);
    watcher.until([](const auto& it) { return it.contacts_completed() == 2; });
    const auto talking = campaign.started(1);
    campaign.control(Control::cancel);
    auto told =
        watcher.until([](const auto& it) { return it.status() == v1::EXECUTION_STATUS_CANCELLED; });
    CHECK(told.contacts_in_progress() == 1); // its end is still to come
    campaign.finish(talking, Outcome::completed);
    told = watcher.next();
    CHECK(told.contacts_completed() == 3);
    CHECK(told.contacts_skipped() == 2);
    CHECK(watcher.is_over());
    CHECK(watcher.stream->Finish().ok());
}

TEST_CASE("what has ended is told once", "[program_scheduler][live]") {
    WatchedCampaign campaign{3};
    campaign.control(Control::cancel);
    Watcher watcher{campaign};
    CHECK(watcher.next().contacts_skipped() == 3);
    CHECK(watcher.is_over());
}

TEST_CASE("many watch at the cost of one", "[program_scheduler][live]") {
    WatchedCampaign campaign{3};
    std::vector<std::unique_ptr<Watcher>> watchers;
    for (int i = 0; i < 20; ++i) watchers.push_back(std::make_unique<Watcher>(campaign));
    for (auto& it : watchers) CHECK(it->next().status() == v1::EXECUTION_STATUS_RUNNING);
    campaign.control(Control::trip);
    for (auto& it : watchers) {
        CHECK(it->next().status() == v1::EXECUTION_STATUS_PAUSED_THRESHOLD);
        it->context->TryCancel();
    }
}

TEST_CASE("nobody watches another organization's execution, or one that is not there",
          "[program_scheduler][live]") {
    WatchedCampaign campaign{3};
    Watcher watcher{campaign, base::Uuid::v7(campaign.clock.now()).to_string()};
    CHECK(watcher.is_over());
    CHECK(rpc::from_status(watcher.stream->Finish()).reason == "EXECUTION_NOT_FOUND");
}
