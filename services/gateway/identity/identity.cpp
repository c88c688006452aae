#include "gateway/identity/identity.hpp"

#include <algorithm>
#include <thread>

namespace hatif::gateway {

namespace {

/// Half of the machine, so that logins slow down nothing but each other.
unsigned hashers() {
    return std::max(1U, std::thread::hardware_concurrency() / 2);
}

} // namespace

Identity::Identity(pg::Pool& pool,
                   const rpc::CallerKeys& caller_keys,
                   const TokenKeys& token_keys,
                   const base::Clock& clock)
    : endpoint_{pool, caller_keys}, passwords_{hashers()}, me_{endpoint_, pool, passwords_, clock},
      keys_{endpoint_, token_keys, clock}, auth_{endpoint_, pool, passwords_, token_keys, clock},
      members_{endpoint_, passwords_, token_keys, clock},
      organizations_{endpoint_, passwords_, token_keys, clock}, lookup_{endpoint_} {}

std::vector<grpc::Service*> Identity::services() {
    return {&me_, &keys_, &auth_, &members_, &organizations_, &lookup_};
}

} // namespace hatif::gateway
