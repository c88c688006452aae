#include "event_reader.hpp"

#include "hatif/dialer/v1/call_events.pb.h"

#include <librdkafka/rdkafkacpp.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace hatif::load {

namespace {

constexpr const char* topic = "hatif.call-events.v1";
constexpr int patience_ms = 5'000;

Clock::time_point time_of(const dialer::v1::CallEvent& event) {
    const auto& at = event.occurred_at();
    return Clock::time_point{std::chrono::duration_cast<Clock::duration>(
        std::chrono::seconds{at.seconds()} + std::chrono::nanoseconds{at.nanos()})};
}

void take(const dialer::v1::CallEvent& event, Answers& answers) {
    if (event.has_dialed()) answers.dialed(event.attempt_id(), time_of(event));
    if (event.has_answered()) answers.answered(event.attempt_id(), time_of(event));
    if (event.has_finished()) {
        answers.finished(event.attempt_id(),
                         event.finished().outcome() == type::v1::OUTCOME_COMPLETED, time_of(event));
    }
}

std::unique_ptr<RdKafka::KafkaConsumer> made(const std::string& brokers) {
    std::string error;
    const std::unique_ptr<RdKafka::Conf> conf{RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL)};
    conf->set("bootstrap.servers", brokers, error);
    conf->set("group.id", "load", error);
    conf->set("enable.auto.commit", "false", error);
    std::unique_ptr<RdKafka::KafkaConsumer> consumer{
        RdKafka::KafkaConsumer::create(conf.get(), error)};
    if (!consumer) throw std::runtime_error{"no Kafka consumer: " + error};
    return consumer;
}

/// From the end of each partition on, as it is now.
void assign_ends(RdKafka::KafkaConsumer& consumer) {
    RdKafka::Metadata* found = nullptr;
    if (consumer.metadata(true, nullptr, &found, patience_ms) != RdKafka::ERR_NO_ERROR) {
        throw std::runtime_error{"Kafka does not answer"};
    }
    const std::unique_ptr<RdKafka::Metadata> metadata{found};
    std::vector<RdKafka::TopicPartition*> partitions;
    for (const auto* it : *metadata->topics()) {
        if (it->topic() != topic) continue;
        for (const auto* partition : *it->partitions()) {
            std::int64_t low = 0, high = 0;
            consumer.query_watermark_offsets(topic, partition->id(), &low, &high, patience_ms);
            partitions.push_back(RdKafka::TopicPartition::create(topic, partition->id(), high));
        }
    }
    consumer.assign(partitions);
    RdKafka::TopicPartition::destroy(partitions);
}

} // namespace

struct EventReader::Impl {
    std::unique_ptr<RdKafka::KafkaConsumer> consumer;
    std::atomic<bool> stopping{false};
    std::thread thread{};
};

EventReader::EventReader(const std::string& brokers, Answers& answers)
    : impl_{std::make_unique<Impl>(made(brokers))} {
    assign_ends(*impl_->consumer);
    impl_->thread = std::thread{[&, impl = impl_.get()] {
        while (!impl->stopping) {
            const std::unique_ptr<RdKafka::Message> record{impl->consumer->consume(100)};
            dialer::v1::CallEvent event;
            if (record->err() == RdKafka::ERR_NO_ERROR &&
                event.ParseFromArray(record->payload(), static_cast<int>(record->len()))) {
                take(event, answers);
            }
        }
    }};
}

EventReader::~EventReader() {
    impl_->stopping = true;
    impl_->thread.join();
    impl_->consumer->close();
}

} // namespace hatif::load
