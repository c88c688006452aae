#pragma once

#include <memory>
#include <string>

namespace hatif::kafka::test {

/// librdkafka's own mock of a broker, on loopback, in this process: takes what is produced, or
/// answers it as the test says. Topics are there as soon as they are named.
class MockBroker {
public:
    MockBroker();
    ~MockBroker();
    MockBroker(const MockBroker&) = delete;
    MockBroker& operator=(const MockBroker&) = delete;

    std::string address() const;

    /// Connections end and none is taken, until it is back.
    void go_away();
    void come_back();

    /// Answers the next request of a producer for its id so that it dies.
    void kill_the_next_producer();

private:
    struct Cluster;
    std::unique_ptr<Cluster> cluster_;
};

} // namespace hatif::kafka::test
