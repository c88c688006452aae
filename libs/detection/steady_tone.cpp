#include "detection/steady_tone.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hatif::detection {

namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float faintest = full_scale * 3e-5F; ///< -45 dBFS
const float lowest_cosine = std::cos(2 * pi * 295 / 8'000);
const float highest_cosine = std::cos(2 * pi * 2'520 / 8'000);
constexpr float unknown = full_scale * 4; ///< louder than anything: no quiet was heard yet
constexpr float highest_low = 500;        ///< Hz
constexpr std::chrono::milliseconds shortest_low{180};
constexpr std::chrono::milliseconds longest_low{700};
constexpr float share_to_begin = 0.25F; ///< below what the noise before lets expect
constexpr float share_of_slice = 0.20F;
constexpr float share_of_run = 0.08F;
constexpr float least_share = 0.5F;
constexpr float quieter = 0.4F;      ///< the edges of a tone: 4 dB
constexpr float as_before = 2.0F;    ///< or as quiet as it was before, times this
constexpr float most_drift = 0.7F;   ///< radians a slice: 11 Hz
constexpr float most_change = 0.15F; ///< of the colour, from slice to slice
constexpr float agreement = 0.15F;   ///< of the slices' first guesses
constexpr int shortest_run = 11;     ///< full slices within 120 ms, wherever it begins
constexpr int long_run = 200;        ///< two seconds

/// One frequency and white noise: what r1 and r2 say of it, and its part of r0 (Pisarenko). The
/// noise is in r0 alone.
struct Guess {
    float cosine = 1; ///< of the turn from one sample to the next
    float share = 0;
};

Guess guess(float r0, float r1, float r2) {
    if (r0 <= 0) return {};
    // r1 = S cos w, r2 = S cos 2w: two roots, of which one has the sign of r1. The other one is
    // found first, because nothing cancels out in it.
    const float side = r1 < 0 ? -1.0F : 1.0F;
    float cosine = 0;
    if (std::abs(r1) > 1e-3F * r0) {
        const float ratio = r2 / r1;
        const float root = std::sqrt(ratio * ratio + 8);
        cosine = ratio * side >= 0 ? (ratio + side * root) / 4 : 2 / (side * root - ratio);
    }
    if (std::abs(cosine) >= 1) return {};
    const float strength = std::abs(cosine) > 0.4F ? r1 / cosine : r2 / (2 * cosine * cosine - 1);
    return {cosine, strength / r0};
}

float wrapped(float angle) {
    return std::remainder(angle, 2 * pi);
}

} // namespace

bool is_beep(const Tone& tone, bool after_words) {
    if (tone.hertz > highest_low) return true;
    return after_words && tone.over && tone.lasted > shortest_low && tone.lasted < longest_low;
}

SteadyTone::SteadyTone() {
    powers_.fill(unknown);
}

std::optional<Tone> SteadyTone::hear(const Slice& slice) {
    std::optional<Tone> tone;
    if (following_)
        tone = follow(slice);
    else
        search(slice);
    std::shift_right(powers_.begin(), powers_.end(), 1);
    powers_[0] = slice.power();
    return tone;
}

void SteadyTone::search(const Slice& slice) {
    std::shift_right(recent_.begin(), recent_.end(), 1);
    for (std::size_t i = 0; i < 3; ++i) recent_[0][i] = static_cast<float>(slice.products[i]);
    if (slice.lost || slice.power() < faintest) return;
    if (powers_[0] < faintest || powers_[1] < faintest) return;
    // Cheap refusals first: nearly all that is heard is speech.
    if (slice.power() > 2.5F * powers_[0] || slice.power() < 0.4F * powers_[0]) return;

    const auto colour = [&](std::size_t i) { return recent_[i][1] / recent_[i][0]; };
    if (std::abs(colour(0) - colour(1)) > most_change) return;

    const float quiet = *std::min_element(powers_.begin() + 2, powers_.end());
    const float expected = 1 - std::min(1.0F, quiet / slice.power());
    const float least = std::max(least_share, expected - share_to_begin);
    std::array<float, 3> sums{};
    for (const auto& products : recent_)
        for (std::size_t i = 0; i < 3; ++i) sums[i] += products[i];
    const auto [cosine, share] = guess(sums[0], sums[1], sums[2]);
    if (cosine > lowest_cosine || cosine < highest_cosine || share < least) return;
    const float turn = std::acos(cosine);
    const float near = agreement * turn * std::sqrt(1 - cosine * cosine);
    for (const auto& products : recent_) {
        const auto one = guess(products[0], products[1], products[2]);
        if (std::abs(one.cosine - cosine) > near) return;
    }
    following_ = true;
    told_ = false;
    run_ = 3;
    missed_ = 0;
    turn_ = turn;
    power_ = slice.power();
    quiet_ = quiet;
    shares_ = 0;
    measured_ = 0;
    has_last_ = false;
}

