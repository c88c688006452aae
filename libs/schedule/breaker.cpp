#include "schedule/breaker.hpp"

#include <algorithm>
#include <iterator>

namespace hatif::schedule {

namespace {

constexpr char failure = 'x', other = '.';

} // namespace

Breaker::Breaker(std::string_view last) {
    std::copy_if(last.begin(), last.end(), std::back_inserter(last_),
                 [](char it) { return it == failure || it == other; });
}

bool Breaker::ended(bool failed, const BreakerRule& rule) {
    last_.push_back(failed ? failure : other);
    if (last_.size() > rule.calls) last_.erase(0, last_.size() - rule.calls);
    if (last_.size() < rule.calls) return false;
    const auto failures = std::count(last_.begin(), last_.end(), failure);
    // Divided, a count of 7 in 100 is 0.07 to the last bit; multiplied it would not be.
    return static_cast<double>(failures) / static_cast<double>(last_.size()) >= rule.rate;
}

} // namespace hatif::schedule
