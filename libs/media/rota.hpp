#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hatif::media {

/// Who is due at which sub-tick of 5 ms. Each member comes once in its period; those of a period
/// are spread over its sub-ticks, each new one where the fewest are.
template <class Member>
class Rota {
public:
    /// Periods in sub-ticks: 10, 20, … 60 ms.
    static constexpr std::array<std::size_t, 6> periods{2, 4, 6, 8, 10, 12};

    void add(Member* member, std::size_t period) {
        std::ranges::min_element(phases(period), {}, &std::vector<Member*>::size)
            ->push_back(member);
    }

    void remove(Member* member) {
        for (auto& phase : phases_) std::erase(phase, member);
    }

    /// Those of one period whose time it is. The member's own round is `number / period`.
    std::span<Member* const> due(std::size_t period, std::uint64_t number) {
        return phases(period)[number % period];
    }

private:
    static constexpr std::size_t most = 42; // all the periods' sub-ticks

    std::span<std::vector<Member*>> phases(std::size_t period) {
        std::size_t before = 0;
        for (const auto it : periods) {
            if (it == period) break;
            before += it;
        }
        return std::span{phases_}.subspan(before, period);
    }

    std::array<std::vector<Member*>, most> phases_;
};

} // namespace hatif::media
