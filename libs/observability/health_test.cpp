#include "observability/health.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::observability;

TEST_CASE("health listens on its own port", "[observability][health]") {
    const Metrics metrics;
    const Health health{"127.0.0.1:0", metrics, {}};
    CHECK(health.port() != 0);
}
