#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"

#include <hatif/contact/v1/audience_service.grpc.pb.h>

namespace hatif::contact {

/// hatif/contact/v1/audience_service.proto.
class AudienceService final : public v1::AudienceService::Service {
public:
    AudienceService(endpoint::Endpoint& endpoint, const base::Clock& clock)
        : endpoint_{endpoint}, clock_{clock} {}

    grpc::Status ListAudiences(grpc::ServerContext* context,
                               const v1::ListAudiencesRequest* request,
                               v1::ListAudiencesResponse* response) override;
    grpc::Status CreateAudience(grpc::ServerContext* context,
                                const v1::CreateAudienceRequest* request,
                                v1::Audience* response) override;
    grpc::Status GetAudience(grpc::ServerContext* context,
                             const v1::GetAudienceRequest* request,
                             v1::Audience* response) override;
    grpc::Status UpdateAudience(grpc::ServerContext* context,
                                const v1::UpdateAudienceRequest* request,
                                v1::Audience* response) override;
    grpc::Status DeleteAudience(grpc::ServerContext* context,
                                const v1::DeleteAudienceRequest* request,
                                google::protobuf::Empty* response) override;
    grpc::Status ListAudiencesOfContact(grpc::ServerContext* context,
                                        const v1::ListAudiencesOfContactRequest* request,
                                        v1::ListAudiencesResponse* response) override;
    grpc::Status ListAudienceContacts(grpc::ServerContext* context,
                                      const v1::ListAudienceContactsRequest* request,
                                      v1::ListAudienceContactsResponse* response) override;
    grpc::Status ReplaceContacts(grpc::ServerContext* context,
                                 const v1::ReplaceContactsRequest* request,
                                 v1::ReplaceContactsResponse* response) override;
    grpc::Status AddContacts(grpc::ServerContext* context,
                             const v1::ChangeMembersRequest* request,
                             v1::AddContactsResponse* response) override;
    grpc::Status RemoveContacts(grpc::ServerContext* context,
                                const v1::ChangeMembersRequest* request,
                                v1::RemoveContactsResponse* response) override;

private:
    endpoint::Endpoint& endpoint_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
