#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using program::v1::StartResponse;
using schedule::Outcome;
using testing::Campaign;

namespace {

/// A campaign by the trunk "carrier", with another one behind it.
struct Detours : Campaign {
    Detours() : Campaign{100} {
        plan();
        touch("INSERT INTO trunks (id, name, host, transport, priority, created_at, updated_at) "
              "VALUES (gen_random_uuid(), 'spare', '127.0.0.1', 'udp', 1, now(), now())");
        touch("INSERT INTO capacity (kind, id) SELECT 3, id FROM trunks");
        spare = text("SELECT id::text FROM trunks WHERE name = 'spare'");
    }

    std::vector<program::v1::Lease> started(std::int64_t count) {
        auto leases = lease(count);
        start(leases);
        return leases;
    }
    void limit(const std::string& what) {
        touch("UPDATE capacity SET " + what + " WHERE id = '" + spare + "'");
    }
    std::int64_t by_spare() {
        return scalar("SELECT count(*) FROM leases WHERE trunk_id = '" + spare + "'");
    }

    std::string spare;
};

using Answers = std::vector<int>;

} // namespace

TEST_CASE("a call that its trunk refused goes on by another one and counts there",
          "[scheduler][rerouting]") {
    Detours it;
    const auto leases = it.started(3);
    CHECK(leases[0].other_trunk_ids(0) == it.spare);
    CHECK(it.start_by(it.spare, {leases[0]}) == Answers{StartResponse::ANSWER_YES});
    CHECK(it.by_spare() == 1);
    it.finish(leases, Outcome::completed);
    CHECK(it.look().completed == 3);
    CHECK(it.scalar("SELECT count(*) FROM announcements WHERE type LIKE '%AttemptEnded' AND "
                    "position(convert_to('" +
                    it.spare + "', 'UTF8') IN payload) > 0") == 1);
}

TEST_CASE("no call goes on by another trunk after the hours of its person",
          "[scheduler][rerouting]") {
    Detours it;
    const auto leases = it.started(1);
    it.touch("UPDATE leases SET not_after = now() + interval '200 ms'"); // under the validity
    CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_NO_ROOM});
    it.touch("UPDATE leases SET not_after = now() + interval '10 s'");
    CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_YES});
}

TEST_CASE("whoever asks again for the same trunk hears the same, and counts once",
          "[scheduler][rerouting]") {
    Detours it;
    it.limit("max_concurrent = 1");
    const auto leases = it.started(1);
    for (int i = 0; i < 3; ++i) {
        CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_YES});
    }
    CHECK(it.by_spare() == 1);
    CHECK(it.scalar("SELECT used FROM capacity WHERE id = '" + it.spare + "'") == 1);
}

TEST_CASE("a call that goes on by another trunk is added to its good count",
          "[scheduler][rerouting]") {
    Detours it;
    it.limit("max_concurrent = 1000");
    const auto answers =
        it.while_counted(998, [&] { return it.start_by(it.spare, it.started(3)); });
    CHECK(answers == Answers{StartResponse::ANSWER_YES, StartResponse::ANSWER_YES,
                             StartResponse::ANSWER_NO_ROOM});
    CHECK(it.scalar("SELECT live FROM capacity WHERE id = '" + it.spare + "'") == 1'000);
}

TEST_CASE("another trunk takes no more than its room, of several replicas together",
          "[scheduler][rerouting]") {
    Detours it;
    it.limit("max_concurrent = 5");
    const auto leases = it.started(20);
    {
        std::vector<std::jthread> replicas;
        for (std::size_t i = 0; i < 4; ++i) {
            replicas.emplace_back([&, i] {
                it.start_by(it.spare, {leases.begin() + static_cast<std::ptrdiff_t>(5 * i),
                                       leases.begin() + static_cast<std::ptrdiff_t>(5 * i + 5)});
            });
        }
    }
    CHECK(it.by_spare() == 5);
    // Whoever was refused holds its lease, under the trunk that it had.
    CHECK(it.scalar("SELECT count(*) FROM leases WHERE started_at IS NOT NULL") == 20);
    const auto more = it.start_by(it.spare, leases);
    CHECK(std::count(more.begin(), more.end(), StartResponse::ANSWER_YES) == 5);
    CHECK(std::count(more.begin(), more.end(), StartResponse::ANSWER_NO_ROOM) == 15);
}

TEST_CASE("another trunk starts no more calls than its rate", "[scheduler][rerouting]") {
    Detours it;
    it.limit("per_second = 0.1");
    const auto leases = it.started(3);
    CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_YES,
                                                   StartResponse::ANSWER_NO_ROOM,
                                                   StartResponse::ANSWER_NO_ROOM});
    it.limit("next_at = now() - interval '1 s'");
    CHECK(it.start_by(it.spare, {leases[1], leases[2]}) ==
          Answers{StartResponse::ANSWER_YES, StartResponse::ANSWER_NO_ROOM});
}

TEST_CASE("nobody goes on by another trunk while the program is paused, cancelled or closed",
          "[scheduler][rerouting]") {
    const auto refused = [](Detours& it, const auto& close) {
        const auto leases = it.started(1);
        close();
        CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_NO_ROOM});
        CHECK(it.by_spare() == 0);
        it.finish(leases, Outcome::failed); // the call's own end
        CHECK(it.look().in_progress == 0);
    };
    Detours paused;
    refused(paused, [&] { paused.control(Control::pause); });
    Detours closed;
    refused(closed, [&] { closed.touch("UPDATE executions SET closes_at = now()"); });
    Detours cancelled;
    refused(cancelled, [&] { cancelled.control(Control::cancel); });
}

TEST_CASE("nobody goes on by a trunk that is down, closed, gone, or not the number's",
          "[scheduler][rerouting]") {
    Detours it;
    const auto leases = it.started(1);
    const auto refused = [&](const std::string& trunk) {
        CHECK(it.start_by(trunk, leases) == Answers{StartResponse::ANSWER_NO_ROOM});
    };
    refused("00000000-0000-0000-0000-000000000001");
    it.touch("INSERT INTO workers VALUES ('worker-1', now() + interval '1 hour')");
    it.touch("INSERT INTO trunk_reports VALUES ('" + it.spare +
             "', 'worker-1', 3, 'options_timeout', NULL, NULL, now())");
    refused(it.spare);
    it.touch("UPDATE trunk_reports SET status = 2, closed_until = now() + interval '9 s'");
    refused(it.spare);
    it.touch("DELETE FROM trunk_reports");
    it.touch("UPDATE dids SET trunk_id = (SELECT id FROM trunks WHERE name = 'carrier')");
    refused(it.spare);
    it.touch("UPDATE dids SET trunk_id = NULL");
    CHECK(it.start_by(it.spare, leases) == Answers{StartResponse::ANSWER_YES});
}

TEST_CASE("an attempt is rerouted only by who holds it, under its epoch, once it was started",
          "[scheduler][rerouting]") {
    Detours it;
    auto leases = it.lease(1);
    const Answers lost{StartResponse::ANSWER_LOST};
    CHECK(it.start_by(it.spare, leases) == lost);
    it.start(leases);
    it.worker = "worker-2";
    CHECK(it.start_by(it.spare, leases) == lost);
    it.worker = "worker-1";
    leases[0].set_epoch(7);
    CHECK(it.start_by(it.spare, leases) == lost);
    CHECK(it.by_spare() == 0);
}
