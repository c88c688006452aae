#include "gateway/identity/members/member.hpp"

#include <catch2/catch.hpp>

using namespace hatif::gateway;

TEST_CASE("an e-mail address has a name and a host", "[unit][gateway][member]") {
    for (const auto* good : {"amina@example.ma", "a.b+c@mail.example.org", "أمينة@مثال.المغرب"}) {
        CAPTURE(good);
        CHECK(is_email(good));
    }
    for (const auto* bad : {"", "amina", "@example.ma", "amina@", "amina@example", "a@b@c.d",
                            "a b@c.d", "a@.d", "a@c.", "a@c..d", "Amina <a@c.d>", "a@c.d\n"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_email(bad));
    }
    CHECK_FALSE(is_email(std::string(250, 'a') + "@c.ma"));
}

TEST_CASE("upper and lower case make no other address", "[unit][gateway][member]") {
    CHECK(email_key("Amina@Example.MA") == email_key("amina@example.ma"));
    CHECK(email_key("ÉMILE@x.fr") == email_key("émile@x.fr"));
    CHECK(email_key("amina@example.ma") != email_key("amine@example.ma"));
}
