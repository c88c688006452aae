#include "transcode/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hatif::transcode {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
public:
    explicit Descriptor(int value) : value_{value} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    int value() const { return value_; }
    void close() {
        if (value_ >= 0) ::close(value_);
        value_ = -1;
    }

private:
    int value_;
};

/// What the child starts with: three descriptors, no signal blocked or ignored.
class Beginning {
public:
    Beginning(int input, int output) {
        posix_spawn_file_actions_init(&files_);
        // The order matters: neither descriptor may be overwritten before it was used.
        posix_spawn_file_actions_adddup2(&files_, input, 0);
        posix_spawn_file_actions_adddup2(&files_, output, 1);
        posix_spawn_file_actions_addopen(&files_, 2, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files_, 3);
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;
    ~Beginning() {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&files_);
    }

    int spawn(const std::string& program, const std::vector<std::string>& words, pid_t& pid) const {
        std::vector<char*> arguments{const_cast<char*>(program.c_str())};
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        std::array<char*, 1> environment{nullptr};
        return posix_spawn(&pid, program.c_str(), &files_, &attributes_, arguments.data(),
                           environment.data());
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// A program that is not ours does not limit itself. What it has above its bound already it keeps,
/// and gets no more; it leaves no image of its memory behind. Its files may be as long as its
/// memory: some have a shared one, which the system takes for a file.
void confine(pid_t pid, const Patience& patience) {
    if (patience.memory == 0) return;
    const auto limit = [pid](__rlimit_resource what, rlim_t to) {
        const rlimit both{to, to};
        prlimit(pid, what, &both, nullptr);
    };
    limit(RLIMIT_AS, patience.memory);
    limit(RLIMIT_CPU,
          static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(patience.time).count()));
    limit(RLIMIT_FSIZE, patience.memory);
    limit(RLIMIT_CORE, 0);
}

/// Reads until the child closes its output, or patience ends.
void collect(int from, const Patience& patience, Ending& ending) {
    const auto deadline = Clock::now() + patience.time;
    std::array<char, 65536> piece{};
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            ending.overdue = true;
            return;
        }
        pollfd waiting{from, POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(left)) <= 0) continue; // out of time, or a signal
        const auto size = read(from, piece.data(), piece.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        ending.output.append(piece.data(), static_cast<std::size_t>(size));
        if (ending.output.size() > patience.output) {
            ending.overflowed = true;
            return;
        }
    }
}

/// A child that closed its output has said all that it will say.
void reap(pid_t pid, Clock::time_point deadline, Ending& ending) {
    int status = 0;
    while (!ending.overdue && !ending.overflowed) {
        const auto ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid) break;
        if (Clock::now() >= deadline) ending.overdue = true;
        poll(nullptr, 0, 1);
    }
    if (ending.overdue || ending.overflowed) {
        kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    ending.exited = WIFEXITED(status);
    if (ending.exited) ending.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
}

} // namespace

base::Result<Ending> run(const std::string& program,
                         const std::vector<std::string>& arguments,
                         int input,
                         const Patience& patience) {
    const auto deadline = Clock::now() + patience.time;
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return base::fail(base::Errc::unavailable, std::string{"no pipe: "} + strerror(errno));
    }
    const Descriptor reading{ends[0]};
    Descriptor writing{ends[1]};
    pid_t pid = 0;
    const Beginning beginning{input, writing.value()};
    if (const int why = beginning.spawn(program, arguments, pid); why != 0) {
        return base::fail(base::Errc::unavailable,
                          program + " cannot be started: " + strerror(why));
    }
    confine(pid, patience);
    writing.close();
    Ending ending;
    collect(reading.value(), patience, ending);
    reap(pid, deadline, ending);
    return ending;
}

} // namespace hatif::transcode
