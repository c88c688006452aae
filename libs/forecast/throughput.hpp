#pragma once

#include "schedule/allocation.hpp"

#include <vector>

namespace hatif::forecast {

/// What the bounds let through while more people are due than can be called. Infinity: as many as
/// there are.
struct Throughput {
    double per_second = 0; ///< starts
    double lines = 0;      ///< calls at once
};

/// A room with those who want calls in it; the first demand is the one that it is about. The
/// bounds' live calls are those of nobody here, and stay.
struct Market {
    schedule::Room room{};
    std::vector<schedule::Demand> demands{};
};

/// Which bounds there are.
enum class Which { program, organization, did_pool, trunk };

/// The market without, or with none but, the bounds of one kind.
Market without(Market market, Which which);
Market with_only(Market market, Which which);
Market without_rates(Market market);
Market without_concurrency(Market market);

/// The calls per second of the first demand, by schedule::allocate tick for tick when all want
/// more; each call lasts `seconds`. What is too many to be counted one by one is thinned, the
/// bounds alike.
double starts_per_second(const Market& market, double seconds);

Throughput throughput_of(const Market& market, double seconds);

} // namespace hatif::forecast
