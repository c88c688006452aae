#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"

#include <hatif/contact/v1/do_not_call_service.grpc.pb.h>

namespace hatif::contact {

/// hatif/contact/v1/do_not_call_service.proto.
class DoNotCallService final : public v1::DoNotCallService::Service {
public:
    DoNotCallService(endpoint::Endpoint& endpoint, const base::Clock& clock)
        : endpoint_{endpoint}, clock_{clock} {}

    grpc::Status ListDoNotCall(grpc::ServerContext* context,
                               const v1::ListDoNotCallRequest* request,
                               v1::ListDoNotCallResponse* response) override;
    grpc::Status AddDoNotCall(grpc::ServerContext* context,
                              const v1::AddDoNotCallRequest* request,
                              v1::AddDoNotCallResponse* response) override;
    grpc::Status RemoveDoNotCall(grpc::ServerContext* context,
                                 const v1::RemoveDoNotCallRequest* request,
                                 google::protobuf::Empty* response) override;
    grpc::Status DeleteDoNotCallEntry(grpc::ServerContext* context,
                                      const v1::DeleteDoNotCallEntryRequest* request,
                                      google::protobuf::Empty* response) override;

private:
    endpoint::Endpoint& endpoint_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
