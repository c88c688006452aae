#include "media/port_pool.hpp"

#include <catch2/catch.hpp>

using hatif::media::PortPool;

TEST_CASE("only even ports of the range are given", "[media][ports]") {
    PortPool pool{10'001, 10'005};
    CHECK(pool.take() == 10'002);
    CHECK(pool.take() == 10'004);
    CHECK_FALSE(pool.take().has_value());
    CHECK(PortPool(65'534, 65'535).free() == 1);
}

TEST_CASE("a port rests until all others were used", "[media][ports]") {
    PortPool pool{10'000, 10'005};
    const auto first = *pool.take();
    pool.give(first);
    CHECK(*pool.take() != first);
    CHECK(*pool.take() != first);
    CHECK(*pool.take() == first);
}
