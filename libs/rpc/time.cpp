#include "rpc/time.hpp"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

namespace hatif::rpc {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

void set(google::protobuf::Timestamp& wire, base::Instant at) {
    const auto whole = floor<seconds>(at);
    wire.set_seconds(whole.time_since_epoch().count());
    wire.set_nanos(static_cast<std::int32_t>(nanoseconds{at - whole}.count()));
}

void set(google::protobuf::Duration& wire, base::Duration span) {
    const auto whole = std::chrono::duration_cast<seconds>(span);
    wire.set_seconds(whole.count());
    wire.set_nanos(static_cast<std::int32_t>(nanoseconds{span - whole}.count()));
}

base::Instant from_wire(const google::protobuf::Timestamp& wire) {
    return base::Instant{seconds{wire.seconds()}} + floor<microseconds>(nanoseconds{wire.nanos()});
}

base::Duration from_wire(const google::protobuf::Duration& wire) {
    return seconds{wire.seconds()} +
           std::chrono::duration_cast<microseconds>(nanoseconds{wire.nanos()});
}

} // namespace hatif::rpc
