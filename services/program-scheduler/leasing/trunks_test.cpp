#include "program_scheduler/leasing/trunk_reports.hpp"

#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using testing::Campaign;
namespace v1 = program::v1;

namespace {

/// A campaign with more trunks than the one called carrier.
struct Trunks : Campaign {
    explicit Trunks(std::int64_t people = 400) : Campaign{people} {
        plan();
        bound("carrier");
    }

    /// Its id.
    std::string add(const std::string& name, int weight = 10, int priority = 0) {
        touch("INSERT INTO trunks (id, name, host, transport, weight, priority, created_at, "
              "updated_at) VALUES (gen_random_uuid(), '" +
              name + "', '127.0.0.1', 'udp', " + std::to_string(weight) + ", " +
              std::to_string(priority) + ", now(), now())");
        bound(name);
        return id(name);
    }
    std::string id(const std::string& name) {
        return text("SELECT id::text FROM trunks WHERE name = '" + name + "'");
    }
    void bound(const std::string& name) {
        touch("INSERT INTO capacity (kind, id) SELECT 3, id FROM trunks WHERE name = '" + name +
              "'");
    }
    void limit(const std::string& name, const std::string& what) {
        touch("UPDATE capacity SET " + what + " WHERE id = '" + id(name) + "'");
    }
    /// For as long as the test may take.
    void alive(const std::string& name) {
        touch("INSERT INTO workers VALUES ('" + name +
              "', now() + interval '1 hour') ON CONFLICT (name) DO UPDATE SET "
              "last_seen = EXCLUDED.last_seen");
    }
    void report(const std::string& by,
                const std::string& trunk,
                v1::TrunkStatus status,
                int closed_for = 0) {
        alive(by);
        v1::ReportTrunksRequest request;
        request.set_worker(by);
        auto& item = *request.add_trunks();
        item.set_trunk_id(id(trunk));
        item.set_status(status);
        item.set_reason("options_timeout");
        if (closed_for > 0) {
            item.mutable_closed_until()->set_seconds(
                std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) +
                closed_for);
        }
        REQUIRE(pool.transact([&](pg::Transaction& it) { return report_trunks(it, request); }));
    }
    std::map<std::string, int> carried(const std::vector<v1::Lease>& leases) {
        std::map<std::string, int> count;
        for (const auto& lease : leases) {
            ++count[text("SELECT name FROM trunks WHERE id = '" + lease.trunk_id() + "'")];
        }
        return count;
    }
    std::set<base::Uuid> registrations(const std::string& by) {
        return pool.transact([&](pg::Transaction& it) { return take_registrations(it, by); })
            .value();
    }
};

using Count = std::map<std::string, int>;

} // namespace

TEST_CASE("trunks share the calls by weight, those of the lowest priority number first",
          "[scheduler][trunks]") {
    Trunks it;
    it.add("heavy", 30);
    it.add("spare", 10, 1);
    CHECK(it.carried(it.lease(80)) == Count{{"carrier", 20}, {"heavy", 60}});
    it.limit("heavy", "max_concurrent = 60");
    it.limit("carrier", "max_concurrent = 25");
    CHECK(it.carried(it.lease(20)) == Count{{"carrier", 5}, {"spare", 15}});
}

TEST_CASE("one call at a time leaves by the trunks in turns too", "[scheduler][trunks]") {
    Trunks it;
    it.add("second");
    Count all;
    for (int i = 0; i < 10; ++i) {
        const auto leases = it.lease(1);
        for (const auto& [name, count] : it.carried(leases)) all[name] += count;
        it.start(leases);
        it.finish(leases, schedule::Outcome::failed);
    }
    CHECK(all == Count{{"carrier", 5}, {"second", 5}});
}

TEST_CASE("a lease names the trunks that may carry it instead, the best first",
          "[scheduler][trunks]") {
    Trunks it;
    const auto last = it.add("last", 10, 2);
    const auto next = it.add("next", 10, 1);
    const auto lease = it.lease(1).at(0);
    CHECK(lease.trunk_id() == it.id("carrier"));
    REQUIRE(lease.other_trunk_ids_size() == 2);
    CHECK(lease.other_trunk_ids(0) == next);
    CHECK(lease.other_trunk_ids(1) == last);
    it.touch("UPDATE dids SET trunk_id = '" + next + "'");
    const auto bound = it.lease(1).at(0);
    CHECK(bound.trunk_id() == next);
    CHECK(bound.other_trunk_ids().empty());
}

