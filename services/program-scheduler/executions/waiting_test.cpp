#include "program_scheduler/executions/watched_campaign.hpp"

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::WatchedCampaign;

namespace {

/// With a dialer that is seen, so that others' reasons come to light.
struct Waiting : WatchedCampaign {
    explicit Waiting(std::int64_t people = 3) : WatchedCampaign{people} {
        touch("INSERT INTO workers (name, last_seen) VALUES ('worker-1', now() + interval '1 h')");
    }
    /// "hours until", "window"; "" when calls start.
    std::string reason() {
        const auto waiting = look().waiting_for;
        if (!waiting) return "";
        return waiting->reason + (waiting->until ? " until" : "");
    }
    void all_due_later() { touch("UPDATE job_queue SET due_at = now() + interval '1 h'"); }
    /// Everyone is in this zone, and nobody is called around now.
    void close_days(const char* zone) {
        touch("UPDATE executions SET calling_zone = 1, holidays = ARRAY(SELECT to_char(now() + "
              "make_interval(days => d), 'YYYY-MM-DD') FROM generate_series(-1, 1) AS d)");
        touch("UPDATE jobs SET zones = '" + std::string{zone} + "'");
    }
};

} // namespace

TEST_CASE("hours that never open are a window without an end", "[program_scheduler][waiting]") {
    Waiting campaign;
    campaign.touch("UPDATE executions SET opens_at = '9999-12-31T00:00:00Z', closes_at = NULL");
    CHECK(campaign.reason() == "window");
    campaign.touch("UPDATE executions SET opens_at = now() + interval '1 h'");
    CHECK(campaign.reason() == "window until");
}

TEST_CASE("where all who wait are outside of their own hours, it waits for the first opening",
          "[program_scheduler][waiting]") {
    Waiting campaign;
    campaign.all_due_later();
    CHECK(campaign.reason() == "retry until");
    campaign.close_days("Africa/Casablanca");
    CHECK(campaign.reason() == "hours until");
    campaign.touch("UPDATE executions SET holidays = '{}'"); // all are in their hours
    CHECK(campaign.reason() == "retry until");
}

TEST_CASE("what paused by itself waits for a person, and says why it paused",
          "[program_scheduler][waiting]") {
    Waiting campaign;
    campaign.control(Control::trip);
    CHECK(campaign.reason() == "");
    CHECK(campaign.look().status == ExecutionStatus::paused_threshold);
}

TEST_CASE("a live execution for which nobody is due waits for a trigger",
          "[program_scheduler][waiting]") {
    Waiting campaign{0};
    campaign.touch("UPDATE executions SET mode = 2");
    campaign.touch("UPDATE execution_plans SET done = false");
    CHECK(campaign.reason() == "trigger");
    campaign.control(Control::cancel);
    CHECK(campaign.reason() == "");
    CHECK(campaign.look().skipped == 0);
}
