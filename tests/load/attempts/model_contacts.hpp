#pragma once

#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <atomic>
#include <cstdint>

namespace hatif::load {

/// Contacts 1 to `count` of every audience, each with a number of their own and a few fields.
class ModelContacts final : public contact::v1::MembershipService::Service {
public:
    explicit ModelContacts(std::int64_t count) : count_{count} {}

    grpc::Status Members(grpc::ServerContext*,
                         const contact::v1::MembersRequest* request,
                         grpc::ServerWriter<contact::v1::MembersResponse>* stream) override;
    grpc::Status Snapshot(grpc::ServerContext*,
                          const contact::v1::SnapshotRequest* request,
                          contact::v1::SnapshotResponse* response) override;

private:
    const std::int64_t count_;
};

} // namespace hatif::load
