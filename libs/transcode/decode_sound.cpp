#include "transcode/decode_sound.hpp"

#include "audio/g711.hpp"
#include "base/handle.hpp"
#include "transcode/file_source.hpp"
#include "transcode/loudness.hpp"
#include "transcode/resampler.hpp"
#include "transcode/silence.hpp"
#include "transcode/wav_header.hpp"
#include "transcode/wholeness.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sndfile.h>
#include <utility>
#include <vector>

namespace hatif::transcode {

namespace {

using Sound = base::Handle<SNDFILE, sf_close>;

// Beyond full scale by so much is no sound, and would overflow what comes after.
constexpr float loudest_sample = 1e6F;
constexpr sf_count_t frames_at_once = 4096;
constexpr auto cut_off = "it was cut off: it ends before its audio does";
constexpr auto damaged = "it is damaged";
constexpr auto too_long = "it is longer than 10 minutes";

tl::unexpected<base::Error> refused(std::string why) {
    return base::fail(base::Errc::unprocessable, std::move(why));
}

/// What the file says of itself, before a decoder sees it.
base::Result<Container> check_file(const FileSource& source) {
    if (source.size() == 0) return refused("it is empty");
    const auto bytes = source.bytes();
    const auto beginning = beginning_of(bytes);
    if (!beginning) return refused("it is no WAV, MP3, Ogg or FLAC file");
    const auto [container, offset] = *beginning;
    if (container == Container::wav) {
        const auto header = read_wav_header(
            [&, offset = offset](auto at, auto size) { return bytes(offset + at, size); });
        if (!header) return refused("it is a WAV file without audio");
        if (header->cut_off(source.size() - offset)) return refused(cut_off);
    }
    if (container == Container::mpeg && mpeg_cut_off(bytes, offset, source.size())) {
        return refused(cut_off);
    }
    if (container == Container::ogg && ogg_cut_off(bytes, offset, source.size())) {
        return refused(cut_off);
    }
    return container;
}

/// The container as libsndfile read it; other than what is taken: none.
std::optional<Container> container_in(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
        return Container::wav;
    case SF_FORMAT_MPEG:
        return Container::mpeg;
    case SF_FORMAT_OGG:
        return Container::ogg;
    case SF_FORMAT_FLAC:
        return Container::flac;
    default:
        return {};
    }
}

/// 0: a coding that is not taken. Codings that have no bits of their own are decoded to 16.
std::uint32_t bits_of(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_ALAW:
    case SF_FORMAT_ULAW:
        return 8;
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_VORBIS:
    case SF_FORMAT_OPUS:
    case SF_FORMAT_MPEG_LAYER_I:
    case SF_FORMAT_MPEG_LAYER_II:
    case SF_FORMAT_MPEG_LAYER_III:
        return 16;
    case SF_FORMAT_PCM_24:
        return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_FLOAT:
        return 32;
    default:
        return 0;
    }
}

/// The length is known before only when the file tells it.
bool tells_length(const SF_INFO& info) {
    return info.frames != SF_COUNT_MAX;
}

base::Result<Format> check_format(const SF_INFO& info, Container container) {
    const auto bits = bits_of(info.format);
    if (bits == 0 || container_in(info.format) != container) {
        return refused("its coding is not taken: WAV holds PCM, float, A-law or mu-law, Ogg holds "
                       "Vorbis, Opus or FLAC");
    }
    if (info.samplerate < static_cast<int>(slowest_rate) ||
        info.samplerate > static_cast<int>(fastest_rate)) {
        return refused("its sample rate is not between 4,000 and 192,000 Hz");
    }
    if (info.channels < 1 || info.channels > static_cast<int>(most_channels)) {
        return refused("it has not 1 to 8 channels");
    }
    if (info.frames <= 0) return refused("there is no sound in it");
    if (tells_length(info) && info.frames > longest_recording.count() * info.samplerate) {
        return refused(too_long);
    }
    return Format{container, static_cast<std::uint32_t>(info.samplerate),
                  static_cast<std::uint32_t>(info.channels), bits, 0};
}