std::complex<float> SteadyTone::correlate(const Slice& slice) const {
    // Goertzel's recurrence: one multiplication a sample. Each step waits for the one before, so
    // the four quarters of the slice go side by side.
    constexpr std::size_t quarters = 4;
    constexpr std::size_t length = slice_size / quarters;
    const float twice = 2 * std::cos(turn_);
    std::array<float, quarters> one{};
    std::array<float, quarters> two{};
    for (std::size_t i = 0; i < length; ++i) {
        for (std::size_t k = 0; k < quarters; ++k) {
            const auto sample = static_cast<float>(slice.samples[2 + k * length + i]);
            const float next = sample + twice * one[k] - two[k];
            two[k] = one[k];
            one[k] = next;
        }
    }
    const auto one_turn = std::polar(1.0F, -turn_);
    const auto quarter_turn = std::polar(1.0F, turn_ * length);
    std::complex<float> at_the_end;
    for (std::size_t k = 0; k < quarters; ++k)
        at_the_end = at_the_end * quarter_turn + one[k] - two[k] * one_turn;
    // In the middle of the slice the phase is right even where the frequency is a little off.
    return at_the_end * std::polar(1.0F, -turn_ * (slice_size - 1) / 2);
}

std::optional<Tone> SteadyTone::follow(const Slice& slice) {
    if (slice.lost) { // a tone goes on behind a lost packet; its phase is not known
        ++run_;
        has_last_ = false;
        return ++missed_ > 6 ? lose(slice) : std::nullopt;
    }
    const auto now = correlate(slice);
    const float of_tone = std::norm(now) * 2 / (slice_size * slice_size);
    const float share = of_tone / std::max(1.0F, slice.power());
    bool steady = share >= std::max(least_share, expected_share() - share_of_slice) &&
                  of_tone > power_ / 2 && of_tone < power_ * 2;
    if (steady && has_last_) {
        // How far the phase went beyond what the frequency explains.
        const float drift = wrapped(std::arg(now) - std::arg(last_) - turn_ * slice_size);
        if (run_ <= 5)
            turn_ += drift / slice_size; // the first guess is rough
        else
            steady = std::abs(drift) < most_drift;
    }
    last_ = now;
    has_last_ = true;
    if (!steady) return ++missed_ >= 2 ? lose(slice) : std::nullopt;
    missed_ = 0;
    ++run_;
    ++measured_;
    shares_ += share;
    power_ += (of_tone - power_) / static_cast<float>(std::min(run_, 8));
    if (run_ < long_run || told_ || !stands_out()) return std::nullopt;
    told_ = true;
    return Tone{turn_ * 8'000 / (2 * pi), run_ * slice_time, false};
}

float SteadyTone::expected_share() const {
    return 1 - std::min(1.0F, quiet_ / power_);
}

bool SteadyTone::stands_out() const {
    return quiet_ < quieter * power_ &&
           shares_ >= (expected_share() - share_of_run) * static_cast<float>(measured_);
}

std::optional<Tone> SteadyTone::lose(const Slice& slice) {
    following_ = false;
    recent_ = {};
    const bool ends_in_quiet =
        slice.lost || slice.power() < std::max(quieter * power_, as_before * quiet_);
    if (told_ || run_ < shortest_run || !ends_in_quiet || !stands_out()) return std::nullopt;
    return Tone{turn_ * 8'000 / (2 * pi), run_ * slice_time, true};
}

} // namespace hatif::detection
