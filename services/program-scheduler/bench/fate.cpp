#include "program_scheduler/bench/run.hpp"

namespace hatif::program_scheduler::bench {

using base::Duration;
using schedule::Outcome;
using namespace std::chrono_literals;

namespace {

std::uint64_t mixed(std::uint64_t it) {
    it = (it ^ (it >> 30U)) * 0xbf58476d1ce4e5b9U;
    it = (it ^ (it >> 27U)) * 0x94d049bb133111ebU;
    return it ^ (it >> 31U);
}

} // namespace

Fate fate_at(std::uint64_t seed, std::uint64_t person, std::uint64_t attempt_number) {
    const auto lot = mixed(seed * 1'000'003 + person * 101 + attempt_number);
    const Duration rings = 1s + Duration{static_cast<std::int64_t>(lot % 7'000'000)};
    const Duration talks = 2s + Duration{static_cast<std::int64_t>(lot / 7 % 30'000'000)};
    switch (lot / 3 % 9) {
    case 0:
    case 1:
    case 2:
        return {Outcome::completed, "", rings, talks};
    case 3:
        return {Outcome::user_hangup, "", rings, talks / 4};
    case 4:
        return {Outcome::voicemail, "", rings, 4s};
    case 5:
        return {Outcome::busy, "sip_486_busy_here", 300ms, 0s};
    case 6:
        return {Outcome::no_answer, "no_answer", 9s, 0s};
    case 7:
        return {Outcome::failed, "sip_404_not_found", 200ms, 0s};
    default:
        return {Outcome::failed, "sip_503_service_unavailable", 100ms, 0s};
    }
}

} // namespace hatif::program_scheduler::bench
