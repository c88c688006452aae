#include "dialer/leasing/replicas.hpp"

#include <grpcpp/channel.h>

namespace hatif::dialer {

Replicas::Replicas(const std::vector<std::string>& addresses, rpc::ServiceIdentity identity)
    : identity_{std::move(identity)} {
    for (const auto& address : addresses) {
        stubs_.push_back(LeaseService::NewStub(rpc::channel(address)));
    }
}

Replicas::Use Replicas::now() const {
    const auto place = now_.load() % stubs_.size();
    return {place, *stubs_[place]};
}

void Replicas::give_up(std::size_t place) {
    auto expected = place; // someone else may have moved on already
    now_.compare_exchange_strong(expected, (place + 1) % stubs_.size());
}

bool may_pass(const grpc::Status& status) {
    switch (status.error_code()) {
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::FAILED_PRECONDITION:
        return false;
    default:
        return true;
    }
}

} // namespace hatif::dialer
