#include "detection/syllables.hpp"

#include <algorithm>

namespace hatif::detection {

namespace {

constexpr float rise = 2.62F;
constexpr float fall = 0.9F;

} // namespace

bool Syllables::hear(float strength) {
    if (rising_) {
        top_ = std::max(top_, strength);
        if (strength < fall * top_) {
            rising_ = false;
            dip_ = strength;
        }
        return false;
    }
    dip_ = std::min(dip_, strength);
    if (strength <= rise * dip_) return false;
    rising_ = true;
    top_ = strength;
    return true;
}

void Syllables::rest(float strength) {
    dip_ = rising_ ? strength : std::min(dip_, strength);
    rising_ = false;
}

} // namespace hatif::detection
