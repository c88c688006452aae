#include "program_scheduler/content/playback.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::program_scheduler;

namespace {

const base::Instant noon{std::chrono::seconds{1'736'937'000}};
const auto keys = rpc::CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f").value();
const Playback greeting{base::OrganizationId{base::Uuid::derived(base::Uuid{}, 1)},
                        base::AudioId{base::Uuid::derived(base::Uuid{}, 2)}};

} // namespace

TEST_CASE("a playback address names its audio for ten minutes", "[program_scheduler][playback]") {
    const auto token = token_of(keys, greeting, noon + playback_lifetime);
    CHECK(read_token(keys, token, noon).value() == greeting);
    CHECK(read_token(keys, token, noon + playback_lifetime).value() == greeting);
    const auto late = read_token(keys, token, noon + playback_lifetime + std::chrono::seconds{1});
    CHECK(late.error().reason == "FORBIDDEN");
}

TEST_CASE("a playback address that nobody gave out plays nothing",
          "[program_scheduler][playback]") {
    CHECK(read_token(keys, "", noon).error().reason == "FORBIDDEN");
    CHECK(read_token(keys, "x.y", noon).error().reason == "FORBIDDEN");
    CHECK(read_token(keys, keys.seal("export", "a b", noon), noon).error().reason == "FORBIDDEN");
    CHECK(read_token(keys, keys.seal("audio playback", "a", noon), noon).error().reason ==
          "FORBIDDEN");
}
