#include "observability/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace hatif::observability {

void Counter::add(double amount) {
    it_->Increment(amount);
}

void Gauge::set(double value) {
    it_->Set(value);
}

void Gauge::add(double amount) {
    it_->Increment(amount);
}

void Histogram::observe(double value) {
    it_->Observe(value);
}

// Merge: asking again for the same name is no mistake.
Metrics::Metrics()
    : registry_{
          std::make_unique<prometheus::Registry>(prometheus::Registry::InsertBehavior::Merge)} {}

Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
    return Counter{
        prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels)};
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
    return Gauge{prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels)};
}

Histogram Metrics::histogram(const std::string& name,
                             const std::string& help,
                             const Labels& labels,
                             const std::vector<double>& buckets) {
    return Histogram{prometheus::BuildHistogram()
                         .Name(name)
                         .Help(help)
                         .Register(*registry_)
                         .Add(labels, buckets)};
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_->Collect());
}

std::vector<double> Metrics::seconds() {
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

} // namespace hatif::observability
