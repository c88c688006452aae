#include "telephony/resolver.hpp"

#include "telephony/search_impl.hpp"

#include "base/queue.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace hatif::telephony {

namespace {

constexpr std::size_t most_waiting = 4'096;
constexpr int answer_patience_ms = 1'500; // for the first try; c-ares doubles it
constexpr int tries = 3;
constexpr int longest_nap_ms = 1'000;

} // namespace

struct Resolver::Core {
    explicit Core(const std::vector<std::string>& servers);
    ~Core();

    void ask(std::function<void()> task);
    void live();
    void wait();

    Ares ares;
    base::BoundedQueue<std::function<void()>> asked{most_waiting};
    int wake_up = -1;
    std::atomic<bool> stopping{false};
    std::thread thread;
};

Resolver::Core::Core(const std::vector<std::string>& servers) {
    static const int library = ares_library_init(ARES_LIB_INIT_ALL);
    ares_options options{};
    options.timeout = answer_patience_ms;
    options.tries = tries;
    ares_channel channel = nullptr;
    if (library != ARES_SUCCESS ||
        ares_init_options(&channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) !=
            ARES_SUCCESS) {
        throw std::runtime_error{"c-ares could not be started"};
    }
    ares.reset(channel);
    std::string list;
    for (const auto& server : servers) list += (list.empty() ? "" : ",") + server;
    if (!list.empty() && ares_set_servers_ports_csv(ares.get(), list.c_str()) != ARES_SUCCESS) {
        throw std::runtime_error{"these are no name servers: " + list};
    }
    wake_up = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_up < 0) throw std::runtime_error{"no eventfd for the resolver"};
    thread = std::thread{[this] { live(); }};
}

Resolver::Core::~Core() {
    stopping = true;
    ask({});
    thread.join();
    close(wake_up);
}

void Resolver::Core::ask(std::function<void()> task) {
    if (task && !asked.put(std::move(task))) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto size = write(wake_up, &one, sizeof one);
}

void Resolver::Core::live() {
    while (!stopping) {
        for (const auto& task : asked.take_all()) task();
        wait();
    }
    ares.reset(); // answers what is open, here
}

/// Until a name server says something, a question's time is over, or one more is asked.
void Resolver::Core::wait() {
    ares_socket_t sockets[ARES_GETSOCK_MAXNUM]{};
    const int wanted = ares_getsock(ares.get(), sockets, ARES_GETSOCK_MAXNUM);
    std::vector<pollfd> watched{{wake_up, POLLIN, 0}};
    for (int i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        const bool reads = ARES_GETSOCK_READABLE(wanted, i);
        const bool writes = ARES_GETSOCK_WRITABLE(wanted, i);
        const auto events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0);
        if (events != 0) watched.push_back({sockets[i], static_cast<short>(events), 0});
    }
    timeval longest{longest_nap_ms / 1'000, 0};
    timeval left{};
    const auto* nap = ares_timeout(ares.get(), &longest, &left);
    const bool is_idle = watched.size() == 1;
    poll(watched.data(), watched.size(),
         is_idle ? -1 : static_cast<int>(nap->tv_sec * 1'000 + nap->tv_usec / 1'000 + 1));
    std::uint64_t count = 0;
    [[maybe_unused]] const auto size = read(wake_up, &count, sizeof count);
    bool moved = false;
    for (std::size_t i = 1; i < watched.size(); ++i) {
        const auto got = watched[i].revents;
        if (got == 0) continue;
        moved = true;
        ares_process_fd(ares.get(), (got & ~POLLOUT) != 0 ? watched[i].fd : ARES_SOCKET_BAD,
                        (got & POLLOUT) != 0 ? watched[i].fd : ARES_SOCKET_BAD);
    }
    if (!moved) ares_process_fd(ares.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD); // what ran into time
}

Resolver::Resolver(const std::vector<std::string>& servers)
    : core_{std::make_unique<Core>(servers)} {}

Resolver::~Resolver() = default;

void Resolver::look_up(const std::string& host,
                       std::uint16_t port,
                       Transport transport,
                       Done done) {
    core_->ask([core = core_.get(), host, port, transport, done = std::move(done)]() mutable {
        Search::begin(core->ares.get(), host, port, transport, std::move(done));
    });
}

} // namespace hatif::telephony
