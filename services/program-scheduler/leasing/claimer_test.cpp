#include "program_scheduler/leasing/claimer.hpp"

#include "program_scheduler/leasing/gathering.hpp"
#include "program_scheduler/leasing/starts.hpp"
#include "program_scheduler/testing/campaign.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using namespace std::chrono_literals;
using program::v1::StartRequest;
using program::v1::StartResponse;
using testing::Campaign;

namespace {

struct Briefed : Campaign {
    using Campaign::Campaign;
    Briefing briefing{desk, *stub_, identity_};
};

/// A worker that keeps what it is given.
struct Worker {
    Worker(Claimer& claimer, const std::string& name)
        : seat{claimer, name, [this](auto leases) {
                   got += leases.size();
                   ++deliveries;
               }} {}

    std::atomic<std::size_t> got = 0;
    std::atomic<int> deliveries = 0;
    Claimer::Seat seat;
};

/// Or until it is too late for it: the checks after it say so.
template <class Condition>
void wait_until(const Condition& holds) {
    const auto late = std::chrono::steady_clock::now() + 20s;
    while (!holds() && std::chrono::steady_clock::now() < late) std::this_thread::yield();
}

std::map<std::string, std::int64_t> by_worker(const std::vector<Claimed>& claimed) {
    std::map<std::string, std::int64_t> counts;
    for (const Claimed& it : claimed) ++counts[it.lease.worker];
    return counts;
}

StartRequest ask(const program::v1::Lease& lease, std::int32_t epoch) {
    StartRequest request;
    request.set_worker("w");
    auto& attempt = *request.add_attempts()->mutable_attempt();
    attempt.set_attempt_id(lease.attempt_id());
    attempt.set_epoch(static_cast<std::uint32_t>(epoch));
    return request;
}

} // namespace

TEST_CASE("workers are claimed for together, each within its room", "[scheduler][leasing]") {
    Campaign campaign{100};
    campaign.plan();
    const auto counts =
        by_worker(claim(campaign.desk, {{"a", 5}, {"b", 30}, {"c", 0}, {"d", 7}}).value().claimed);
    CHECK(counts == std::map<std::string, std::int64_t>{{"a", 5}, {"b", 30}, {"d", 7}});
    CHECK(campaign.scalar("SELECT count(*) FROM leases WHERE worker = 'b'") == 30);
}

TEST_CASE("workers who claim together share what there is, however much room one of them has",
          "[scheduler][leasing]") {
    Campaign campaign{100, {.organization = 20}};
    campaign.plan();
    const auto counts = by_worker(claim(campaign.desk, {{"a", 12}, {"b", 500}}).value().claimed);
    CHECK(counts == std::map<std::string, std::int64_t>{{"a", 10}, {"b", 10}});
}

TEST_CASE("a worker that cannot use a trunk is given none of its calls, though it claims with "
          "others that can",
          "[scheduler][leasing]") {
    Campaign campaign{100};
    campaign.plan();
    campaign.touch("INSERT INTO workers VALUES ('a', now()), ('b', now()), ('c', now())");
    campaign.touch("INSERT INTO trunk_reports (trunk_id, worker, status, reason, reported_at) "
                   "SELECT id, w, CASE w WHEN 'b' THEN 3 ELSE 2 END, '', now() FROM trunks, "
                   "unnest('{a,b,c}'::text[]) w");
    const auto counts =
        by_worker(claim(campaign.desk, {{"a", 5}, {"b", 5}, {"c", 5}}).value().claimed);
    CHECK(counts == std::map<std::string, std::int64_t>{{"a", 5}, {"c", 5}});
}

