#include "program_scheduler/calls/calls_fixture.hpp"

#include <catch2/catch.hpp>

#include <mutex>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Calls;

namespace {

/// Ids that several threads note.
class Noted {
public:
    void add(const std::string& job) {
        const std::lock_guard lock{mutex_};
        twice_ += jobs_.insert(job).second ? 0 : 1;
    }
    int twice() const { return twice_; }
    bool contains(const std::string& job) const { return jobs_.contains(job); }

private:
    std::mutex mutex_;
    std::set<std::string> jobs_;
    int twice_ = 0;
};

/// Leases, starts and ends what there is; now and then nothing is dialled.
void dial(Calls& calls, Noted& dialled) {
    for (int round = 0; round < 25; ++round) {
        const auto leases = calls.lease(3);
        const auto answers = calls.start(leases);
        for (std::size_t i = 0; i < leases.size(); ++i) {
            if (answers[i] != StartResponse::ANSWER_YES) continue;
            if (round % 4 == 3) {
                calls.give_back({leases[i]}, "start_expired");
            } else {
                dialled.add(leases[i].job_id());
                calls.finish({leases[i]}, Outcome::busy);
            }
        }
    }
}

} // namespace

TEST_CASE("however dialers and cancels meet, what was taken back in time is never dialled",
          "[scheduler][calls]") {
    Calls calls{60};
    std::vector<std::string> jobs;
    for (int i = 1; i <= 60; ++i) jobs.push_back(calls.request(calls.to(i)));
    Noted dialled, taken_back;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i) threads.emplace_back([&] { dial(calls, dialled); });
        for (std::size_t half = 0; half < 2; ++half) {
            threads.emplace_back([&, half] {
                for (std::size_t i = half; i < jobs.size(); i += 2) {
                    if (calls.cancel(jobs[i]) == "failed") taken_back.add(jobs[i]);
                }
            });
        }
    }
    calls.pass_time();
    dial(calls, dialled); // what is left, if anything: all were taken back
    CHECK(dialled.twice() == 0);
    for (const auto& job : jobs) {
        INFO(job);
        CHECK_FALSE((dialled.contains(job) && taken_back.contains(job)));
        const auto told = calls.events(job);
        CHECK((told == "JobQueued AttemptEnded" || told == "JobQueued JobSkipped"));
        CHECK((told == "JobQueued AttemptEnded") == dialled.contains(job));
    }
    CHECK(calls.scalar("SELECT count(*) FROM jobs WHERE status = 0") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM leases") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM live_numbers") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM job_queue") == 0);
}

TEST_CASE("a job's events rise in the order of what happened, whoever wrote them",
          "[scheduler][calls]") {
    Calls calls{40};
    for (int i = 1; i <= 40; ++i) {
        auto request = calls.to(i);
        request.mutable_retry()->set_type(program::v1::CALL_RETRY_TYPE_FIXED_DELAY);
        request.mutable_retry()->set_delay(1);
        request.mutable_retry()->set_max_retries(2);
        calls.request(request);
    }
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < 20; ++round) {
                    const auto leases = calls.lease(4);
                    calls.start(leases);
                    calls.finish(leases, Outcome::busy);
                }
            });
        }
    }
    // By the relay's order, no job's attempt stands before one of a lower number.
    CHECK(calls.scalar("SELECT count(*) FROM (SELECT key, occurred_at, lag(occurred_at) OVER "
                       "(PARTITION BY key ORDER BY xid, id, place) AS before FROM announcements) o "
                       "WHERE before > occurred_at") == 0);
    CHECK(calls.scalar("SELECT count(*) FROM announcements WHERE type LIKE '%AttemptEnded'") > 40);
}

TEST_CASE("a call that is taken back while its contact is asked for is not dialled",
          "[scheduler][calls]") {
    Calls calls;
    const auto job = calls.request(calls.to(1));
    std::jthread taking_back;
    std::string status;
    calls.contacts.before_answer = [&] {
        calls.contacts.before_answer = nullptr;
        taking_back = std::jthread{[&] { status = calls.cancel(job); }};
        while (calls.scalar("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
            std::this_thread::yield();
        }
    };
    const auto leases = calls.lease(1);
    taking_back.join();
    CHECK(status == "failed"); // its lease is returned, as that of a call which waits to start
    CHECK(calls.start(leases) == std::vector<int>{StartResponse::ANSWER_LOST});
    CHECK(calls.events(job) == "JobQueued JobSkipped");
    CHECK(calls.scalar("SELECT count(*) FROM leases") == 0);
}
