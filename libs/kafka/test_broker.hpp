#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace hatif::kafka {

/// A Kafka broker (KRaft, one process) of the test binary's own, on loopback, in a temporary
/// directory; gone when the binary ends. Its jars are those that scripts/install puts into
/// build/kafka/lib.
class TestBroker {
public:
    /// False when the jars or Java are not there.
    static bool installed();

    TestBroker();
    ~TestBroker();
    TestBroker(const TestBroker&) = delete;
    TestBroker& operator=(const TestBroker&) = delete;

    void start();
    void stop();

    std::string address() const;
    void make_topic(const std::string& name, int partitions) const;

private:
    std::filesystem::path directory_;
    pid_t server_ = -1;
};

} // namespace hatif::kafka
