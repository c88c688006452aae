#include "reporting/readers.hpp"

#include "reporting/intake.hpp"

#include "kafka/cloud_event.hpp"

namespace hatif::reporting {

namespace {

kafka::ConsumerOptions reading(const std::string& brokers,
                               const std::string& listen,
                               std::string_view topic,
                               const kafka::Complaint& complain) {
    return {.brokers = brokers,
            .group = "hatif-reporting." + std::string{topic},
            .topic = std::string{topic},
            .instance = kafka::instance_at(listen),
            .complain = complain};
}

/// Counts what the handler took, also what is taken again after a rollback.
kafka::Handler
counted(observability::Metrics& metrics, std::string_view topic, const kafka::Handler& handler) {
    auto records = metrics.counter("hatif_reporting_records_total", "Records read from Kafka.",
                                   {{"topic", std::string{topic}}});
    auto seconds = metrics.histogram("hatif_reporting_batch_seconds",
                                     "Time to store a batch, without its commit.",
                                     {{"topic", std::string{topic}}});
    return [=](kafka::Batch& batch, pg::Transaction& transaction) mutable {
        const auto begun = std::chrono::steady_clock::now();
        auto done = handler(batch, transaction);
        records.add(static_cast<double>(batch.records().size()));
        seconds.observe(
            std::chrono::duration<double>{std::chrono::steady_clock::now() - begun}.count());
        return done;
    };
}

base::Result<void> flows(const kafka::Consumer& consumer) {
    if (consumer.flowing()) return {};
    return base::fail(base::Errc::unavailable, "do not flow");
}

} // namespace

Readers::Readers(const std::string& brokers,
                 const std::string& listen,
                 pg::Pool& pool,
                 observability::Metrics& metrics,
                 const kafka::Complaint& complain)
    : pool_{pool}, calls_{reading(brokers, listen, kafka::call_events_topic, complain), pool,
                          counted(metrics, kafka::call_events_topic, take_call_events)},
      executions_{reading(brokers, listen, kafka::execution_events_topic, complain), pool,
                  counted(metrics, kafka::execution_events_topic, take_execution_events)} {}

observability::Checks Readers::checks() const {
    return {{"call-events", [this] { return flows(calls_); }},
            {"execution-events", [this] { return flows(executions_); }},
            {"postgres", [this] { return pool_.check(); }}};
}

} // namespace hatif::reporting
