#pragma once

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <thread>

/// The far side of media_bench.
namespace load {

inline constexpr const char* theirs = "127.0.0.6";
inline constexpr std::uint16_t sink_port = 9'000;

inline sockaddr_in address(const char* host, std::uint16_t port) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    inet_pton(AF_INET, host, &name.sin_addr);
    return name;
}

inline int udp(const sockaddr_in& at) {
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
        std::perror("media_bench: socket");
        std::exit(1);
    }
    return fd;
}

/// All the callees' phones: hears everything on one socket, by the kernel's time stamps.
class Sink {
public:
    Sink() : fd_{udp(address(theirs, sink_port))} {
        const int size = 64 << 20;
        const int on = 1;
        setsockopt(fd_, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
        setsockopt(fd_, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        thread_ = std::thread{[this] { live(); }};
    }
    ~Sink() {
        stop_ = true;
        thread_.join();
        close(fd_);
    }

    int fd() const { return fd_; }
    void measure(bool on) { measuring_ = on; }

    double percentile(double share) const {
        std::uint64_t all = 0;
        for (const auto count : gaps_) all += count;
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(all));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < gaps_.size(); ++i) {
            seen += gaps_[i];
            if (seen > wanted) return (static_cast<double>(i) + 0.5) / 20;
        }
        return 0;
    }
    std::uint64_t lost() const { return lost_; }
    /// Of those lost, what this sink itself was too slow for.
    std::uint32_t overflown() const {
        std::array<std::uint32_t, SK_MEMINFO_VARS> figures{};
        socklen_t size = sizeof figures;
        getsockopt(fd_, SOL_SOCKET, SO_MEMINFO, figures.data(), &size);
        return figures[SK_MEMINFO_DROPS];
    }
    std::uint64_t heard() const { return heard_; }

private:
    struct Stream {
        std::int64_t when = 0;
        std::uint16_t sequence = 0;
    };

    static constexpr std::size_t batch = 128;
    struct Room {
        std::array<std::array<std::uint8_t, 600>, batch> bytes;
        std::array<std::array<char, 64>, batch> notes;
        std::array<sockaddr_in, batch> from;
        std::array<iovec, batch> parts;
        std::array<mmsghdr, batch> headers;
    };

    void live() {
        setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), -15);
        const auto room = std::make_unique<Room>();
        while (!stop_) {
            for (std::size_t i = 0; i < batch; ++i) {
                room->parts[i] = {room->bytes[i].data(), room->bytes[i].size()};
                auto& header = room->headers[i].msg_hdr;
                header = {};
                header.msg_name = &room->from[i];
                header.msg_namelen = sizeof(sockaddr_in);
                header.msg_iov = &room->parts[i];
                header.msg_iovlen = 1;
                header.msg_control = room->notes[i].data();
                header.msg_controllen = room->notes[i].size();
            }
            const int count = recvmmsg(fd_, room->headers.data(), batch, MSG_DONTWAIT, nullptr);
            if (count <= 0) std::this_thread::sleep_for(std::chrono::milliseconds{2});
            for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(count, 0)); ++i) {
                timespec time{};
                if (const auto* note = CMSG_FIRSTHDR(&room->headers[i].msg_hdr)) {
                    std::memcpy(&time, CMSG_DATA(note), sizeof time);
                }
                const auto& bytes = room->bytes[i];
                hear(ntohs(room->from[i].sin_port),
                     static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]),
                     time.tv_sec * 1'000'000'000LL + time.tv_nsec);
            }
        }
    }

    void hear(std::uint16_t port, std::uint16_t sequence, std::int64_t when) {
        auto& stream = streams_[port];
        const auto step = static_cast<std::uint16_t>(sequence - stream.sequence);
        const auto gap = when - stream.when;
        const bool first = stream.when == 0;
        stream = {when, sequence};
        if (!measuring_ || first) return;
        ++heard_;
        if (step != 1) {
            lost_ += step - 1U;
            return;
        }
        const auto bin = static_cast<std::size_t>(std::max<std::int64_t>(0, gap / 50'000));
        ++gaps_[std::min(bin, gaps_.size() - 1)];
    }

    int fd_;
    std::atomic<bool> stop_{false};
    std::atomic<bool> measuring_{false};
    std::array<Stream, 65'536> streams_{};
    std::array<std::uint64_t, 10'000> gaps_{}; ///< of 0.05 ms
    std::uint64_t lost_ = 0;
    std::uint64_t heard_ = 0;
    std::thread thread_;
};

} // namespace load
