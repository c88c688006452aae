#include "detection/voice_activity.hpp"

#include <algorithm>
#include <cmath>

namespace hatif::detection {

namespace {

constexpr float faintest = full_scale * 1.7e-5F; ///< -48 dBFS: nothing below is a voice
constexpr float above_floor = 5.28F;
constexpr float below_peak = 0.243F;
constexpr float staying = 1.36F; ///< a word ends sooner than it begins: echo is none of it
constexpr float peak_decay = 0.977F;
constexpr int longest_loss = 6; ///< slices
constexpr float fast = 0.383F;
constexpr float slow = 0.16F;
constexpr float colour_weight = 12.0F; ///< so that each half of the movement of speech is 0.5
constexpr float power_weight = 2.2F;

} // namespace

float VoiceActivity::floor_of(float power) {
    const auto count = static_cast<std::size_t>(slices_ / window_slices);
    auto& quietest = quietest_[count % windows];
    quietest = slices_ % window_slices == 0 ? power : std::min(quietest, power);
    ++slices_;
    const auto known = static_cast<std::ptrdiff_t>(std::min(windows, count + 1));
    return *std::min_element(quietest_.begin(), quietest_.begin() + known);
}

bool VoiceActivity::hear(const Slice& slice) {
    lost_ = slice.lost ? lost_ + 1 : 0;
    if (lost_ > longest_loss) active_ = false; // not lost: nothing is sent
    if (slice.lost) return active_;
    const float power = slice.power();
    const float colour =
        static_cast<float>(slice.products[1]) / static_cast<float>(std::max(1, slice.products[0]));
    movement_ = colour_weight * std::abs(colour - colour_) +
                power_weight * std::abs(power - power_) / (power + power_ + 1);
    power_ = power;
    colour_ = colour;

    if (slices_ == 0) fast_ = slow_ = power;
    fast_ += (power - fast_) * fast;
    slow_ += (power - slow_) * slow;
    peak_ = std::max(slow_, peak_ * peak_decay);
    const float least = std::max({faintest, above_floor * floor_of(slow_), below_peak * peak_});
    active_ = fast_ > (active_ ? staying * least : least);
    return active_;
}

} // namespace hatif::detection
