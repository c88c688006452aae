#pragma once

#include "audio/codec.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

/// Keys that are sounds (DTMF in the voice itself), heard by spandsp.
namespace hatif::tone {

/// Listens to the voice of one call for keys: for peers that have no telephone-event (RFC 4733).
class KeyDetector {
public:
    KeyDetector();
    ~KeyDetector();
    KeyDetector(KeyDetector&&) noexcept;
    KeyDetector& operator=(KeyDetector&&) noexcept;

    /// The payload of a voice packet, in the order of the stream. The keys whose press was
    /// recognized in it ("0"–"9", '*', '#', "A"–"D"), each once a press; nearly always none. Tells
    /// a key some 40 ms after its beginning.
    std::string hear(audio::Codec codec, std::span<const std::uint8_t> payload);

    /// Time without a packet. A short gap within a press does not make it two.
    std::string pass(std::chrono::milliseconds time);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::tone
