#pragma once

#include "contact/engagement/engagement.hpp"
#include "kafka/consumer.hpp"

#include <map>
#include <string>
#include <vector>

namespace hatif::contact {

struct EndedCalls {
    std::vector<EndedCall> calls;            ///< in order; test calls left out
    std::map<std::string, std::string> last; ///< by key, the sequence that was reached
};

/// The keys of a batch of an outbox topic, each once.
std::vector<std::string> keys_of(const kafka::Batch& batch);

/// What a batch of hatif.execution-events.v1 tells of calls. `last`: by key, the sequence that was
/// reached before; what is not above it was taken already. Rejects in the batch what can never be
/// taken.
EndedCalls read_ended_calls(kafka::Batch& batch, const std::map<std::string, std::string>& last);

} // namespace hatif::contact
