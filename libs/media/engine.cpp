#include "media/engine.hpp"

#include "media/engine_impl.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace hatif::media {

using base::Errc;
using base::fail;
using base::Result;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_orders = 1U << 18; // a thread that hangs for this many is lost
constexpr int bind_tries = 16;                // ports that someone else took

rtp::Address numeric(const std::string& address) {
    const auto read = address_of(address, 0);
    if (!read) throw std::runtime_error{"no numeric IPv4 address for RTP: " + address};
    return *read;
}

const std::string& named_address(const Engine::Config& config) {
    return config.public_address.empty() ? config.address : config.public_address;
}

/// Room for all descriptors that the lines may come to need, at once: the table of a process with
/// threads grows by waiting for all cores (tens of milliseconds), on whatever thread that happens.
void reserve_descriptors(int any, std::size_t lines) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == 0) return;
    constexpr std::size_t others = 1'024;
    const auto highest = std::min<rlim_t>(limit.rlim_cur - 1, 2 * lines + others);
    const int made = fcntl(any, F_DUPFD_CLOEXEC, static_cast<int>(highest));
    if (made >= 0) ::close(made);
}

/// The port is in the id, so that the media thread finds the line without a search; the serial
/// number tells it from earlier lines of that port.
LineId make_id(std::uint64_t serial, std::uint16_t port) {
    return LineId{serial << 16U | port};
}

} // namespace

Engine::Impl::Impl(Config its_config, Sink its_sink)
    : config_{std::move(its_config)}, sink_{std::move(its_sink)}, local_{numeric(config_.address)},
      orders_{most_orders}, ports_{config_.first_port, config_.last_port},
      lines_(config_.last_port / 2U + 1U), outbox_{local_.host, config_.batch_sends},
      ready_{epoll_create1(EPOLL_CLOEXEC)} {
    if (ready_ < 0) throw std::runtime_error{"no epoll"};
    if (ports_.free() == 0) throw std::runtime_error{"the RTP port range holds no even port"};
    numeric(named_address(config_));
    reserve_descriptors(ready_, ports_.free());
    if (config_.batch_sends && !outbox_.batches()) {
        log("media: no CAP_NET_RAW, each packet costs a system call of its own");
    }
    thread_ = std::thread{[this] { live(); }};
}

Engine::Impl::~Impl() {
    stopping_ = true;
    thread_.join();
    ::close(ready_);
}

std::optional<std::uint16_t> Engine::Impl::take_port() {
    const std::lock_guard lock{ports_mutex_};
    const auto port = ports_.take();
    if (!port) return std::nullopt;
    if (port->left && Clock::now() - *port->left < config_.port_rest && !told_of_rest_) {
        told_of_rest_ = true;
        log("media: RTP ports are used again before they have rested: a wider range is needed");
    }
    return port->number;
}

void Engine::Impl::give_port(std::uint16_t port) {
    const std::lock_guard lock{ports_mutex_};
    ports_.give(port, Clock::now());
}

Result<Line> Engine::Impl::open() {
    for (int i = 0; i < bind_tries; ++i) {
        const auto port = take_port();
        if (!port) break;
        const rtp::Address at{local_.host, *port};
        auto socket = UdpSocket::bound(at);
        if (!socket) {
            give_port(*port);
            log(socket.error().what);
            continue;
        }
        const auto id = make_id(++last_serial_, *port);
        ++open_lines;
        post(Open{std::make_unique<OpenLine>(id, std::move(*socket), at)});
        return Line{id, {named_address(config_), *port}};
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

void Engine::detect(LineId line, const detection::AmdSettings& settings) {
    impl_->post(Detect{line, settings});
}

void Engine::await_beep(LineId line, std::chrono::milliseconds at_most) {
    impl_->post(AwaitBeep{line, at_most});
}

void Engine::attach(LineId line, TapId id, std::unique_ptr<Tap> tap) {
    impl_->post(Attach{line, id, std::move(tap)});
}

void Engine::detach(LineId line, TapId id) {
    impl_->post(Detach{line, id});
}

void Engine::close(LineId line) {
    impl_->post(Close{line});
}

std::size_t Engine::open_lines() const {
    return impl_->open_lines;
}

} // namespace hatif::media
