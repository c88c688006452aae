#pragma once

#include "base/ids.hpp"
#include "rpc/client.hpp"

#include <grpcpp/server.h>
#include <hatif/contact/v1/membership_service.grpc.pb.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hatif::program_scheduler::bench {

struct Person {
    std::string phone;
    std::string zones{}; ///< as contact.v1.Callee.zones; "": nothing is known
    contact::v1::Refusal refusal = contact::v1::REFUSAL_UNSPECIFIED;
};

/// The contact service, as far as the scheduler asks it. An audience is everybody from one place to
/// another.
class People final : public contact::v1::MembershipService::Service {
public:
    std::vector<Person> all{};
    std::map<std::string, std::pair<std::size_t, std::size_t>> audiences{}; ///< [from, until)
    bool away = false;

    static base::ContactId id(std::size_t place);
    static std::size_t place_of(const base::ContactId& id);

    grpc::Status Members(grpc::ServerContext*,
                         const contact::v1::MembersRequest* request,
                         grpc::ServerWriter<contact::v1::MembersResponse>* stream) override;
    grpc::Status Snapshot(grpc::ServerContext*,
                          const contact::v1::SnapshotRequest* request,
                          contact::v1::SnapshotResponse* response) override;
};

/// People that are asked in this process.
class PeopleServer {
public:
    PeopleServer();
    ~PeopleServer();

    People people;
    std::unique_ptr<contact::v1::MembershipService::Stub> stub{};
    rpc::ServiceIdentity identity;

private:
    std::unique_ptr<grpc::Server> server_{};
};

} // namespace hatif::program_scheduler::bench
