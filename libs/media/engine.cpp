#include "media/engine.hpp"

#include "media/engine_impl.hpp"

#include "base/overloaded.hpp"

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <span>
#include <stdexcept>

namespace hatif::media {

using base::Errc;
using base::fail;
using base::Result;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds sub_tick{5};
constexpr std::size_t most_orders = 1U << 18; // a thread that hangs for this many is lost
constexpr int bind_tries = 16;                // ports that someone else took
constexpr int real_time_priority = 20;

rtp::Address local_address(const Engine::Config& config) {
    const auto address = address_of(config.address, 0);
    if (!address) throw std::runtime_error{"no numeric IPv4 address for RTP: " + config.address};
    return *address;
}

void sleep_until(Clock::time_point when) {
    using namespace std::chrono;
    const auto since = when.time_since_epoch();
    const timespec at{duration_cast<seconds>(since).count(),
                      duration_cast<nanoseconds>(since % seconds{1}).count()};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
    }
}

} // namespace

Engine::Impl::Impl(Config its_config, Sink its_sink)
    : config_{std::move(its_config)}, sink_{std::move(its_sink)}, local_{local_address(config_)},
      orders_{most_orders}, ports_{config_.first_port, config_.last_port}, ready_{epoll_create1(
                                                                               EPOLL_CLOEXEC)} {
    if (ready_ < 0) throw std::runtime_error{"no epoll"};
    if (ports_.free() == 0) throw std::runtime_error{"the RTP port range holds no even port"};
    thread_ = std::thread{[this] { live(); }};
}

Engine::Impl::~Impl() {
    stopping_ = true;
    thread_.join();
    ::close(ready_);
}

Result<Line> Engine::Impl::open() {
    for (int i = 0; i < bind_tries; ++i) {
        std::optional<std::uint16_t> port;
        {
            const std::lock_guard lock{ports_mutex_};
            port = ports_.take();
        }
        if (!port) break;
        auto socket = UdpSocket::bound({local_.host, *port});
        if (!socket) {
            const std::lock_guard lock{ports_mutex_};
            ports_.give(*port);
            log(socket.error().what);
            continue;
        }
        const LineId id{++last_id_};
        ++open_lines;
        post(Open{OpenLine{id, std::move(*socket), *port}});
        return Line{id, {config_.address, *port}};
    }
    return fail(Errc::unavailable, "no RTP port is free");
}

void Engine::Impl::post(Order order) {
    if (orders_.put(std::move(order))) return;
    std::fputs("media: the thread hangs, its orders are not taken\n", stderr);
    std::abort(); // the calls of this worker are lost, as after any crash
}

void Engine::Impl::log(const std::string& text) const {
    if (config_.log) config_.log(text);
}

void Engine::Impl::ask_for_priority() {
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
        // After a stall the beat goes on where the clock is: whole rounds are left out, so that no
        // burst makes up for them.
        number += (due - number) / phases * phases;
        tick(number);
    }
}

void Engine::Impl::tick(std::uint64_t number) {
    for (auto& order : orders_.take_all()) carry_out(order);
    for (auto* line : phases_[number % phases]) tell(line->id(), line->beat(number / phases));
    drain();
}

void Engine::Impl::carry_out(Order& order) {
    const auto table = base::overloaded{
        [&](Open& it) { add(std::move(it.line)); },
        [&](Connect& it) {
            if (auto* line = find(it.line)) line->connect(it.agreement);
        },
        [&](Start& it) {
            if (auto* line = find(it.line)) line->play(std::move(it.prompts), it.id);
        },
        [&](Stop& it) {
            if (auto* line = find(it.line)) line->stop();
        },
        [&](Close& it) { remove(it.line); },
    };
    std::visit(table, order);
}

void Engine::Impl::add(OpenLine line) {
    const auto id = line.id().value();
    auto& kept = lines_.emplace(id, std::move(line)).first->second;
    std::ranges::min_element(phases_, {}, &std::vector<OpenLine*>::size)->push_back(&kept);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u64 = id;
    epoll_ctl(ready_, EPOLL_CTL_ADD, kept.fd(), &wanted);
}

void Engine::Impl::remove(LineId id) {
    const auto found = lines_.find(id.value());
    if (found == lines_.end()) return;
    for (auto& phase : phases_) std::erase(phase, &found->second);
    const auto port = found->second.port();
    const LineClosed closed{found->second.statistics()};
    lines_.erase(found); // its socket leaves the epoll set by being closed
    {
        const std::lock_guard lock{ports_mutex_};
        ports_.give(port);
    }
    --open_lines;
    sink_(id, closed);
}

/// All sockets that have something, once in a sub-tick. What one has beyond a batch waits for the
/// next: nobody can hold up the others by flooding.
void Engine::Impl::drain() {
    std::array<epoll_event, 512> ready{};
    const int count = epoll_wait(ready_, ready.data(), static_cast<int>(ready.size()), 0);
    if (count <= 0) return;
    const auto now = Clock::now();
    for (const auto& event : std::span{ready}.first(static_cast<std::size_t>(count))) {
        auto* line = find(LineId{event.data.u64});
        if (line == nullptr) continue;
        for (const auto& datagram : batch_.receive(line->fd())) {
            tell(line->id(), line->hear(datagram, now));
        }
    }
}

void Engine::Impl::tell(LineId line, const std::optional<Event>& event) {
    if (event) sink_(line, *event);
}

OpenLine* Engine::Impl::find(LineId id) {
    const auto found = lines_.find(id.value());
    return found == lines_.end() ? nullptr : &found->second;
}

Engine::Engine(Config config, Sink sink)
    : impl_{std::make_unique<Impl>(std::move(config), std::move(sink))} {}

Engine::~Engine() = default;

Result<Line> Engine::open() {
    return impl_->open();
}

void Engine::connect(LineId line, const sdp::Agreement& agreement) {
    impl_->post(Connect{line, agreement});
}

void Engine::play(LineId line, std::vector<SharedPrompt> prompts, PlayId id) {
    impl_->post(Start{line, Playlist{std::move(prompts)}, id});
}

void Engine::stop(LineId line) {
    impl_->post(Stop{line});
}

void Engine::close(LineId line) {
    impl_->post(Close{line});
}

std::size_t Engine::open_lines() const {
    return impl_->open_lines;
}

std::ostream& operator<<(std::ostream& out, const Event& event) {
    const auto words = base::overloaded{
        [&](PromptOver it) { out << "prompt over " << it.play; },
        [&](KeyPressed it) { out << "key " << it.digit; },
        [&](const LineClosed& it) { out << "line closed, " << it.statistics; },
    };
    std::visit(words, event);
    return out;
}

} // namespace hatif::media
