/// What RTP costs, and how evenly it goes out: N lines of libs/media against a sink in the same
/// process. CPU is that of the media thread alone, deliveries on the loopback included.
///
///     media_bench LINES SECONDS prompt|duplex|amd|inband|floor [alone]
///
/// prompt: only we speak. duplex: the callee talks back, keys would come as events. amd: and a
/// machine is listened for all the time. inband: and keys as sounds, too. floor: no engine, one
/// thread that only sends, as ../shared/bench/telephony/rtpfloor.cpp does: the least it can cost.
/// alone: each packet by a system call of its own, as without CAP_NET_RAW. Loopback addresses of
/// its own (127.0.0.5, 127.0.0.6); prints one line of JSON.
#include "media_sink.hpp"

#include "media/engine.hpp"

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <thread>

using namespace hatif;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

using namespace load;

namespace {

constexpr const char* ours = "127.0.0.5";
constexpr std::uint16_t first_port = 10'000;
constexpr std::size_t packet_size = 172;

double cpu_of(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// The CPU clock of the thread that is called so.
clockid_t clock_of(const std::string& name) {
    for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
        std::string comm;
        std::ifstream{task.path() / "comm"} >> comm;
        const auto id = std::stoi(task.path().filename());
        if (comm == name) return static_cast<clockid_t>((~static_cast<unsigned>(id) << 3U) | 6U);
    }
    return CLOCK_PROCESS_CPUTIME_ID;
}

double resident_kb() {
    double pages = 0;
    std::ifstream statm{"/proc/self/statm"};
    statm >> pages >> pages;
    return pages * 4;
}

void sleep_until(Clock::time_point when) {
    const auto time = when.time_since_epoch();
    const timespec at{time / 1s, (time % 1s) / 1ns};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
}

void real_time(int priority) {
    const sched_param wish{.sched_priority = priority};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &wish);
    prctl(PR_SET_TIMERSLACK, 1);
}

/// Sends 172 bytes each 20 ms for each of N, spread over twenty slots of a millisecond.
template <class Send>
void pace(std::size_t lines, const std::atomic<bool>& stop, const Send& send) {
    const auto start = Clock::now();
    for (std::uint32_t slot = 0; !stop; ++slot) {
        sleep_until(start + slot * 1ms);
        const std::size_t part = slot % 20;
        for (auto i = lines * part / 20; i < lines * (part + 1) / 20; ++i) send(i, slot / 20);
    }
}

