#include "transcode/decode_wav.hpp"

#include "audio/g711.hpp"
#include "base/handle.hpp"
#include "transcode/resampler.hpp"
#include "transcode/wav_header.hpp"

#include <algorithm>
#include <cmath>
#include <sndfile.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace hatif::transcode {

namespace {

using Sound = base::Handle<SNDFILE, sf_close>;

constexpr int slowest_rate = 4'000;
constexpr int fastest_rate = 384'000;
constexpr int most_channels = 8;
constexpr sf_count_t frames_at_once = 4096;

tl::unexpected<base::Error> refused(std::string why) {
    return base::fail(base::Errc::unprocessable, std::move(why));
}

/// 0: not one of those that are taken.
std::uint32_t bits_of(int format) {
    const int container = format & SF_FORMAT_TYPEMASK;
    if (container != SF_FORMAT_WAV && container != SF_FORMAT_WAVEX) return 0;
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_ALAW:
    case SF_FORMAT_ULAW:
        return 8;
    case SF_FORMAT_PCM_16:
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

std::string bytes_at(int file, std::uint64_t offset, std::size_t size) {
    std::string bytes(size, '\0');
    const auto got = pread(file, bytes.data(), size, static_cast<off_t>(offset));
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
}

base::Result<void> check_file(int file) {
    struct stat status {};
    if (fstat(file, &status) != 0) return refused("it cannot be read");
    if (status.st_size == 0) return refused("it is empty");
    const auto header = read_wav_header(
        [&](std::uint64_t offset, std::size_t size) { return bytes_at(file, offset, size); });
    if (!header) return refused("it is no WAV file");
    if (header->cut_off(static_cast<std::uint64_t>(status.st_size))) {
        return refused("it was cut off: it ends before its audio does");
    }
    return {};
}

base::Result<Format> check_format(const SF_INFO& info) {
    const auto bits = bits_of(info.format);
    if (bits == 0) return refused("only PCM, float, A-law and mu-law WAV are taken");
    if (info.samplerate < slowest_rate || info.samplerate > fastest_rate) {
        return refused("its sample rate is not between 4,000 and 384,000 Hz");
    }
    if (info.channels < 1 || info.channels > most_channels) {
        return refused("it has more than 8 channels");
    }
    if (info.frames <= 0) return refused("there is no sound in it");
    if (info.frames > longest_recording.count() * info.samplerate) {
        return refused("it is longer than 10 minutes");
    }
    return Format{static_cast<std::uint32_t>(info.samplerate),
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
        mono[frame] = std::isfinite(mean) ? mean : 0.0F;
    }
}

std::string coded(audio::Codec codec, const std::vector<std::int16_t>& samples) {
    const auto bytes = audio::encode(codec, samples);
    return {bytes.begin(), bytes.end()};
}

} // namespace

base::Result<Decoded> decode_wav(int file) {
    if (auto checked = check_file(file); !checked) return base::fail(checked.error());
    SF_INFO info{};
    const Sound sound{sf_open_fd(file, SFM_READ, &info, SF_FALSE)};
    if (!sound) return refused(sf_strerror(nullptr));
    auto format = check_format(info);
    if (!format) return base::fail(format.error());

    Resampler resampler{format->sample_rate};
    std::vector<float> interleaved(static_cast<std::size_t>(frames_at_once * info.channels));
    std::vector<float> mono;
    while (const auto got = sf_readf_float(sound.get(), interleaved.data(), frames_at_once)) {
        mono.resize(static_cast<std::size_t>(got));
        mix(interleaved, format->channels, mono);
        if (auto put = resampler.put(mono); !put) return base::fail(put.error());
        format->frames += static_cast<std::uint64_t>(got);
        if (format->frames > static_cast<std::uint64_t>(info.frames)) break;
    }
    auto samples = resampler.finish();
    if (!samples) return base::fail(samples.error());
    // The filter may round a last sample upwards.
    samples->resize(std::min(samples->size(), most_samples));
    if (samples->empty()) return refused("there is no sound in it");
    return Decoded{*format, coded(audio::Codec::pcma, *samples),
                   coded(audio::Codec::pcmu, *samples)};
}

} // namespace hatif::transcode
