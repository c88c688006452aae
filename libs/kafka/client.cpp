#include "kafka/client_impl.hpp"

#include <stdexcept>

namespace hatif::kafka {

namespace {

void set(rd_kafka_conf_t* conf, const char* name, const std::string& value) {
    char why[512];
    if (rd_kafka_conf_set(conf, name, value.c_str(), why, sizeof why) != RD_KAFKA_CONF_OK) {
        throw std::runtime_error{"Kafka setting " + std::string{name} + ": " + why};
    }
}

} // namespace

Conf make_conf(std::initializer_list<std::pair<const char*, std::string>> settings) {
    Conf conf{rd_kafka_conf_new()};
    // A broker that comes back is found within a second, not ten.
    set(conf.get(), "reconnect.backoff.max.ms", "1000");
    set(conf.get(), "topic.metadata.refresh.interval.ms", "10000");
    set(conf.get(), "socket.keepalive.enable", "true");
    // Errors come through the error callback; the log beside it says them again.
    set(conf.get(), "log_level", "2");
    for (const auto& [name, value] : settings) set(conf.get(), name, value);
    return conf;
}

Client make_client(rd_kafka_type_t type, Conf conf) {
    char why[512];
    Client client{rd_kafka_new(type, conf.get(), why, sizeof why)};
    if (!client) throw std::runtime_error{std::string{"Kafka client: "} + why};
    (void)conf.release(); // the client has taken it
    return client;
}

} // namespace hatif::kafka
