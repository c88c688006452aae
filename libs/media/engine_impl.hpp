#pragma once

#include "media/engine.hpp"
#include "media/line_impl.hpp"
#include "media/port_pool.hpp"

#include "base/queue.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <variant>

namespace hatif::media {

inline constexpr int phases = 4; // a frame time is four sub-ticks of 5 ms

/// What the others ask of the media thread.
struct Open {
    OpenLine line;
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
struct Close {
    LineId line;
};
using Order = std::variant<Open, Connect, Start, Stop, Close>;

struct Engine::Impl {
    Impl(Config its_config, Sink its_sink);
    ~Impl();

    base::Result<Line> open();
    void post(Order order);

    std::atomic<std::size_t> open_lines{0};

private:
    // The media thread's own.
    void live();
    void ask_for_priority();
    void tick(std::uint64_t number);
    void carry_out(Order& order);
    void add(OpenLine line);
    void remove(LineId id);
    void drain();
    void tell(LineId line, const std::optional<Event>& event);
    OpenLine* find(LineId id);
    void log(const std::string& text) const;

    const Config config_;
    const Sink sink_;
    const rtp::Address local_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> last_id_{0};
    base::BoundedQueue<Order> orders_;

    std::mutex ports_mutex_;
    PortPool ports_;

    std::unordered_map<std::uint64_t, OpenLine> lines_;
    std::array<std::vector<OpenLine*>, phases> phases_; ///< whose time is when
    ReceiveBatch batch_;
    int ready_; ///< epoll over all sockets

    std::thread thread_; // last: the others live as long as it runs
};

} // namespace hatif::media
