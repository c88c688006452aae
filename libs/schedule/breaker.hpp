#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hatif::schedule {

/// Says when too many of the last calls failed.
struct BreakerRule {
    double rate = 1;       ///< above 0, at most 1
    std::size_t calls = 5; ///< 5 to 1,000: so many of the last that ended are looked at
};

/// How the last calls ended, as one text that a table keeps: 'x' failed, '.' did not; oldest first.
class Breaker {
public:
    /// Anything else in the text is forgotten.
    explicit Breaker(std::string_view last = {});

    /// Answers whether the rule trips now: `calls` have ended, and at least `rate` of them failed.
    bool ended(bool failed, const BreakerRule& rule);

    const std::string& last() const { return last_; }

private:
    std::string last_;
};

} // namespace hatif::schedule