/// The mean of the channels. A float file may hold what is no number: silence.
void mix(const std::vector<float>& interleaved, std::size_t channels, std::vector<float>& mono) {
    for (std::size_t frame = 0; frame < mono.size(); ++frame) {
        float sum = 0;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            sum += interleaved[frame * channels + channel];
        }
        const float mean = sum / static_cast<float>(channels);
        mono[frame] =
            std::isfinite(mean) ? std::clamp(mean, -loudest_sample, loudest_sample) : 0.0F;
    }
}

/// All of it at 8 kHz; counts the frames into `format`. What is claimed bounds nothing: the sound
/// does.
base::Result<std::vector<float>> read_sound(SNDFILE* sound, Format& format) {
    const auto most = static_cast<std::uint64_t>(longest_recording.count()) * format.sample_rate;
    Resampler resampler{format.sample_rate};
    std::vector<float> interleaved(static_cast<std::size_t>(frames_at_once) * format.channels);
    std::vector<float> mono;
    while (true) {
        const auto got = sf_readf_float(sound, interleaved.data(), frames_at_once);
        if (got <= 0) break;
        mono.resize(static_cast<std::size_t>(got));
        mix(interleaved, format.channels, mono);
        if (auto put = resampler.put(mono); !put) return base::fail(put.error());
        format.frames += static_cast<std::uint64_t>(got);
        if (format.frames > most) return refused(too_long);
    }
    if (sf_error(sound) != SF_ERR_NO_ERROR) return refused(damaged);
    return resampler.finish();
}

/// MPEG without a Xing frame has no length but an estimate; the others tell theirs exactly.
bool ended_early(const SF_INFO& info, const Format& format) {
    return format.container != Container::mpeg && tells_length(info) &&
           format.frames < static_cast<std::uint64_t>(info.frames);
}

std::int16_t to_16_bits(float sample) {
    return static_cast<std::int16_t>(
        std::lrint(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)));
}

/// As it is to be heard: the length asked for, then the level.
std::vector<std::int16_t> treated(std::vector<float> samples, const Treatment& treatment) {
    if (treatment.trim_silence) {
        const auto part = trimmed(samples);
        samples.erase(samples.begin() + static_cast<std::ptrdiff_t>(part.end), samples.end());
        samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(part.first));
    }
    bring_to_level(samples);
    std::vector<std::int16_t> made(samples.size());
    std::transform(samples.begin(), samples.end(), made.begin(), to_16_bits);
    return made;
}

std::string coded(audio::Codec codec, const std::vector<std::int16_t>& samples) {
    const auto bytes = audio::encode(codec, samples);
    return {bytes.begin(), bytes.end()};
}

} // namespace

base::Result<Decoded> decode_sound(int file, const Treatment& treatment) {
    FileSource source{file};
    const auto container = check_file(source);
    if (!container) return base::fail(container.error());
    SF_INFO info{};
    const Sound sound{source.open(info)};
    // Its own words alone may mislead: "File does not exist" of an MP3 file without a frame.
    if (!sound) return refused(std::string{damaged} + "; libsndfile: " + sf_strerror(nullptr));
    auto format = check_format(info, *container);
    if (!format) return base::fail(format.error());
    auto samples = read_sound(sound.get(), *format);
    if (!samples) return base::fail(samples.error());
    if (ended_early(info, *format)) return refused(cut_off);
    // The filter may round a last sample upwards.
    samples->resize(std::min(samples->size(), most_samples));
    if (samples->empty()) return refused("there is no sound in it");
    const auto heard = treated(*std::move(samples), treatment);
    return Decoded{*format, coded(audio::Codec::pcma, heard), coded(audio::Codec::pcmu, heard),
                   waveform_of(heard)};
}

} // namespace hatif::transcode
