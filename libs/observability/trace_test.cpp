#include "observability/trace.hpp"

#include <catch2/catch.hpp>

using namespace hatif::observability;

TEST_CASE("a client's request id is kept when it is visible and short", "[observability][trace]") {
    CHECK(accept_request_id("order-17/a") == "order-17/a");
    CHECK(accept_request_id(std::string(128, 'x')) == std::string(128, 'x'));
}

TEST_CASE("any other request id is replaced", "[observability][trace]") {
    CHECK(accept_request_id(std::nullopt).size() == 36);
    CHECK(accept_request_id("").size() == 36);
    CHECK(accept_request_id("two words").size() == 36);
    CHECK(accept_request_id("caf\xc3\xa9").size() == 36);
    CHECK(accept_request_id(std::string(129, 'x')).size() == 36);
}

TEST_CASE("a well-formed traceparent goes on", "[observability][trace]") {
    const std::string sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    CHECK(accept_traceparent(sent) == sent);
}

TEST_CASE("any other traceparent starts a new trace", "[observability][trace]") {
    for (const auto* broken :
         {"", "00-x", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
        const auto made = accept_traceparent(broken);
        CHECK(made != broken);
        CHECK(accept_traceparent(made) == made);
    }
}
