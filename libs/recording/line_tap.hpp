#pragma once

#include "media/tap.hpp"
#include "recording/speech_watch.hpp"
#include "recording/take.hpp"
#include "recording/track.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace hatif::recording {

/// Listens to a line for one take: our beat is the clock, a second behind which all is final. On
/// the media thread: neither allocates nor locks, and calls no system.
class LineTap final : public media::Tap {
public:
    explicit LineTap(std::shared_ptr<Take> take);
    ~LineTap() override;
    LineTap(const LineTap&) = delete;
    LineTap& operator=(const LineTap&) = delete;

    void said(audio::Codec codec, audio::Frame frame, SteadyTime now) override;
    void heard(audio::Codec codec, const rtp::Packet& packet, SteadyTime now) override;
    std::optional<std::string> over() override;
    void end() override;

private:
    bool listens(audio::Codec codec);
    bool reach(std::uint64_t end);
    void skip_what_was_not_said(SteadyTime now);
    void paint(std::uint32_t channel,
               std::uint64_t position,
               std::span<const std::uint8_t> voice,
               audio::Codec codec);
    std::uint64_t passed() const;

    std::shared_ptr<Take> take_;
    const std::uint64_t limit_; // samples
    Track track_;
    std::optional<SpeechWatch> speech_;
    std::optional<SteadyTime> first_beat_;
    std::uint64_t beat_ = 0; // samples of ours
    bool began_ = false;
    bool over_ = false;
    bool ended_ = false;
};

} // namespace hatif::recording
