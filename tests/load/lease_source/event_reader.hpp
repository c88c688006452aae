#pragma once

#include "answers.hpp"

#include <memory>
#include <string>
#include <thread>

namespace hatif::load {

/// Reads hatif.call-events.v1 from its end on and tells the answers what happened.
class EventReader {
public:
    /// Throws std::runtime_error when Kafka does not answer.
    EventReader(const std::string& brokers, Answers& answers);
    ~EventReader();
    EventReader(const EventReader&) = delete;
    EventReader& operator=(const EventReader&) = delete;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace hatif::load
