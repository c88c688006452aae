#include "gateway/identity/access/token_keys.hpp"

#include <catch2/catch.hpp>

using namespace hatif::gateway;

namespace {

const std::string old_key = "a:00112233445566778899aabbccddeeff";
const std::string new_key = "b:ffeeddccbbaa99887766554433221100";

TokenKeys read(const std::string& text) {
    return TokenKeys::read(text).value();
}

} // namespace

TEST_CASE("keys read id:hex and refuse what is too short to be one",
          "[unit][gateway][token_keys]") {
    CHECK(read(new_key + "," + old_key).ids() == std::vector<std::string>{"b", "a"});
    for (const auto* wrong : {"", "a", "a:", ":00112233445566778899aabbccddeeff", "a:0011",
                              "a:zz112233445566778899aabbccddeeff"}) {
        CAPTURE(wrong);
        CHECK_FALSE(TokenKeys::read(wrong));
    }
}

TEST_CASE("what is made for one purpose proves nothing to another", "[unit][gateway][token_keys]") {
    const auto keys = read(old_key);
    CHECK(keys.made("one", "text", keys.mac("one", "text")));
    CHECK_FALSE(keys.made("other", "text", keys.mac("one", "text")));
    CHECK_FALSE(keys.made("one", "text.", keys.mac("one", "text")));
}

TEST_CASE("keys are rotated without a gap", "[unit][gateway][token_keys]") {
    const auto before = read(old_key);
    const auto rotating = read(new_key + "," + old_key);
    const auto after = read(new_key);
    const auto mac = before.mac("one", "text");
    CHECK(rotating.made("one", "text", mac));
    CHECK_FALSE(after.made("one", "text", mac));
    CHECK(after.made("one", "text", rotating.mac("one", "text")));
    CHECK(rotating.open(before.seal("secret")) == "secret");
    CHECK_FALSE(after.open(before.seal("secret")));
}

TEST_CASE("what is sealed shows nothing, and cannot be changed", "[unit][gateway][token_keys]") {
    const auto keys = read(old_key);
    auto sealed = keys.seal("hatif_key_secret");
    CHECK(sealed.find("secret") == sealed.npos);
    CHECK(keys.seal("hatif_key_secret") != sealed);
    CHECK(keys.open(sealed) == "hatif_key_secret");
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    CHECK_FALSE(keys.open(sealed));
    CHECK_FALSE(keys.open("short"));
}
