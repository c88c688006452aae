#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hatif::kafka {

/// Asks the brokers how far a topic goes. Threads: any may call.
class EndOffsets {
public:
    /// Throws std::runtime_error when the options make no client.
    explicit EndOffsets(const std::string& brokers);
    ~EndOffsets();
    EndOffsets(const EndOffsets&) = delete;
    EndOffsets& operator=(const EndOffsets&) = delete;

    /// The offset that the next record of each partition will get, by partition. Who has consumed
    /// up to it has everything that was acknowledged before the call.
    base::Result<std::vector<std::int64_t>> of(const std::string& topic,
                                               std::chrono::milliseconds patience);

private:
    struct Client;
    std::unique_ptr<Client> client_;
};

} // namespace hatif::kafka
