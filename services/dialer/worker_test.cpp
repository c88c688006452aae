#include "dialer/worker.hpp"

#include "flow/read_graph.hpp"
#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

// The worker with a scheduler that the test plays, on real SIP and RTP. Kafka is away: events wait.

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;
using telephony::test::ScriptedPeer;

namespace {

/// Writes down what the worker asks of the scheduler.
class PlayedScheduler final : public Scheduler {
public:
    void grant(std::uint64_t, std::uint32_t credits) override {
        note([&] { granted += credits; });
    }
    void ask_start(std::vector<AttemptRef> refs) override {
        note([&] { asked.insert(asked.end(), refs.begin(), refs.end()); });
    }
    void renew(std::vector<AttemptRef> refs, std::chrono::milliseconds) override {
        note([&] { renewed = refs; });
    }
    void give_back(std::vector<GivenBack> all) override {
        note([&] { reason = all.front().reason; });
    }
    void fetch(const FlowKey&) override {
        note([&] { fetched += 1; });
    }
    void stop_leasing() override {
        note([&] { stopped = true; });
    }

    /// Fails the test unless it holds soon.
    template <class Condition>
    void until(Condition holds) {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, 5s, holds));
    }

    std::uint32_t granted = 0;
    std::vector<AttemptRef> asked;
    std::vector<AttemptRef> renewed;
    std::string reason;
    int fetched = 0;
    bool stopped = false;

private:
    template <class Change>
    void note(Change change) {
        {
            const std::lock_guard lock{mutex_};
            change();
        }
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
};

constexpr const char* graph =
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","config":{}}]})";

/// A worker for two calls, with the callee's side of SIP and of the scheduler in the test's hands.
struct Bench {
    explicit Bench(std::uint16_t ports = 8) {
        const auto first = static_cast<std::uint16_t>(telephony::test::free_port() & ~1U);
        media = std::make_unique<media::Engine>(
            media::Engine::Config{.address = "127.0.0.1",
                                  .first_port = first,
                                  .last_port = static_cast<std::uint16_t>(first + ports - 1)},
            [this](media::LineId line, const media::Event& event) {
                (void)sip.post([=, this] { worker->hear(line, event); });
            });
        sip.run([&] {
            worker = std::make_unique<Worker>(Lines{sip, calls, *media, events}, scheduler, metrics,
                                              Worker::Limits{2, 10min});
            worker->start();
        });
    }
    ~Bench() {
        media.reset();
        sip.run([&] { worker.reset(); });
    }

    void tell(Told told) {
        sip.run([&] { worker->hear(std::move(told)); });
    }

    Lease lease() const {
        return {.ref = {attempt, 1},
                .organization = "org",
                .job = "job",
                .execution = "execution",
                .program = "program",
                .contact = "contact",
                .to = "+212600000001",
                .from = "+212522000000",
                .trunk = trunk.id.value().to_string(),
                .flow = {base::FlowId{base::Uuid::derived({}, 7)}, 1}};
    }

    /// The stream is up, one lease is here with all it needs, and Start was asked for it.
    void come_to_ask(std::chrono::milliseconds lease_time = 15s) {
        Settings settings{{trunk}, lease_time, 250ms};
        tell(told::SettingsChanged{1, true, settings});
        scheduler.until([&] { return scheduler.granted == 2; });
        tell(told::Leased{{lease()}});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(graph).value();
        tell(told::Fetched{lease().flow, SharedContent{content}});
        scheduler.until([&] { return !scheduler.asked.empty(); });
    }

    void answer_start(bool yes, std::chrono::milliseconds ago = 0ms) {
        tell(told::StartAnswered{scheduler.asked, std::vector<bool>{yes},
                                 std::chrono::steady_clock::now() - ago});
    }

    base::AttemptId attempt{base::Uuid::derived({}, 1)};
    PlayedScheduler scheduler;
    ScriptedPeer peer;
    telephony::Trunk trunk{base::TrunkId{base::Uuid::derived({}, 3)}, peer.address(), peer.port()};
    observability::Metrics metrics;
    kafka::Producer producer{{.brokers = "127.0.0.1:1", .client_id = "test"}};
    CallEvents events{producer, "test"};
    telephony::SipThread sip;
    telephony::Calls calls{sip, {.address = "127.0.0.1", .port = telephony::test::free_port()}};
    std::unique_ptr<media::Engine> media;
    std::unique_ptr<Worker> worker;
};

} // namespace

TEST_CASE("room is granted when the stream is up, and again on the next one", "[dialer][worker]") {
    Bench bench;
    bench.tell(told::SettingsChanged{1, true, {}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 2; });
    bench.tell(told::StreamLost{});
    bench.tell(told::SettingsChanged{2, true, {}});
    bench.scheduler.until([&] { return bench.scheduler.granted == 4; });
}

TEST_CASE("a lease is asked for when its flow is here, and fetched once", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    CHECK(bench.scheduler.asked == std::vector<AttemptRef>{bench.lease().ref});
    CHECK(bench.scheduler.fetched == 1);
}

TEST_CASE("a yes in time lets the INVITE leave, under the attempt's Call-ID", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE sip:+212600000001@");
    CHECK(invite.header("Call-ID") == bench.attempt.value().to_string() + "@hatif");
    CHECK(bench.worker->running() == 1);
}

TEST_CASE("a yes that comes too late is given back, and nobody is called", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.answer_start(true, 250ms);
    bench.scheduler.until([&] { return bench.scheduler.reason == "start_expired"; });
    CHECK(bench.worker->running() == 0);
}

TEST_CASE("a Start without an answer is given back: its yes may be on the way",
          "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.tell(told::StartAnswered{bench.scheduler.asked, std::nullopt, {}});
    bench.scheduler.until([&] { return bench.scheduler.reason == "start_unanswered"; });
}

TEST_CASE("without an RTP port the attempt is given back before the INVITE", "[dialer][worker]") {
    Bench bench{2}; // one even port
    const auto taken = bench.media->open();
    bench.come_to_ask();
    bench.answer_start(true);
    bench.scheduler.until([&] { return bench.scheduler.reason == "no_rtp_port"; });
}

TEST_CASE("a drain gives back what has its yes, and takes no leases", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask();
    bench.sip.run([&] { bench.worker->drain(); });
    CHECK(bench.scheduler.stopped);
    bench.answer_start(true);
    bench.scheduler.until([&] { return bench.scheduler.reason == "draining"; });
}

TEST_CASE("half a lease without renewal takes a ringing call back", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(400ms);
    bench.answer_start(true);
    const auto invite = bench.peer.expect("INVITE");
    bench.peer.answer(invite, {180});
    bench.peer.expect("CANCEL");
}

TEST_CASE("what is finished is renewed until the scheduler says ended", "[dialer][worker]") {
    Bench bench;
    bench.come_to_ask(400ms);
    bench.answer_start(true);
    bench.peer.answer(bench.peer.expect("INVITE"), {486});
    bench.scheduler.until([&] { return bench.worker->running() == 0; });
    const std::vector<AttemptRef> mine{bench.lease().ref};
    bench.scheduler.until([&] { return bench.scheduler.renewed == mine; });
    bench.tell(told::Renewed{mine, std::vector<bool>{false}, {}});
    // The room of the call is granted again.
    bench.scheduler.until([&] { return bench.scheduler.granted >= 3; });
}
