#pragma once

#include "media/event.hpp"
#include "media/playlist.hpp"
#include "rtp/sender.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace hatif::media {

/// What a line says, packet by packet: prompts, else silence, in the packet time that was agreed.
/// It goes by rounds of that time; rounds that were slept through are left out, never made up for.
class Speaker {
public:
    static constexpr std::size_t most_samples = 480; ///< 60 ms

    explicit Speaker(rtp::Sender sender) : sender_{sender} {}

    /// From now on in this coding, so many samples in a packet (at most `most_samples`). With
    /// another size the rounds are counted anew.
    void agree(audio::Codec codec, std::size_t samples);

    void play(Playlist prompts, PlayId id);
    void stop();

    /// The round's time has come: its voice into `voice`, of `samples()` bytes. The play whose last
    /// sound was heard before, if one has just ended.
    std::optional<PlayId> beat(std::uint64_t round, std::span<std::uint8_t> voice);

    /// The header under which the voice is sent, or that it is not.
    rtp::Header stamp() {
        return sender_.stamp(static_cast<std::uint8_t>(codec_),
                             static_cast<std::uint32_t>(samples_));
    }
    void keep_quiet() { sender_.skip(static_cast<std::uint32_t>(samples_)); }

    audio::Codec codec() const { return codec_; }
    std::size_t samples() const { return samples_; }
    std::uint64_t skipped() const { return skipped_; } ///< packets
    std::uint32_t source() const { return sender_.source(); }
    std::uint32_t timestamp() const { return sender_.timestamp(); }

private:
    rtp::Sender sender_;
    audio::Codec codec_ = audio::Codec::pcma;
    std::size_t samples_ = 160;
    Playlist playlist_;
    std::optional<PlayId> playing_;
    std::optional<std::uint64_t> last_round_;
    std::uint64_t skipped_ = 0;
};

} // namespace hatif::media
