#include "media/engine_impl.hpp"

#include "base/overloaded.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/prctl.h>

#include <array>
#include <cstring>
#include <ctime>

namespace hatif::media {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds sub_tick{5};
constexpr std::uint64_t most_late = 4; // sub-ticks that are made up for, one after the other
constexpr int real_time_priority = 20;
constexpr std::uint8_t patience = 25;         // beats in vain until the kernel is asked to tell
constexpr std::uint64_t of_control = 1 << 16; // an event of the reports' socket
constexpr std::size_t most_flooded = 16;      // lines; others are read at their beats only
constexpr int most_of_a_flood = 64;           // packets in a sub-tick: 12,800 a second
constexpr int end_of_a_flood = 8;

void sleep_until(Clock::time_point when) {
    using namespace std::chrono;
    const auto since = when.time_since_epoch();
    const timespec at{duration_cast<seconds>(since).count(),
                      duration_cast<nanoseconds>(since % seconds{1}).count()};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
    }
}

std::uint16_t port_of(std::uint64_t id) {
    return static_cast<std::uint16_t>(id);
}

std::size_t period_of(const OpenLine& line) {
    return line.samples() / 40; // samples in a sub-tick
}

void watch(int epoll, int fd, std::uint64_t about) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u64 = about;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted);
}

} // namespace

void Engine::Impl::ask_for_priority() {
    pthread_setname_np(pthread_self(), "media");
    prctl(PR_SET_TIMERSLACK, 1);
    const sched_param wish{.sched_priority = real_time_priority};
    const int refused = pthread_setschedparam(pthread_self(), SCHED_FIFO, &wish);
    if (refused == 0) return;
    log(std::string{"media: no real-time priority, pacing depends on the load: "} +
        strerror(refused));
}

void Engine::Impl::live() {
    ask_for_priority();
    const auto start = Clock::now();
    for (std::uint64_t number = 0; !stopping_; ++number) {
        sleep_until(start + number * sub_tick);
        const auto due = static_cast<std::uint64_t>((Clock::now() - start) / sub_tick);
        // After a stall the beat goes on where the clock is: what is later than a frame is left
        // out, so that no burst makes up for it.
        number += (due - number) / most_late * most_late;
        tick(number);
    }
    for (auto& line : lines_) {
        if (line) line->close(Clock::now());
    }
}

void Engine::Impl::tick(std::uint64_t number) {
    const auto now = Clock::now();
    for (auto& order : orders_.take_all()) carry_out(order, now);
    speak(number, now);
    hear(number);
}

void Engine::Impl::carry_out(Order& order, Now now) {
    const auto table = base::overloaded{
        [&](Open& it) { add(std::move(it.line)); },
        [&](Connect& it) {
            if (auto* line = find(it.line)) connect(*line, it.agreement, now);
        },
        [&](Start& it) {
            if (auto* line = find(it.line)) line->play(std::move(it.prompts), it.id);
        },
        [&](Stop& it) {
            if (auto* line = find(it.line)) line->stop();
        },
        [&](Detect& it) {
            if (auto* line = find(it.line)) line->detect(it.settings);
        },
        [&](AwaitBeep& it) {
            if (auto* line = find(it.line)) line->await_beep(it.at_most, now);
        },
        [&](Attach& it) {
            if (auto* line = find(it.line)) line->attach(it.id, std::move(it.tap));
        },
        [&](Detach& it) {
            if (auto* line = find(it.line)) line->detach(it.id);
        },
        [&](Close& it) { remove(it.line, now); },
    };
    std::visit(table, order);
}

void Engine::Impl::add(std::unique_ptr<OpenLine> line) {
    auto& kept = slot(line->port());
    kept = std::move(line);
    rota_.add(kept.get(), period_of(*kept));
    await(*kept);
}

void Engine::Impl::connect(OpenLine& line, const sdp::Agreement& agreement, Now now) {
    const auto period = period_of(line);
    if (const auto done = line.connect(agreement, now); !done) {
        log(done.error().what);
        teller(line)(SecuringFailed{});
    }
    if (period_of(line) == period) return;
    rota_.remove(&line);
    rota_.add(&line, period_of(line));
}

