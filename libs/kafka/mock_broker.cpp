#include "kafka/mock_broker.hpp"

#include "kafka/client_impl.hpp"

#include <librdkafka/rdkafka_mock.h>

namespace hatif::kafka::test {

namespace {

constexpr std::int16_t init_producer_id = 22; // the number of this request in Kafka's protocol

constexpr std::int32_t the_only_one = 1;

using Mock = base::Handle<rd_kafka_mock_cluster_t, rd_kafka_mock_cluster_destroy>;

} // namespace

struct MockBroker::Cluster {
    Client host = make_client(RD_KAFKA_PRODUCER, make_conf({}));
    Mock mock{rd_kafka_mock_cluster_new(host.get(), 1)};
};

MockBroker::MockBroker() : cluster_{std::make_unique<Cluster>()} {}

MockBroker::~MockBroker() = default;

std::string MockBroker::address() const {
    return rd_kafka_mock_cluster_bootstraps(cluster_->mock.get());
}

void MockBroker::kill_the_next_producer() {
    rd_kafka_mock_push_request_errors(cluster_->mock.get(), init_producer_id, 1,
                                      RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED);
}

void MockBroker::go_away() {
    rd_kafka_mock_broker_set_down(cluster_->mock.get(), the_only_one);
}

void MockBroker::come_back() {
    rd_kafka_mock_broker_set_up(cluster_->mock.get(), the_only_one);
}

} // namespace hatif::kafka::test
