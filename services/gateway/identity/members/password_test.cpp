#include "gateway/identity/members/password.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

using namespace hatif::gateway;

TEST_CASE("a password is kept as Argon2id with a salt of its own", "[unit][gateway][password]") {
    Passwords passwords{1};
    const auto hash = passwords.hash("correct horse");
    REQUIRE(hash);
    CHECK(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(*passwords.hash("correct horse") != *hash);
    CHECK(*passwords.verify("correct horse", *hash));
    CHECK_FALSE(*passwords.verify("correct horsf", *hash));
}

TEST_CASE("where there is no password none is right", "[unit][gateway][password]") {
    Passwords passwords{1};
    CHECK_FALSE(*passwords.verify("anything", {}));
    CHECK_FALSE(*passwords.verify("", {}));
}

TEST_CASE("too many at once are told to come later", "[unit][gateway][password]") {
    Passwords passwords{1};
    std::atomic<int> refused = 0;
    std::vector<std::thread> people;
    for (int n = 0; n < 60; ++n) {
        people.emplace_back([&] {
            const auto right = passwords.verify("guess", {});
            if (!right && right.error().code == hatif::base::Errc::unavailable) ++refused;
        });
    }
    for (auto& each : people) each.join();
    CHECK(refused > 0);
    CHECK(refused < 60);
}

TEST_CASE("a password has 8 to 128 characters", "[unit][gateway][password]") {
    CHECK(is_password("12345678"));
    CHECK(is_password(std::string(128, 'x')));
    CHECK(is_password("كلمةالسر"));
    for (const auto& bad : {std::string{"1234567"}, std::string(129, 'x'), std::string{},
                            std::string{"\xff\xff\xff\xff\xff\xff\xff\xff"}}) {
        CHECK_FALSE(is_password(bad));
    }
}
