#pragma once

#include "base/clock.hpp"
#include "dialer/calls/worker.hpp"
#include "flow/read_graph.hpp"
#include "objects/directory_store.hpp"
#include "objects/temporary_directory.hpp"
#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

/// The worker with a scheduler that the test plays, on real SIP and RTP. Kafka is away: events
/// wait.
namespace hatif::dialer::test {

using namespace std::chrono_literals;
using telephony::test::ScriptedPeer;

/// Writes down what the worker asks of the scheduler.
class PlayedScheduler final : public Scheduler {
public:
    void grant(std::uint64_t, std::uint32_t credits) override {
        note([&] { granted += credits; });
    }
    void ask_start(std::vector<AttemptRef> refs) override {
        note([&] { asked.insert(asked.end(), refs.begin(), refs.end()); });
    }
    void ask_elsewhere(const AttemptRef& ref, const std::string& trunk) override {
        note([&] {
            asked.push_back(ref);
            elsewhere = trunk;
        });
    }
    void admit(const Visit& it) override {
        note([&] { visit = it; });
    }
    void report(std::vector<TrunkReport> all) override {
        note([&] { reported = std::move(all); });
    }
    void renew(std::vector<AttemptRef> refs, std::chrono::milliseconds) override {
        note([&] { renewed = refs; });
    }
    void give_back(std::vector<GivenBack> all) override {
        note([&] {
            reason = all.front().reason;
            for (const auto& it : all) given_back.push_back(it.ref);
        });
    }
    void fetch(const FlowKey&) override {
        note([&] { fetched += 1; });
    }
    void speak(Speech speech) override {
        note([&] { speeches.push_back(speech); });
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
    std::vector<AttemptRef> given_back;
    int fetched = 0;
    std::vector<Speech> speeches;
    std::string elsewhere;
    std::optional<Visit> visit;
    std::vector<TrunkReport> reported;
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

inline constexpr const char* graph =
    R"({"startNodeId":"dial","nodes":[{"id":"dial","type":"dial","config":{}}]})";

/// Waits for a key.
inline constexpr const char* waiting_graph =
    R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{},"outputs":{"onAnswer":"key"}},
        {"id":"key","type":"dtmf","config":{"timeout":60000}}]})";

/// Plays `hello`, which the content must have, and hangs up.
inline constexpr const char* playing_graph =
    R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"play"}},
        {"id":"play","type":"play",
         "config":{"audioItems":[{"type":"audioFile","audioId":"hello"}]}}]})";

/// Hangs up at the second key.
inline constexpr const char* two_keys_graph =
    R"({"startNodeId":"dial","nodes":[
        {"id":"dial","type":"dial","config":{"enableAMD":false},"outputs":{"onAnswer":"keys"}},
        {"id":"keys","type":"dtmf","config":{"mode":"multi_digit","timeout":60000,
            "multiDigitConfig":{"minDigits":2,"maxDigits":2,"interDigitTimeout":60000}}}]})";

/// A worker for two calls, with the callee's side of SIP and of the scheduler in the test's hands.
struct Bench {
    explicit Bench(std::uint16_t ports = 8,
                   std::chrono::milliseconds flow_patience = 5s,
                   std::chrono::milliseconds admission = 4s,
                   std::chrono::milliseconds words = 5s) {
        const auto first = static_cast<std::uint16_t>(telephony::test::free_port() & ~1U);
        media = std::make_unique<media::Engine>(
            media::Engine::Config{.address = "127.0.0.1",
                                  .first_port = first,
                                  .last_port = static_cast<std::uint16_t>(first + ports - 1)},
            [this](media::LineId line, const media::Event& event) {
                (void)sip.post([=, this] {
                    if (worker) worker->hear(line, event);
                });
            });
        sip.run([&] {
            worker = std::make_unique<Worker>(
                Lines{sip, calls, *media, events, recordings, requests}, scheduler, metrics,
                Worker::Limits{2, 10min, flow_patience, admission, words});
            worker->start();
        });
    }
    ~Bench() {
        // On the SIP thread, so that no call acts through media that is gone.
        sip.run([&] {
            media.reset();
            worker.reset();
        });
    }

    void tell(Told told) {
        sip.run([&] { worker->hear(std::move(told)); });
    }

    Lease lease(std::uint32_t epoch = 1) const {
        return {.ref = {attempt, epoch},
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
    void come_to_ask(std::chrono::milliseconds lease_time = 15s, const char* text = graph) {
        come_to_ask({lease()}, lease_time, text);
    }
    void come_to_ask(std::vector<Lease> leases,
                     std::chrono::milliseconds lease_time = 15s,
                     const char* text = graph) {
        Settings settings{{trunk}, lease_time, 250ms};
        tell(told::SettingsChanged{1, true, settings});
        scheduler.until([&] { return scheduler.granted == 2; });
        tell(told::Leased{std::move(leases)});
        auto content = std::make_shared<Content>();
        content->graph = flow::read_graph(text).value();
        content->prompts.emplace(flow::PromptId{"hello"}, hello());
        tell(told::Fetched{lease().flow, SharedContent{content}});
        scheduler.until([&] { return !scheduler.asked.empty(); });
    }

    /// 100 ms of a sound.
    static media::SharedPrompt hello() {
        const std::vector<std::uint8_t> voice(800, 0x11);
        return std::make_shared<const audio::Prompt>(audio::Prompt{voice, voice});
    }

    void answer_start(bool yes, std::chrono::milliseconds ago = 0ms) {
        tell(told::StartAnswered{scheduler.asked, std::vector<bool>(scheduler.asked.size(), yes),
                                 std::chrono::steady_clock::now() - ago});
    }

    base::AttemptId attempt{base::Uuid::derived({}, 1)};
    PlayedScheduler scheduler;
    ScriptedPeer peer;
    telephony::Trunk trunk{base::TrunkId{base::Uuid::derived({}, 3)}, peer.address(), peer.port()};
    observability::Metrics metrics;
    kafka::Producer producer{{.brokers = "127.0.0.1:1", .client_id = "test"}};
    CallEvents events{producer, "test", metrics};
    telephony::SipThread sip;
    std::uint16_t sip_port = telephony::test::free_port();
    telephony::Calls calls{sip, {.address = "127.0.0.1", .port = sip_port}};
    objects::testing::TemporaryDirectory folder;
    objects::DirectoryStore objects{folder.path() / "objects"};
    base::SystemClock clock;
    std::unique_ptr<Worker> worker;
    Recordings recordings{{.spool = folder.path() / "spool"},
                          objects,
                          clock,
                          events,
                          [this](telephony::Task task) { return sip.post(std::move(task)); },
                          [this](const base::AttemptId& id,
                                 const recording::Told& told,
                                 const recording::Recorder::Kept& kept) {
                              return worker && worker->hear(id, told, kept);
                          }};
    Requests requests{{.reach = {.allowed = {"127.0.0.1"}}},
                      [this](const base::AttemptId& id, const call::RequestOver& over) {
                          (void)sip.post([=, this] {
                              if (worker) worker->hear(id, over);
                          });
                      },
                      metrics};
    std::unique_ptr<media::Engine> media;
};

} // namespace hatif::dialer::test