TEST_CASE("replicas that claim for several workers never pass a bound together",
          "[scheduler][leasing]") {
    Campaign campaign{1'000, {.organization = 50, .did = 30}};
    campaign.plan();
    {
        std::vector<std::jthread> replicas;
        for (int i = 0; i < 4; ++i) {
            replicas.emplace_back([&] {
                for (int round = 0; round < 10; ++round) {
                    REQUIRE(claim(campaign.desk, {{"a", 3}, {"b", 4}}).has_value());
                }
            });
        }
    }
    CHECK(campaign.look().in_progress == 50);
    CHECK(campaign.scalar(
              "SELECT max(n) FROM (SELECT count(*) AS n FROM leases GROUP BY did_id) d") <= 30);
}

TEST_CASE("workers on their streams are leased as many as they offered room for, and no more",
          "[scheduler][leasing]") {
    Briefed campaign{200};
    campaign.plan();
    Claimer claimer{campaign.desk, campaign.briefing};
    Worker amina{claimer, "amina"}, bilal{claimer, "bilal"};
    amina.seat.offer(20);
    bilal.seat.offer(30);
    wait_until([&] { return amina.got + bilal.got >= 50; });
    CHECK(amina.got == 20);
    CHECK(bilal.got == 30);
    CHECK(campaign.scalar("SELECT count(*) FROM leases") == 50);
}

TEST_CASE("a claim tells whether all who wait do so for rates", "[scheduler][leasing]") {
    Campaign campaign{200};
    campaign.plan();
    CHECK_FALSE(claim(campaign.desk, {{"a", 5}}).value().wait_for_rates);
    campaign.touch("UPDATE capacity SET per_second = 100 WHERE kind = 1");
    const auto paced = claim(campaign.desk, {{"a", 150}}).value();
    CHECK(paced.wait_for_rates);
    CHECK(paced.claimed.size() < 100);
    campaign.touch("UPDATE capacity SET per_second = NULL WHERE kind = 1");
    CHECK_FALSE(claim(campaign.desk, {{"a", 500}}).value().wait_for_rates); // nobody waits
    CHECK_FALSE(claim(campaign.desk, {{"a", 500}}).value().wait_for_rates);
}

TEST_CASE("where rates hold all back, leases come for a longer while at once",
          "[scheduler][leasing]") {
    Briefed campaign{200};
    campaign.plan();
    campaign.touch("UPDATE capacity SET per_second = 100 WHERE kind = 1");
    Claimer claimer{campaign.desk, campaign.briefing};
    Worker amina{claimer, "amina"};
    amina.seat.offer(200);
    wait_until([&] { return amina.got >= 100; });
    // 41 at once, then 20 five times a second: every 35 ms it would be 3 or 4.
    CHECK(amina.got >= 100);
    CHECK(amina.deliveries <= 7);
}

TEST_CASE("what many ask at once is answered to each", "[scheduler][leasing]") {
    Gathering<int, int> gathering{0ms, [](const std::vector<int>& questions) {
                                      std::vector<int> answers;
                                      for (const int it : questions) answers.push_back(2 * it);
                                      return answers;
                                  }};
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&, i] {
                for (int n = 0; n < 200; ++n) {
                    const int question = 1'000 * i + n;
                    if (gathering.ask(question) != 2 * question) ++wrong;
                }
            });
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("work that throws is its asker's alone: the others are answered by the next round",
          "[scheduler][leasing]") {
    std::atomic<bool> fails = true;
    Gathering<int, int> gathering{0ms, [&](const std::vector<int>& questions) {
                                      if (fails.exchange(false))
                                          throw std::runtime_error{"no room"};
                                      return questions;
                                  }};
    std::atomic<int> answered = 0, thrown = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&, i] {
                try {
                    if (gathering.ask(i) == i) ++answered;
                } catch (const std::runtime_error&) {
                    ++thrown;
                }
            });
        }
    }
    CHECK(answered == 7);
    CHECK(thrown == 1);
}

TEST_CASE("starts of many workers at once are answered to each by its own epoch",
          "[scheduler][leasing]") {
    Campaign campaign{40};
    campaign.plan();
    const auto leases = campaign.lease(40);
    REQUIRE(leases.size() == 40);
    Starts starts{campaign.desk};
    std::atomic<int> yes = 0, lost = 0;
    {
        std::vector<std::jthread> workers;
        for (const auto& lease : leases) {
            workers.emplace_back([&] {
                const auto answer = starts.start(ask(lease, 1)).value().answers(0);
                if (answer == StartResponse::ANSWER_YES) ++yes;
            });
            // Whoever held it before, or dreams.
            workers.emplace_back([&] {
                const auto answer = starts.start(ask(lease, 2)).value().answers(0);
                if (answer == StartResponse::ANSWER_LOST) ++lost;
            });
        }
    }
    CHECK(yes == 40);
    CHECK(lost == 40);
    CHECK(campaign.scalar("SELECT count(*) FROM leases WHERE started_at IS NOT NULL") == 40);
}