void Engine::Impl::remove(LineId id, Now now) {
    auto* line = find(id);
    if (line == nullptr) return;
    rota_.remove(line);
    leave_flood(*line);
    const LineClosed closed{line->close(now)};
    slot(line->port()).reset(); // its sockets leave the epoll set by being closed
    give_port(port_of(id.value()));
    --open_lines;
    sink_(id, closed);
}

void Engine::Impl::speak(std::uint64_t number, Now now) {
    const auto limit = config_.silence_limit;
    for (const auto period : decltype(rota_)::periods) {
        for (auto* line : rota_.due(period, number)) {
            line->beat(number / period, now, outbox_, teller(*line));
            if (limit.count() > 0) line->watch_silence(now, limit, teller(*line));
            if (const auto socket = line->report(now)) {
                watch(ready_, *socket, of_control | line->port());
            }
        }
    }
    outbox_.flush();
}

/// Whose peer talks is read once in its period, half-way between two beats, without being asked
/// for: one system call for a packet. Who is silent is waited for by epoll. What one has beyond a
/// read waits for the next: nobody can hold up the others by flooding.
void Engine::Impl::hear(std::uint64_t number) {
    const auto now = Clock::now();
    receiver_.tune(now);
    hear_flooded();
    for (const auto period : decltype(rota_)::periods) {
        for (auto* line : rota_.due(period, number + period / 2)) {
            auto& attention = line->attention;
            if (!attention.each_beat || attention.flooded) continue;
            if (const int read = line->read(receiver_, teller(*line)); read > 0) {
                attention.in_vain = 0;
                look_for_flood(*line, read, now);
            } else if (++attention.in_vain == patience) {
                attention = {};
                await(*line);
            }
        }
    }
    std::array<epoll_event, 512> ready; // NOLINT(*-member-init): filled by the call
    const int count = epoll_wait(ready_, ready.data(), static_cast<int>(ready.size()), 0);
    for (const auto& event : std::span{ready}.first(static_cast<std::size_t>(std::max(count, 0)))) {
        auto& line = slot(port_of(event.data.u64));
        if (!line) continue;
        if ((event.data.u64 & of_control) != 0) {
            line->read_control(receiver_);
        } else {
            line->attention = {.each_beat = true};
            epoll_ctl(ready_, EPOLL_CTL_DEL, line->fd(), nullptr);
            look_for_flood(*line, line->read(receiver_, teller(*line)), now);
        }
    }
}

/// Until the peer is known strangers can fill the socket, and its own packets are lost among
/// theirs: a few such lines are read so often that 10,000 packets a second leave room.
void Engine::Impl::look_for_flood(OpenLine& line, int read, Now now) {
    if (read < OpenLine::most_at_once || flooded_.size() >= most_flooded) return;
    if (!line.is_open_to_all(now)) return;
    line.attention.flooded = true;
    flooded_.push_back(&line);
}

void Engine::Impl::hear_flooded() {
    std::erase_if(flooded_, [&](OpenLine* line) {
        const int read = line->read(receiver_, teller(*line), most_of_a_flood);
        line->attention.flooded = read >= end_of_a_flood;
        return !line->attention.flooded;
    });
}

void Engine::Impl::leave_flood(OpenLine& line) {
    if (line.attention.flooded) std::erase(flooded_, &line);
}

/// The kernel tells when something comes to the line's socket. That is not for free: each packet
/// that comes or goes by a socket in the set wakes the set.
void Engine::Impl::await(OpenLine& line) {
    watch(ready_, line.fd(), line.port());
}

std::unique_ptr<OpenLine>& Engine::Impl::slot(std::uint16_t port) {
    return lines_[port / 2U];
}

OpenLine* Engine::Impl::find(LineId id) {
    const auto port = port_of(id.value());
    if (port / 2U >= lines_.size()) return nullptr;
    auto* line = slot(port).get();
    return line != nullptr && line->id() == id ? line : nullptr;
}

} // namespace hatif::media
