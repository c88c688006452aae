#include "gateway/identity/limits/login_tries.hpp"

#include "gateway/identity/keys/api_key.hpp"
#include "gateway/identity/limits/network.hpp"

#include <algorithm>

namespace hatif::gateway {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr double one_a_minute = 1.0 / 60;
constexpr double from_one_place = 5;
// Those behind one address share it: a whole office logs in at nine.
constexpr double of_one_place = 30;
constexpr double from_all_places = 20;

/// A row's name that tells nobody whose it is.
Subject subject_of(const std::string& text) {
    const auto hash = hash_of(text);
    base::Uuid::Bytes bytes{};
    std::copy_n(hash.begin(), bytes.size(), bytes.begin());
    return {base::Uuid{bytes}, LimitKind::writes};
}

Subject place_of(const std::string& whose, const std::string& from) {
    return subject_of("place " + from + " " + whose);
}

Subject whole_place_of(const std::string& from) {
    return subject_of("whole place " + from);
}

Subject person_of(const std::string& whose) {
    return subject_of("person " + whose);
}

} // namespace

Result<void> LoginTries::take(const std::string& whose, const std::string& from) {
    const auto place = network_of(from);
    const auto here = take_all({{place_of(whose, place), one_a_minute, from_one_place, 1},
                                {whole_place_of(place), of_one_place / 60, of_one_place, 1}});
    // What the place is refused is none of the person's: else one place could lock anyone out.
    if (!here) return here;
    return take_all({{person_of(whose), one_a_minute, from_all_places, 1}});
}

Result<void> LoginTries::take_all(const std::vector<Ask>& asks) {
    const auto taken = reserve_tries(pool_, asks);
    if (!taken) return fail(taken.error());
    const bool granted =
        std::ranges::all_of(*taken, [](const Reserved& it) { return it.granted > 0; });
    if (granted) return {};
    return fail(Errc::unavailable, "too many tries: wait a minute", "RATE_LIMIT");
}

Result<void> LoginTries::forget(const std::string& whose, const std::string& from) {
    return forget_tries(pool_, {place_of(whose, network_of(from)), person_of(whose)});
}

} // namespace hatif::gateway
