#pragma once

#include "media/engine.hpp"
#include "media/line_impl.hpp"
#include "media/port_pool.hpp"
#include "media/rota.hpp"

#include "base/queue.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <variant>

namespace hatif::media {

/// What the others ask of the media thread.
struct Open {
    std::unique_ptr<OpenLine> line;
};
struct Connect {
    LineId line;
    sdp::Agreement agreement;
};
struct Start {
    LineId line;
    Playlist prompts;
    PlayId id;
};
struct Stop {
    LineId line;
};
struct Detect {
    LineId line;
    detection::AmdSettings settings;
};
struct AwaitBeep {
    LineId line;
    std::chrono::milliseconds at_most;
};
struct Attach {
    LineId line;
    TapId id;
    std::unique_ptr<Tap> tap;
};
struct Detach {
    LineId line;
    TapId id;
};
struct Close {
    LineId line;
};
using Order = std::variant<Open, Connect, Start, Stop, Detect, AwaitBeep, Attach, Detach, Close>;

struct Engine::Impl {
    Impl(Config its_config, Sink its_sink);
    ~Impl();

    base::Result<Line> open();
    void post(Order order);

    std::atomic<std::size_t> open_lines{0};

private:
    std::optional<std::uint16_t> take_port();
    void give_port(std::uint16_t port);
    void log(const std::string& text) const;

    // The media thread's own.
    using Now = rtp::SteadyTime;
    void live();
    void ask_for_priority();
    void tick(std::uint64_t number);
    void carry_out(Order& order, Now now);
    void add(std::unique_ptr<OpenLine> line);
    void connect(OpenLine& line, const sdp::Agreement& agreement, Now now);
    void remove(LineId id, Now now);
    void speak(std::uint64_t number, Now now);
    void hear(std::uint64_t number);
    void look_for_flood(OpenLine& line, int read, Now now);
    void hear_flooded();
    void leave_flood(OpenLine& line);
    void await(OpenLine& line);
    std::unique_ptr<OpenLine>& slot(std::uint16_t port);
    OpenLine* find(LineId id);
    Teller teller(const OpenLine& line) const { return {sink_, line.id()}; }

    const Config config_;
    const Sink sink_;
    const rtp::Address local_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> last_serial_{0};
    base::BoundedQueue<Order> orders_;

    std::mutex ports_mutex_;
    PortPool ports_;
    bool told_of_rest_ = false; ///< under the same mutex

    std::vector<std::unique_ptr<OpenLine>> lines_; ///< by half their port
    Rota<OpenLine> rota_;
    Outbox outbox_;
    Receiver receiver_;
    std::vector<OpenLine*> flooded_; ///< read at each sub-tick
    int ready_;                      ///< epoll over the sockets that are not read at each beat

    std::thread thread_; // last: the others live as long as it runs
};

} // namespace hatif::media
