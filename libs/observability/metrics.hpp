#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
} // namespace prometheus

namespace hatif::observability {

/// Handles are copied freely, may be used from any thread, and live as long as their Metrics.
class Counter {
public:
    explicit Counter(prometheus::Counter& it) : it_{&it} {}
    void add(double amount = 1);

private:
    prometheus::Counter* it_;
};

class Gauge {
public:
    explicit Gauge(prometheus::Gauge& it) : it_{&it} {}
    void set(double value);
    void add(double amount);

private:
    prometheus::Gauge* it_;
};

class Histogram {
public:
    explicit Histogram(prometheus::Histogram& it) : it_{&it} {}
    void observe(double value);

private:
    prometheus::Histogram* it_;
};

using Labels = std::map<std::string, std::string>;

/// Everything that a process counts. One for a service, made in main. Asking again for the same
/// name and labels gives the same metric; names are "hatif_<service>_<noun>_<unit>", counters end
/// in "_total", durations are in seconds.
class Metrics {
public:
    Metrics();
    ~Metrics();

    Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
    Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
    /// Buckets are upper bounds, rising.
    Histogram histogram(const std::string& name,
                        const std::string& help,
                        const Labels& labels = {},
                        const std::vector<double>& buckets = seconds());

    /// All of it in Prometheus' text format.
    std::string text() const;

    /// 1 ms to 10 s: for what takes the time of a request.
    static std::vector<double> seconds();

private:
    std::unique_ptr<prometheus::Registry> registry_;
};

} // namespace hatif::observability