std::array<std::uint8_t, packet_size> packet(std::size_t line, std::uint32_t round) {
    // A third of a second of noise, as much of silence: an ear has something to follow.
    static const auto noise = [] {
        std::array<std::uint8_t, 4'096> bytes{};
        std::mt19937 random{1};
        for (auto& it : bytes) it = static_cast<std::uint8_t>(0x80 | (random() & 0x3F));
        return bytes;
    }();
    std::array<std::uint8_t, packet_size> bytes{0x80, 8};
    const auto put = [&](std::size_t at, std::uint32_t value) {
        const auto big = htonl(value);
        std::memcpy(&bytes[at], &big, 4);
    };
    put(0, 0x80080000U | (round & 0xFFFFU));
    put(4, round * 160);
    put(8, static_cast<std::uint32_t>(line + 1));
    const bool talks = (round + line) / 16 % 2 == 0;
    if (talks)
        std::memcpy(&bytes[12], &noise[(round * 160) % 3'900], 160);
    else
        std::memset(&bytes[12], 0xD5, 160);
    return bytes;
}

struct Figures {
    double cpu = 0;
    double kb_per_line = 0;
};

template <class Clocked>
double cpu_while(Sink& sink, double seconds, const Clocked& clock) {
    std::this_thread::sleep_for(1s);
    sink.measure(true);
    const auto before = cpu_of(clock);
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    const auto cpu = cpu_of(clock) - before;
    sink.measure(false);
    return cpu / seconds * 100;
}

Figures floor_of(Sink& sink, std::size_t lines, double seconds) {
    std::vector<int> sockets;
    for (std::size_t i = 0; i < lines; ++i) {
        sockets.push_back(udp(address(ours, static_cast<std::uint16_t>(first_port + 2 * i))));
    }
    std::atomic<bool> stop{false};
    const auto to = address(theirs, sink_port);
    std::thread sender{[&] {
        pthread_setname_np(pthread_self(), "floor");
        real_time(20);
        pace(lines, stop, [&](std::size_t line, std::uint32_t round) {
            const auto bytes = packet(line, round);
            sendto(sockets[line], bytes.data(), bytes.size(), MSG_DONTWAIT,
                   reinterpret_cast<const sockaddr*>(&to), sizeof to);
        });
    }};
    std::this_thread::sleep_for(100ms);
    const Figures figures{.cpu = cpu_while(sink, seconds, clock_of("floor"))};
    stop = true;
    sender.join();
    return figures;
}

Figures engine_of(
    Sink& sink, std::size_t lines, double seconds, const std::string& mode, bool batch_sends) {
    const auto before = resident_kb();
    media::Engine engine{
        {.address = ours,
         .first_port = first_port,
         .last_port = 19'999,
         .batch_sends = batch_sends,
         .log = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); }},
        [](media::LineId, const media::Event&) {}};
    sdp::Agreement agreement{.remote = {theirs, sink_port}};
    if (mode != "inband") agreement.key_payload = 101;
    const auto prompt = std::make_shared<audio::Prompt>(
        audio::Prompt{std::vector<std::uint8_t>(8'000 * 300, 0x55), {}});
    std::vector<sockaddr_in> at;
    for (std::size_t i = 0; i < lines; ++i) {
        const auto line = engine.open();
        if (!line) std::exit((std::fputs("media_bench: no port\n", stderr), 1));
        at.push_back(address(ours, line->local.port));
        engine.connect(line->id, agreement);
        engine.play(line->id, {prompt}, media::PlayId{1});
        if (mode == "amd" || mode == "inband") {
            engine.detect(line->id, {.greeting = 1h, .total_analysis = 1h, .max_words = 1 << 20});
        }
        if (i % 64 == 63) std::this_thread::sleep_for(5ms);
    }
    std::atomic<bool> stop{false};
    std::thread callees;
    if (mode != "prompt") {
        callees = std::thread{[&] {
            // Not real-time: two such threads would leave no time for the kernel's own.
            setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), -15);
            pace(lines, stop, [&](std::size_t line, std::uint32_t round) {
                const auto bytes = packet(line, round);
                sendto(sink.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT,
                       reinterpret_cast<const sockaddr*>(&at[line]), sizeof at[line]);
            });
        }};
    }
    Figures figures{.cpu = cpu_while(sink, seconds, clock_of("media"))};
    figures.kb_per_line = (resident_kb() - before - 2'400) / static_cast<double>(lines);
    stop = true;
    if (callees.joinable()) callees.join();
    return figures;
}

} // namespace

int main(int count, char** words) {
    if (count < 4) return std::fputs("media_bench LINES SECONDS MODE [alone]\n", stderr), 2;
    const auto lines = static_cast<std::size_t>(std::stoul(words[1]));
    const double seconds = std::stod(words[2]);
    const std::string mode = words[3];
    const rlimit files{20'000, 20'000};
    setrlimit(RLIMIT_NOFILE, &files);
    const auto sink = std::make_unique<Sink>();
    const auto figures = mode == "floor" ? floor_of(*sink, lines, seconds)
                                         : engine_of(*sink, lines, seconds, mode, count == 4);
    std::printf(
        "{\"lines\":%zu,\"mode\":\"%s%s\",\"core_pct\":%.2f,\"core_pct_per_100_lines\":%.3f,"
        "\"gap_ms\":{\"p50\":%.2f,\"p99\":%.2f,\"p999\":%.2f,\"max\":%.2f},\"heard\":%llu,"
        "\"lost\":%llu,\"sink_overflown\":%u,\"kb_per_line\":%.2f}\n",
        lines, mode.c_str(), count == 4 ? "" : " alone", figures.cpu,
        figures.cpu / static_cast<double>(lines) * 100, sink->percentile(.5), sink->percentile(.99),
        sink->percentile(.999), sink->percentile(.9999999),
        static_cast<unsigned long long>(sink->heard()),
        static_cast<unsigned long long>(sink->lost()), sink->overflown(), figures.kb_per_line);
}