TEST_CASE("a trunk that all workers say is down gets no calls; one that one of them says is down, "
          "none of that one's",
          "[scheduler][trunks]") {
    Trunks it;
    it.add("second");
    it.report("worker-1", "carrier", v1::TRUNK_STATUS_DOWN);
    it.report("worker-2", "carrier", v1::TRUNK_STATUS_UP);
    CHECK(it.carried(it.lease(4)) == Count{{"second", 4}});
    it.worker = "worker-2";
    CHECK(it.carried(it.lease(8)).contains("carrier"));
    it.report("worker-2", "carrier", v1::TRUNK_STATUS_DOWN);
    it.worker = "worker-3"; // which has said nothing yet
    CHECK(it.carried(it.lease(4)) == Count{{"second", 4}});
    it.report("worker-2", "second", v1::TRUNK_STATUS_DOWN);
    CHECK(it.lease(4).empty());
    const auto now = it.look();
    REQUIRE(now.waiting_for);
    CHECK(now.waiting_for->reason == "trunk");
    // Words are worth nothing once they are old.
    it.touch("UPDATE trunk_reports SET reported_at = now() - interval '31 s'");
    CHECK(it.lease(4).size() == 4);
}

TEST_CASE("a trunk that asked one worker for a pause gets no calls of any until then",
          "[scheduler][trunks]") {
    Trunks it;
    it.report("worker-9", "carrier", v1::TRUNK_STATUS_UP, 60);
    it.touch("UPDATE workers SET last_seen = now() - interval '1 h'"); // and it is gone since
    CHECK(it.lease(4).empty());
    it.touch("UPDATE trunk_reports SET closed_until = now() - interval '1 s'");
    CHECK(it.lease(4).size() == 4);
}

TEST_CASE("a number whose own trunk is down leaves the calls to the others",
          "[scheduler][trunks]") {
    Trunks it;
    const auto second = it.add("second");
    it.touch("UPDATE dids SET trunk_id = '" + second + "' WHERE number = '+212520000000'");
    it.report("worker-1", "second", v1::TRUNK_STATUS_DOWN);
    for (const auto& lease : it.lease(4)) CHECK(lease.from() == "+212520000001");
}

TEST_CASE("the starts of a trunk with a rate are spread evenly, whoever claims them",
          "[scheduler][trunks]") {
    Trunks it;
    it.limit("carrier", "per_second = 50");
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 3; ++i) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 10; ++round) it.lease(7);
            });
        }
    }
    CHECK(it.scalar("SELECT count(*) FROM leases") >= 10);
    // In no 100 ms more than a tenth of the rate and one.
    CHECK(it.scalar("SELECT max((SELECT count(*) FROM leases b WHERE b.not_before >= a.not_before "
                    "AND b.not_before < a.not_before + interval '100 ms')) FROM leases a") <= 6);
    CHECK(it.scalar("SELECT count(*) FROM (SELECT not_before - lag(not_before) OVER (ORDER BY "
                    "not_before) AS gap FROM leases) g WHERE gap < interval '20 ms'") == 0);
}

TEST_CASE("one worker keeps a trunk's registration, until it is gone", "[scheduler][trunks]") {
    Trunks it;
    CHECK(it.registrations("worker-1").empty());
    it.touch("UPDATE trunks SET registers = true");
    CHECK(it.registrations("worker-1").size() == 1);
    CHECK(it.registrations("worker-2").empty());
    CHECK(it.registrations("worker-1").size() == 1);
    // It renews what is about to run out, and writes nothing before.
    it.touch("UPDATE trunk_registrars SET until = now() + interval '3 s'");
    CHECK(it.registrations("worker-2").empty());
    CHECK(it.registrations("worker-1").size() == 1);
    CHECK(it.scalar(
              "SELECT count(*) FROM trunk_registrars WHERE until > now() + interval '14 s'") == 1);
    it.touch("UPDATE trunk_registrars SET until = now() - interval '1 s'");
    CHECK(it.registrations("worker-2").size() == 1);
    CHECK(it.registrations("worker-1").empty());
}

TEST_CASE("two workers that ask at once never both register", "[scheduler][trunks]") {
    Trunks it;
    it.touch("UPDATE trunks SET registers = true");
    std::array<std::size_t, 6> got{};
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < got.size(); ++i) {
            workers.emplace_back(
                [&, i] { got.at(i) = it.registrations("w" + std::to_string(i)).size(); });
        }
    }
    CHECK(std::count(got.begin(), got.end(), 1U) == 1);
}
