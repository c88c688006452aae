#pragma once

#include "telephony/calls.hpp"
#include "telephony/scripted_peer.hpp"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>
#include <sstream>
#include <vector>

namespace hatif::telephony::test {

/// A worker's SIP side whose trunks the test sets.
class Worker {
public:
    explicit Worker(std::vector<std::string> name_servers = {},
                    const std::string& certificate_folder = {})
        : calls{thread,
                {.address = "127.0.0.1",
                 .port = port,
                 .certificate_folder = certificate_folder,
                 .name_servers = std::move(name_servers)}} {
        thread.run([&] {
            calls.on_trunk_state([&](const base::TrunkId&, const TrunkState& it) {
                const std::lock_guard lock{mutex_};
                states_.push_back(it);
                changed_.notify_all();
            });
        });
    }

    void set(const std::vector<Trunk>& trunks) {
        thread.run([&] { calls.set_trunks(trunks); });
    }

    TrunkState state_of(const Trunk& trunk) {
        TrunkState state;
        thread.run([&] { state = calls.state_of(trunk.id); });
        return state;
    }

    /// Waits for the next state that is told of a trunk, as a line.
    std::string state() {
        std::unique_lock lock{mutex_};
        const bool came = changed_.wait_for(lock, std::chrono::seconds{20},
                                            [&] { return read_ < states_.size(); });
        if (!came) return "nothing";
        std::ostringstream line;
        line << states_[read_++];
        return line.str();
    }

    base::Result<CallRef> place(const Trunk& trunk) {
        std::optional<base::Result<CallRef>> placed;
        thread.run([&] {
            placed = calls.place({.attempt = base::AttemptId{base::Uuid::v7(base::Instant{})},
                                  .trunk = trunk,
                                  .to = "+212600000001",
                                  .from = "+212500000000",
                                  .media = {"127.0.0.1", 10'000}},
                                 [this](CallRef, const CallEvent& it) {
                                     const std::lock_guard lock{mutex_};
                                     events_.push_back(it);
                                     changed_.notify_all();
                                 });
        });
        return *placed;
    }

    /// Places again until the trunk's name has an address.
    CallRef place_soon(const Trunk& trunk) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{8};
        while (true) {
            const auto placed = place(trunk);
            if (placed) return *placed;
            INFO(placed.error().what);
            REQUIRE(std::chrono::steady_clock::now() < until);
            std::this_thread::yield();
        }
    }

    /// Waits for the next thing that a call tells, as a line.
    std::string told() {
        std::unique_lock lock{mutex_};
        const bool came = changed_.wait_for(lock, std::chrono::seconds{8},
                                            [&] { return heard_ < events_.size(); });
        if (!came) return "nothing";
        std::ostringstream line;
        line << events_[heard_++];
        return line.str();
    }

    void bye(CallRef call) {
        thread.run([&] { calls.bye(call); });
    }

    std::uint64_t dropped() {
        std::uint64_t count = 0;
        thread.run([&] { count = calls.counts().dropped_packets; });
        return count;
    }

    const std::uint16_t port = free_port();
    SipThread thread;
    Calls calls;

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<TrunkState> states_;
    std::vector<CallEvent> events_;
    std::size_t read_ = 0;
    std::size_t heard_ = 0;
};

inline base::TrunkId new_trunk_id() {
    return base::TrunkId{base::Uuid::v7(base::Instant{})};
}

/// A trunk at a peer that the test plays.
inline Trunk trunk_at(std::uint16_t port, Transport transport = Transport::udp) {
    return {.id = new_trunk_id(), .host = "127.0.0.1", .port = port, .transport = transport};
}

} // namespace hatif::telephony::test
