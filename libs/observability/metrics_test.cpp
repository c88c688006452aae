#include "observability/metrics.hpp"

#include <catch2/catch.hpp>

using namespace hatif::observability;

TEST_CASE("the same name and labels are the same counter", "[observability][metrics]") {
    Metrics metrics;
    metrics.counter("hatif_calls_total", "calls", {{"outcome", "busy"}}).add();
    metrics.counter("hatif_calls_total", "calls", {{"outcome", "busy"}}).add(2);
    CHECK_THAT(metrics.text(), Catch::Contains("hatif_calls_total{outcome=\"busy\"} 3"));
}

TEST_CASE("a histogram counts into its buckets", "[observability][metrics]") {
    Metrics metrics;
    metrics.histogram("hatif_wait_seconds", "wait", {}, {0.1, 1}).observe(0.5);
    CHECK_THAT(metrics.text(), Catch::Contains("hatif_wait_seconds_bucket{le=\"1\"} 1"));
}
