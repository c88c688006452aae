#include "observability/health.hpp"

#include "http/message.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::observability;

namespace {

Check passing(std::string name) {
    return {std::move(name), [] { return base::Result<void>{}; }};
}

Check failing(std::string name, std::string why) {
    return {std::move(name), [why = std::move(why)]() -> base::Result<void> {
                return base::fail(base::Errc::unavailable, why);
            }};
}

} // namespace

TEST_CASE("a service is ready when every check passes", "[observability][health]") {
    const auto answer = answer_readyz({passing("postgres"), passing("kafka")});
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"status":"ok","checks":{"postgres":"ok","kafka":"ok"}})");
}

TEST_CASE("one that fails is named with its reason", "[observability][health]") {
    const auto answer = answer_readyz({passing("postgres"), failing("kafka", "no broker")});
    CHECK(answer.status == 503);
    CHECK_THAT(answer.body, Catch::Contains(R"("kafka":"no broker")"));
}

TEST_CASE("health listens on its own port", "[observability][health]") {
    const Metrics metrics;
    const Health health{"127.0.0.1:0", metrics, {}};
    CHECK(health.port() != 0);
}
