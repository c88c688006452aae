#pragma once

#include "base/clock.hpp"
#include "endpoint/endpoint.hpp"

#include <hatif/contact/v1/custom_attribute_service.grpc.pb.h>

namespace hatif::contact {

/// hatif/contact/v1/custom_attribute_service.proto.
class AttributeService final : public v1::CustomAttributeService::Service {
public:
    AttributeService(endpoint::Endpoint& endpoint, const base::Clock& clock)
        : endpoint_{endpoint}, clock_{clock} {}

    grpc::Status ListCustomAttributes(grpc::ServerContext* context,
                                      const v1::ListCustomAttributesRequest* request,
                                      v1::ListCustomAttributesResponse* response) override;
    grpc::Status CreateCustomAttribute(grpc::ServerContext* context,
                                       const v1::CreateCustomAttributeRequest* request,
                                       v1::CustomAttribute* response) override;
    grpc::Status GetCustomAttribute(grpc::ServerContext* context,
                                    const v1::GetCustomAttributeRequest* request,
                                    v1::CustomAttribute* response) override;
    grpc::Status UpdateCustomAttribute(grpc::ServerContext* context,
                                       const v1::UpdateCustomAttributeRequest* request,
                                       v1::CustomAttribute* response) override;
    grpc::Status DeleteCustomAttribute(grpc::ServerContext* context,
                                       const v1::DeleteCustomAttributeRequest* request,
                                       google::protobuf::Empty* response) override;

private:
    endpoint::Endpoint& endpoint_;
    const base::Clock& clock_;
};

} // namespace hatif::contact
