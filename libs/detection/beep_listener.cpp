#include "detection/beep_listener.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::detection {

namespace {

constexpr int words = 50; ///< slices of sound that a message has at least

} // namespace

std::optional<Beep> BeepListener::hear(audio::Codec codec, std::span<const std::uint8_t> payload) {
    std::optional<Beep> beep;
    while (!payload.empty()) {
        if (!slicer_.fill(codec, payload)) continue;
        if (auto heard = hear(slicer_.slice())) beep = heard;
    }
    return beep;
}

std::optional<Beep> BeepListener::pass(std::chrono::milliseconds time) {
    std::optional<Beep> beep;
    auto samples = static_cast<std::size_t>(std::max<std::int64_t>(0, time.count())) * 8;
    while (samples > 0) {
        if (!slicer_.skip(samples)) continue;
        if (auto heard = hear(slicer_.slice())) beep = heard;
    }
    return beep;
}

std::optional<Beep> BeepListener::hear(const Slice& slice) {
    clock_ += slice_time;
    if (voice_.hear(slice) && !tone_.sounding()) ++sounding_;
    const auto tone = tone_.hear(slice);
    if (!tone || !is_beep(*tone, sounding_ >= words)) return std::nullopt;
    return Beep{static_cast<int>(std::lround(tone->hertz)), tone->lasted, clock_};
}

std::ostream& operator<<(std::ostream& out, const Beep& beep) {
    return out << "beep of " << beep.hertz << " Hz, " << beep.lasted.count() << " ms, told at "
               << beep.at.count() << " ms";
}

} // namespace hatif::detection
