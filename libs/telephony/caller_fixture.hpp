#pragma once

#include "telephony/calls.hpp"
#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <sstream>
#include <vector>

namespace hatif::telephony::test {

inline const std::string callee = "+212600000001";
inline const std::string caller = "+212500000000";

/// A worker's SIP side and a trunk that the test plays.
class Caller {
    // First, so that they outlive the calls that tell.
    std::mutex mutex_;
    std::condition_variable heard_;
    std::vector<CallEvent> events_;
    std::size_t read_ = 0;

public:
    ScriptedPeer trunk;
    std::uint16_t port = free_port();
    SipThread thread;
    Calls calls;
    std::optional<Credentials> credentials{};
    Trunk settings{}; ///< the rest of the trunk's

    explicit Caller(Calls::Config config = {.address = "127.0.0.1",
                                            .shortest_interval = std::chrono::seconds{1}})
        : calls{thread, heard_at(port, std::move(config))} {}

    Invite invite(base::Uuid attempt = base::Uuid::v7(base::Instant{})) const {
        auto here = settings;
        here.host = trunk.address();
        here.port = trunk.port();
        here.credentials = credentials;
        return {.attempt = base::AttemptId{attempt},
                .trunk = std::move(here),
                .to = callee,
                .from = caller,
                .media = {"127.0.0.1", 10'000}};
    }

    CallRef place() { return place(invite()); }

    CallRef place(const Invite& invite) {
        std::optional<base::Result<CallRef>> placed;
        on_thread([&] {
            placed = calls.place(invite, [this](CallRef, const CallEvent& it) { hear(it); });
        });
        REQUIRE(placed->has_value());
        return **placed;
    }

    void cancel(CallRef call) {
        on_thread([&] { calls.cancel(call); });
    }

    void bye(CallRef call, int q850 = 16) {
        on_thread([&] { calls.bye(call, q850); });
    }

    void refer(CallRef call, const std::string& to) {
        on_thread([&] { calls.refer(call, to); });
    }

    std::size_t alive() {
        std::size_t count = 0;
        on_thread([&] { count = calls.alive(); });
        return count;
    }

    void on_thread(const Task& task) { thread.run(task); }

    /// Waits for the next thing that the call tells, as a line.
    std::string told() {
        std::unique_lock lock{mutex_};
        const bool came =
            heard_.wait_for(lock, std::chrono::seconds{8}, [&] { return read_ < events_.size(); });
        if (!came) return "nothing";
        std::ostringstream line;
        line << events_[read_++];
        return line.str();
    }

    /// The event that `told` told last.
    template <class T>
    T last() {
        const std::lock_guard lock{mutex_};
        return std::get<T>(events_.at(read_ - 1));
    }

    /// Waits until no call is alive.
    bool comes_to_rest() {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{8};
        while (std::chrono::steady_clock::now() < until) {
            if (alive() == 0) return true;
        }
        return false;
    }

    /// A call that was answered: its INVITE. What was told is read.
    Message answered(const std::string& headers = {}) {
        auto request = trunk.expect("INVITE");
        trunk.answer(request, {.code = 200, .headers = headers, .body = callee_sdp()});
        trunk.expect("ACK");
        REQUIRE(told() == "answered, pcma to 127.0.0.1:4000 both ways, keys as 101");
        return request;
    }

private:
    static Calls::Config heard_at(std::uint16_t port, Calls::Config config) {
        config.port = port;
        return config;
    }

    void hear(const CallEvent& event) {
        const std::lock_guard lock{mutex_};
        events_.push_back(event);
        heard_.notify_all();
    }
};

} // namespace hatif::telephony::test
