#pragma once

#include "kafka/client_impl.hpp"
#include "kafka/record.hpp"

#include <vector>

namespace hatif::kafka {

/// What librdkafka handed out, as views into it.
std::vector<Received> read(const std::vector<Message>& messages);

} // namespace hatif::kafka
