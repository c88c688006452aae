#include "program_scheduler/leasing/locked_bounds.hpp"

#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using base::Result;
using testing::Campaign;

namespace {

/// Bounds over calls that were counted a moment ago.
struct Counted : Campaign {
    explicit Counted(std::int64_t people, int most = 1'000'000)
        : Campaign{people, {.organization = most}} {
        plan();
        touch("INSERT INTO capacity (kind, id) SELECT 3, id FROM trunks ON CONFLICT DO NOTHING");
    }

    /// As a transaction sees it that is rolled back.
    std::int64_t live_of(CapacityKind kind) {
        std::int64_t live = -1;
        (void)pool.transact([&](pg::Transaction& transaction) -> Result<void> {
            const auto id = kind == CapacityKind::trunk ? text("SELECT id::text FROM trunks")
                                                        : organization.value().to_string();
            const BoundKey key{kind, base::Uuid::parse(id).value()};
            auto bounds = LockedBounds::lock(transaction, {key});
            if (!bounds) return base::fail(bounds.error());
            live = bounds->bound(key.first, key.second).live;
            return base::fail(base::Errc::conflict, "seen");
        });
        return live;
    }
    std::int64_t kept(int kind) {
        return scalar("SELECT max(live) FROM capacity WHERE kind = " + std::to_string(kind));
    }
};

} // namespace

TEST_CASE("few leases are counted each time, a count of many is good for a quarter of a second at "
          "most",
          "[scheduler][bounds]") {
    CHECK(count_validity(0) == 0us);
    CHECK(count_validity(256) == 0us);
    CHECK(count_validity(257) == 100us);
    CHECK(count_validity(1'256) == 100ms);
    CHECK(count_validity(30'000) == 250ms);
}

TEST_CASE("a count that is good is taken at its word, one that is over is not",
          "[scheduler][bounds]") {
    Counted it{5};
    it.lease(3);
    CHECK(it.live_of(CapacityKind::organization) == 3);
    CHECK(it.while_counted(70, [&] { return it.live_of(CapacityKind::organization); }) == 70);
    it.touch("UPDATE capacity SET live = 70, counted_until = clock_timestamp()");
    CHECK(it.live_of(CapacityKind::organization) == 3);
    // Of a clock that was put back since.
    it.touch("UPDATE capacity SET live = 70, counted_until = clock_timestamp() + interval '1 h'");
    CHECK(it.live_of(CapacityKind::organization) == 3);
}

TEST_CASE("each lease is added to a good count at once, under each of its bounds",
          "[scheduler][bounds]") {
    Counted it{400, 300};
    it.touch("UPDATE capacity SET max_concurrent = 1000000 WHERE kind = 3");
    CHECK(it.while_counted(290, [&] { return it.lease(50).size(); }) == 10);
    CHECK(it.kept(0) == 300);
    CHECK(it.kept(1) == 300);
    CHECK(it.kept(2) == 295); // ten, of two numbers
    CHECK(it.kept(3) == 300);
    it.touch("UPDATE capacity SET counted_until = 'epoch'");
    it.lease(400);
    CHECK(it.scalar("SELECT count(*) FROM leases") == 300);
}

TEST_CASE("of bounds that were counted at different times all are counted anew, and say so",
          "[scheduler][bounds]") {
    Counted it{200};
    it.while_counted(3, [&] {
        it.touch("UPDATE capacity SET counted_until = 'epoch' WHERE kind = 0");
        return it.lease(5).size();
    });
    CHECK(it.kept(1) == it.scalar("SELECT count(*) FROM leases"));
}

TEST_CASE("a trunk that had no maximum is counted when it gets one", "[scheduler][bounds]") {
    Counted it{200};
    CHECK(it.lease(5).size() == 5);
    CHECK(it.while_counted(7, [&] { return it.lease(5).size(); }) == 5);
    CHECK(it.kept(3) == 7);
    const auto trunk = base::Uuid::parse(it.text("SELECT id::text FROM trunks")).value();
    const auto held = it.scalar("SELECT count(*) FROM leases");
    REQUIRE(it.pool.transact([&](pg::Transaction& transaction) {
        return set_bound(transaction, CapacityKind::trunk, trunk, held + 2, {});
    }));
    CHECK(it.live_of(CapacityKind::trunk) == held);
    it.lease(20);
    CHECK(it.scalar("SELECT count(*) FROM leases") == held + 2);
}

TEST_CASE("no bound is passed while many calls are alive and replicas claim and end at once",
          "[scheduler][bounds]") {
    constexpr int most = 330, enough = 150;
    Counted it{4'000, most};
    it.lease(most - 30);
    // Calls of others, so many that a count is good for its longest.
    it.touch(
        "INSERT INTO leases SELECT (r).* FROM (SELECT jsonb_populate_record(one, "
        "jsonb_build_object('attempt_id', gen_random_uuid(), 'organization_id', "
        "gen_random_uuid(), 'program_id', gen_random_uuid())) AS r "
        "FROM (SELECT l AS one FROM leases l LIMIT 1) o, generate_series(1, 3000) OFFSET 0) f");
    const auto live = [&] {
        return it.scalar("SELECT count(*) FROM leases WHERE organization_id = '" +
                         it.organization.value().to_string() + "'");
    };
    std::atomic<std::int64_t> given = 0, highest = 0;
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 3; ++i) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 2'000 && given < enough; ++round) {
                    const auto leases = it.lease(20);
                    given += std::ssize(leases);
                    const auto now = live();
                    std::int64_t seen = highest;
                    while (now > seen && !highest.compare_exchange_weak(seen, now)) {
                    }
                    it.start(leases);
                    it.finish(leases, schedule::Outcome::completed);
                }
            });
        }
    }
    CHECK(highest <= most);
    CHECK(given >= enough);
    // Nothing leaks: what ended makes room when the count is over.
    for (int round = 0; round < 2'000 && live() < most; ++round) it.lease(500);
    CHECK(live() == most);
}
