#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// For the tests of this unit: a name server on loopback that knows what the test tells it.
namespace hatif::telephony::test {

struct ServiceRecord {
    std::string host;
    std::uint16_t port;
    std::uint16_t priority = 0;
    std::uint16_t weight = 0;
};

class NameServer {
public:
    NameServer();
    ~NameServer();

    NameServer(const NameServer&) = delete;
    NameServer& operator=(const NameServer&) = delete;

    /// "127.0.0.1:40000", as Calls::Config::name_servers has it.
    std::string address() const;

    void add(const std::string& name, const std::string& address, std::uint32_t ttl = 60);
    void add(const std::string& name, const ServiceRecord& service, std::uint32_t ttl = 60);

    /// From now on it answers nothing.
    void fall_silent() { silent_ = true; }

    /// How many questions it has had.
    int asked() const { return asked_; }

private:
    struct Record {
        std::uint16_t type;
        std::uint32_t ttl;
        std::string data; ///< as on the wire
    };

    void serve();
    std::string reply_to(const std::string& question) const;

    int fd_;
    int stop_;
    std::uint16_t port_ = 0;
    std::atomic<bool> silent_{false};
    std::atomic<int> asked_{0};
    mutable std::mutex mutex_;
    std::multimap<std::string, Record> records_;
    std::thread thread_; // last: it uses the others
};

} // namespace hatif::telephony::test
