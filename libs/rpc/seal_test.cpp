#include "rpc/caller.hpp"

#include <catch2/catch.hpp>

using namespace hatif::rpc;
using namespace std::chrono_literals;
using hatif::base::Errc;
using hatif::base::Instant;

namespace {

const Instant noon{std::chrono::seconds{1'736'937'000}};
const auto keys = *CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f");
const std::string bytes{"of any\0kind \xFF", 13};

} // namespace

TEST_CASE("what was sealed is opened until it expires", "[rpc][seal]") {
    const auto sealed = keys.seal("playback", bytes, noon + 10min);
    CHECK(keys.unseal("playback", sealed, noon).value() == bytes);
    CHECK(keys.unseal("playback", sealed, noon + 10min).value() == bytes);
    CHECK(keys.unseal("playback", sealed, noon + 10min + 1s).error().code == Errc::forbidden);
    CHECK(keys.unseal("playback", keys.seal("playback", "", noon), noon).value().empty());
}

TEST_CASE("what was sealed for one purpose opens for no other", "[rpc][seal]") {
    const auto sealed = keys.seal("playback", bytes, noon + 10min);
    CHECK_FALSE(keys.unseal("export", sealed, noon));
    CHECK_FALSE(keys.verify(sealed, noon));
    CHECK_FALSE(keys.unseal("playback", keys.sign({}, noon), noon));
}

TEST_CASE("a seal is one word of an address", "[rpc][seal]") {
    const auto sealed = keys.seal("playback", bytes, noon + 10min);
    CHECK(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789-_.") == std::string::npos);
}

TEST_CASE("a seal that was touched anywhere does not open", "[rpc][seal]") {
    const auto good = keys.seal("playback", bytes, noon + 10min);
    for (std::size_t place = 0; place < good.size(); ++place) {
        auto sealed = good;
        sealed[place] = sealed[place] == 'A' ? 'B' : 'A';
        INFO(sealed);
        CHECK_FALSE(keys.unseal("playback", sealed, noon));
    }
    CHECK_FALSE(keys.unseal("playback", "", noon));
    CHECK_FALSE(keys.unseal("playback", ".", noon));
    CHECK_FALSE(keys.unseal("playback", good.substr(0, good.find('.')), noon));
}

TEST_CASE("a seal outlives the rotation of keys", "[rpc][seal]") {
    const auto rotated = *CallerKeys::read(
        "k2:100102030405060708090a0b0c0d0e0f,k1:000102030405060708090a0b0c0d0e0f");
    CHECK(rotated.unseal("playback", keys.seal("playback", bytes, noon), noon));
    CHECK_FALSE(keys.unseal("playback", rotated.seal("playback", bytes, noon), noon));
}
