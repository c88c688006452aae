#include "gateway/identity/sessions/session.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace std::chrono_literals;

namespace {

const auto now = *base::from_iso8601("2025-01-15T10:30:00Z");
const auto keys = TokenKeys::read("k:00112233445566778899aabbccddeeff").value();
const auto id = base::Uuid::v7(now);

/// A session that was refreshed so often, the last time now; its token of now.
struct Running {
    explicit Running(std::uint32_t generation) {
        session.generation = generation;
        current = new_refresh_token(id, generation, keys);
    }
    Session session{.id = id,
                    .member = MemberId{base::Uuid{}},
                    .created_at = now,
                    .refreshed_at = now,
                    .expires_at = now + session_lifetime};
    RefreshToken current;
};

} // namespace

TEST_CASE("a refresh token reads back as what it was made of", "[unit][gateway][session]") {
    const auto made = new_refresh_token(id, 70'000, keys);
    const auto read = read_refresh_token(made.text, keys);
    REQUIRE(read);
    CHECK(read->session == id);
    CHECK(read->generation == 70'000);
    CHECK(new_refresh_token(id, 70'000, keys).text != made.text);
}

TEST_CASE("a refresh token of one's own making is none", "[unit][gateway][session]") {
    const auto made = new_refresh_token(id, 1, keys).text;
    for (std::size_t at = 0; at < made.size(); ++at) {
        auto changed = made;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(read_refresh_token(changed, keys));
    }
    CHECK_FALSE(read_refresh_token("", keys));
    CHECK_FALSE(read_refresh_token("hatif_refresh_", keys));
    const auto others = TokenKeys::read("k:ffeeddccbbaa99887766554433221100").value();
    CHECK_FALSE(read_refresh_token(made, others));
}

TEST_CASE("the token of now gives a new pair until the session expires",
          "[unit][gateway][session]") {
    const Running it{3};
    CHECK(judge(it.session, it.current, now) == Refreshing::granted);
    CHECK(judge(it.session, it.current, now + session_lifetime - 1us) == Refreshing::granted);
    CHECK(judge(it.session, it.current, now + session_lifetime) == Refreshing::expired);
}

TEST_CASE("the token before may come again for ten seconds: its answer was lost",
          "[unit][gateway][session]") {
    const Running it{3};
    const auto before = new_refresh_token(id, 2, keys);
    CHECK(judge(it.session, before, now + 10s) == Refreshing::granted);
    CHECK(judge(it.session, before, now + 10s + 1us) == Refreshing::stolen);
}

TEST_CASE("two that asked at once each have a good token", "[unit][gateway][session]") {
    const Running it{3};
    CHECK(judge(it.session, new_refresh_token(id, 3, keys), now) == Refreshing::granted);
}

TEST_CASE("an older token was stolen from someone", "[unit][gateway][session]") {
    const Running it{3};
    CHECK(judge(it.session, new_refresh_token(id, 1, keys), now) == Refreshing::stolen);
    CHECK(judge(it.session, new_refresh_token(id, 0, keys), now) == Refreshing::stolen);
}

TEST_CASE("an ended session stays so", "[unit][gateway][session]") {
    Running it{3};
    it.session.ended_at = now;
    CHECK(judge(it.session, it.current, now) == Refreshing::ended);
}
