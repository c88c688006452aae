#pragma once

#include "audio/g711.hpp"
#include "media/engine.hpp"
#include "media/udp_impl.hpp"
#include "rtp/packet.hpp"

#include <catch2/catch.hpp>

#include <poll.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>

/// For the tests of this unit: an engine, a line, and the phone of its callee.
namespace hatif::media::test {

using namespace std::chrono_literals;

inline constexpr std::uint32_t loopback = 0x7F000001;

/// A callee's phone: a socket that hears frames and sends what the test wants.
class Callee {
public:
    struct Heard {
        rtp::Header header;
        std::vector<std::uint8_t> payload;
    };

    Callee() : socket_{bound()} {}

    sdp::Agreement agreement(audio::Codec codec = audio::Codec::pcma) const {
        return {.remote = {"127.0.0.1", port_}, .codec = codec, .key_payload = 101};
    }

    /// The next packet as it came; fails the test when none comes.
    std::vector<std::uint8_t> hear_bytes() {
        pollfd wanted{socket_.fd(), POLLIN, 0};
        REQUIRE(poll(&wanted, 1, 8'000) == 1);
        std::vector<std::uint8_t> bytes(2'000);
        const auto size = recv(socket_.fd(), bytes.data(), bytes.size(), 0);
        bytes.resize(static_cast<std::size_t>(size));
        return bytes;
    }

    /// The next frame.
    Heard hear() {
        const auto bytes = hear_bytes();
        const auto packet = rtp::read_packet(bytes);
        REQUIRE(packet.has_value());
        return {packet->header, {packet->payload.begin(), packet->payload.end()}};
    }

    /// Hears frames until one starts with this byte.
    Heard hear_until(std::uint8_t byte) {
        while (true) {
            auto heard = hear();
            if (heard.payload.front() == byte) return heard;
        }
    }

    /// How many frames start with this byte until one starts with another.
    int count(std::uint8_t byte) {
        for (int heard = 0;; ++heard) {
            if (hear().payload.front() != byte) return heard;
        }
    }

    bool has_heard() const {
        pollfd wanted{socket_.fd(), POLLIN, 0};
        return poll(&wanted, 1, 0) == 1;
    }

    void speak(const Line& to, const rtp::Header& header, std::span<const std::uint8_t> payload) {
        std::vector<std::uint8_t> bytes(rtp::header_size);
        rtp::write_header(
            header, std::span<std::uint8_t, rtp::header_size>{bytes.data(), rtp::header_size});
        bytes.insert(bytes.end(), payload.begin(), payload.end());
        send(to, bytes);
    }

    void send(const Line& to, std::span<const std::uint8_t> bytes) {
        REQUIRE(socket_.send(bytes, {loopback, to.local.port}));
    }

    void say(const Line& to, std::uint16_t sequence) {
        speak(to, {.payload_type = 8, .sequence = sequence, .source = 5}, audio::silence({}));
    }

    /// A sound of 8 kHz, a packet each 20 ms of it, all at once.
    template <class Sound>
    void sing(const Line& to, std::size_t samples, const Sound& sound) {
        for (std::size_t at = 0; at + 160 <= samples; at += 160) {
            std::array<std::uint8_t, 160> payload{};
            for (std::size_t i = 0; i < 160; ++i) {
                payload[i] = audio::encode(audio::Codec::pcma, sound(at + i));
            }
            speak(to, {.payload_type = 8, .sequence = ++sequence_, .timestamp = time_, .source = 5},
                  payload);
            time_ += 160;
            std::this_thread::sleep_for(2ms); // its socket holds some eighty packets
        }
    }

    /// A press as phones send it: updates, and the end three times.
    void press(const Line& to, std::uint8_t event, std::uint32_t timestamp) {
        for (std::uint8_t i = 1; i <= 6; ++i) {
            const std::array<std::uint8_t, 4> payload{
                event, static_cast<std::uint8_t>(i > 3 ? 0x8A : 0x0A), 0,
                static_cast<std::uint8_t>(std::min<int>(i, 4) * 40)};
            speak(
                to,
                {.payload_type = 101, .sequence = ++sequence_, .timestamp = timestamp, .source = 5},
                payload);
        }
    }

private:
    UdpSocket bound() {
        for (port_ = 18'001; port_ < 19'999; port_ += 2) {
            if (auto made = UdpSocket::bound({loopback, port_})) return std::move(*made);
        }
        throw std::runtime_error{"no port is free"};
    }

    std::uint16_t port_ = 0;
    std::uint16_t sequence_ = 100;
    std::uint32_t time_ = 0;
    UdpSocket socket_;
};

/// What the engine told, waited for.
class Told {
public:
    Engine::Sink sink() {
        return [this](LineId, const Event& event) {
            const std::lock_guard lock{mutex_};
            events_.push_back(event);
            came_.notify_all();
        };
    }

    /// The next event as a line; its figures are left out.
    std::string next() {
        const auto line = next_whole();
        return line.substr(0, line.find(','));
    }

    /// As `next`, whole.
    std::string next_whole() {
        std::unique_lock lock{mutex_};
        if (!came_.wait_for(lock, 8s, [&] { return read_ < events_.size(); })) return "nothing";
        std::ostringstream line;
        line << events_[read_++];
        return line.str();
    }

    rtp::Statistics statistics() {
        const std::lock_guard lock{mutex_};
        return std::get<LineClosed>(events_.back()).statistics;
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Event> events_;
    std::size_t read_ = 0;
};

inline SharedPrompt prompt(std::size_t frames, std::uint8_t byte) {
    return std::make_shared<audio::Prompt>(audio::Prompt{
        std::vector<std::uint8_t>(frames * 160, byte),
        std::vector<std::uint8_t>(frames * 160, static_cast<std::uint8_t>(byte + 1))});
}

struct Studio {
    explicit Studio(std::chrono::milliseconds silence_limit = 0ms)
        : engine{{.address = "127.0.0.1",
                  .first_port = 17'000,
                  .last_port = 17'999,
                  .silence_limit = silence_limit},
                 told.sink()} {}

    Told told;
    Engine engine;
    Callee callee;
    Line line = engine.open().value();
};

inline constexpr std::uint8_t silence = 0xD5; // A-law

} // namespace hatif::media::test
