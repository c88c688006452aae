#include "program_scheduler/content/attributes.hpp"

#include "rpc/status.hpp"

#include <grpcpp/client_context.h>

namespace hatif::program_scheduler {

base::Result<std::set<std::string>>
Attributes::names(const base::OrganizationId& organization) const {
    contact::v1::DescribeAttributesRequest request;
    request.set_organization_id(organization.value().to_string());
    grpc::ClientContext context;
    // A transaction waits meanwhile: shorter than its idle limit.
    identity_.prepare(context, std::chrono::seconds{1});
    contact::v1::DescribeAttributesResponse response;
    const auto status = contacts_.DescribeAttributes(&context, request, &response);
    if (!status.ok()) return base::fail(rpc::from_status(status));
    return std::set<std::string>{response.names().begin(), response.names().end()};
}

} // namespace hatif::program_scheduler
