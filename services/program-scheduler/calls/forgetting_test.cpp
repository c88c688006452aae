#include "program_scheduler/calls/forgetting.hpp"

#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;
using schedule::Outcome;
using testing::Calls;
using namespace std::chrono_literals;

namespace {

struct Later final : base::Clock {
    explicit Later(base::Duration by) : by_{by} {}
    base::Instant now() const override { return base::SystemClock{}.now() + by_; }

private:
    base::Duration by_;
};

/// All batches, of two each; how many there were.
int forget(Calls& calls, base::Duration later) {
    const Later clock{later};
    Forgetting forgetting{calls.pool, clock, std::chrono::days{400}};
    for (int batches = 1; batches < 50; ++batches) {
        const auto more = forgetting.forget(2);
        REQUIRE(more);
        if (!*more) return batches;
    }
    return 50;
}

constexpr auto in_time = 399 * 24h;
constexpr auto too_late = 401 * 24h;

} // namespace

TEST_CASE("single calls that ended long ago are forgotten, batch by batch",
          "[program_scheduler][calls]") {
    Calls calls{0};
    std::vector<std::string> jobs;
    for (int i = 1; i <= 5; ++i) jobs.push_back(calls.request(calls.to(i)));
    const auto leases = calls.lease(4);
    calls.give_back({leases[0]}, "draining");
    calls.start({leases.begin() + 1, leases.end()});
    calls.finish({leases.begin() + 1, leases.end()}, Outcome::completed);
    CHECK(forget(calls, in_time) == 1);
    CHECK(calls.scalar("SELECT count(*) FROM single_calls") == 5);
    CHECK(forget(calls, too_late) == 2);
    // Two are open still, one of them with a note.
    CHECK(calls.scalar("SELECT count(*) FROM single_calls") == 2);
    CHECK(calls.scalar("SELECT count(*) FROM jobs") == 2);
    CHECK(calls.scalar("SELECT count(*) FROM attempts") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM job_trail") == 1);
}

TEST_CASE("of a program's jobs that ended long ago the notes are forgotten, the rest stays",
          "[program_scheduler][calls]") {
    Calls calls{3};
    calls.plan();
    const auto leases = calls.lease(3);
    calls.give_back(leases, "draining");
    calls.control(Control::cancel);
    REQUIRE(calls.scalar("SELECT count(*) FROM job_trail") == 3);
    forget(calls, in_time);
    CHECK(calls.scalar("SELECT count(*) FROM job_trail") == 3);
    CHECK(forget(calls, too_late) == 2);
    CHECK(calls.scalar("SELECT count(*) FROM job_trail") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM jobs") == 3);
}
