#include "dialer/recordings/recordings.hpp"

#include "kafka/mock_broker.hpp"
#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

const Lease lease{.ref = {base::AttemptId{base::Uuid::derived({}, 1)}, 1},
                  .organization = "018f4d2e-1111-7222-8333-444455556666",
                  .job = "job",
                  .execution = "execution",
                  .program = "program",
                  .contact = "contact",
                  .to = "+212612345678",
                  .from = "+212522000000",
                  .trunk = "trunk",
                  .flow = {base::FlowId{base::Uuid::derived({}, 2)}, 1}};

/// A worker that records, with its SIP thread in the test's hands.
struct Bench {
    objects::testing::TemporaryDirectory directory;
    objects::DirectoryStore store{directory.path() / "objects"};
    base::SystemClock clock;
    kafka::test::MockBroker broker;
    kafka::Producer producer{{.brokers = broker.address(), .client_id = "test"}};
    observability::Metrics metrics;
    CallEvents events{producer, "test", metrics};
    std::atomic<int> overrun{0};     ///< so many times there is no room
    std::atomic<int> stopped{0};     ///< so many tasks are taken and never run
    std::atomic<bool> running{true}; ///< does the call still run?
    std::atomic<int> heard{0};
    Recordings recordings{{.spool = directory.path() / "spool", .min_free = 0, .first_pause = 1ms},
                          store,
                          clock,
                          events,
                          [this](const telephony::Task& task) {
                              if (overrun-- > 0) return false;
                              if (stopped-- <= 0) task();
                              return true;
                          },
                          [this](const base::AttemptId& attempt,
                                 const recording::Told&,
                                 const Recordings::Kept& kept) {
                              CHECK(attempt == lease.ref.attempt);
                              if (running) ++heard;
                              if (running) kept();
                              return running.load();
                          }};

    void record(std::uint32_t index) {
        const Recorded whole{.kind = dialer::v1::RECORDING_KIND_FULL_CALL, .index = index};
        const auto id = recording_id(lease.ref.attempt, index);
        REQUIRE(recordings.begin({.id = id,
                                  .key = recording_key(lease.organization, id),
                                  .both_sides = true,
                                  .about = about_of(lease, whole, clock.now())}));
    }
    std::ptrdiff_t labels() const {
        std::error_code failed; // folders go while it looks
        std::ptrdiff_t count = 0;
        std::filesystem::recursive_directory_iterator it{directory.path() / "spool", failed};
        for (; !failed && it != std::filesystem::recursive_directory_iterator{};
             it.increment(failed)) {
            count += it->path().extension() == ".label" ? 1 : 0;
        }
        return count;
    }
    bool all_told() { return recordings.flush(std::chrono::steady_clock::now() + 10s); }
    std::uint64_t published() {
        REQUIRE(producer.flush(10s));
        return producer.delivered();
    }
};

} // namespace

TEST_CASE("a call that runs hears of its recordings, and tells of them itself",
          "[dialer][recordings]") {
    Bench bench;
    bench.record(0);
    REQUIRE(bench.all_told());
    CHECK(bench.heard == 1);
    CHECK(bench.published() == 0);
}

TEST_CASE("what is stored after its call is told all the same", "[dialer][recordings]") {
    Bench bench;
    bench.running = false;
    bench.record(0);
    bench.record(1);
    REQUIRE(bench.all_told());
    CHECK(bench.published() == 2);
}

TEST_CASE("an overrun SIP thread is told again, once it has room", "[dialer][recordings]") {
    Bench bench;
    bench.overrun = 3;
    bench.record(0);
    REQUIRE(bench.all_told());
    CHECK(bench.heard == 1);
}

TEST_CASE("what the SIP thread took and dropped is told again", "[dialer][recordings]") {
    Bench bench;
    bench.stopped = 2;
    bench.record(0);
    REQUIRE(bench.all_told());
    CHECK(bench.heard == 1);
}

TEST_CASE("when no event leaves any more, what is stored waits in the spool for the next worker",
          "[dialer][recordings]") {
    Bench bench;
    bench.recordings.close();
    bench.record(0);
    while (bench.stopped > -2 && bench.heard == 0) std::this_thread::yield(); // tried again
    CHECK(bench.heard == 0);
}

TEST_CASE("a label stays in the spool until Kafka has acknowledged what was told",
          "[dialer][recordings]") {
    Bench bench;
    bench.running = false;
    bench.broker.go_away();
    bench.record(0);
    REQUIRE(bench.all_told());
    CHECK_FALSE(bench.producer.flush(200ms));
    CHECK(bench.labels() == 1);
    bench.broker.come_back();
    CHECK(bench.published() == 1);
    while (bench.labels() > 0) std::this_thread::yield();
}
