#pragma once

#include "base/instant.hpp"

namespace google::protobuf {
class Duration;
class Timestamp;
} // namespace google::protobuf

namespace hatif::rpc {

/// Instants and durations as contracts carry them.
void set(google::protobuf::Timestamp& wire, base::Instant at);
void set(google::protobuf::Duration& wire, base::Duration span);
base::Instant from_wire(const google::protobuf::Timestamp& wire);
base::Duration from_wire(const google::protobuf::Duration& wire);

} // namespace hatif::rpc
